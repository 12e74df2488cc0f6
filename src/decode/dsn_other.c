/* Tells answers, challenges, complaints and lures. */
#include "decode/dsn_other.h"

#include "base/buf.h"
#include "decode/dsn_draft.h"
#include "decode/dsn_evidence.h"
#include "decode/dsn_original.h"

#define TEXT_BYTES 8192 /* of the text, where such mails say what they are */

struct look {
    struct arena *arena;
    const struct words *words;
    const struct mime_fields *fields;
    struct message *message;
    struct span text; /* the first TEXT_BYTES */
};

static bool found(const struct look *look, const char *list, struct span text)
{
    size_t start, end;
    return words_find(look->words, list, text, 0, &start, &end);
}

static bool says(const struct look *look, const char *list)
{
    return found(look, list, look->message->subject) || found(look, list, look->text);
}

static struct span text_of(struct arena *arena, const struct message *message)
{
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < message->segment_count && text.size < TEXT_BYTES; i++) {
        buf_add(&text, span_slice(message->segments[i].text, 0, TEXT_BYTES));
        buf_add_byte(&text, '\n');
    }
    return arena_copy(arena, buf_span(&text));
}

static struct span field(const struct look *look, const char *name)
{
    return mime_field_value(look->fields, span_of(name));
}

static bool has_field(const struct look *look, const char *name)
{
    for (size_t i = 0; i < look->fields->count; i++)
        if (mime_field_is(&look->fields->field[i], span_of(name)))
            return true;
    return false;
}

/* RFC 3834 5, and what programs wrote before it. "auto-generated" is no answer: statements, alarms and newsletters bear it. */
static bool answers_by_itself(const struct look *look)
{
    const struct message *message = look->message;
    return span_starts_nocase(field(look, "Auto-Submitted"), SPAN_LITERAL("auto-replied")) || has_field(look, "X-Autoreply")
        || has_field(look, "X-Autorespond") || has_field(look, "X-Auto-Reply") || has_field(look, "X-Autoreply-From")
        || span_equal_nocase(field(look, "X-Apple-Action"), SPAN_LITERAL("vacation"))
        || span_equal_nocase(field(look, "Precedence"), SPAN_LITERAL("auto_reply"))
        || span_equal_nocase(field(look, "X-Precedence"), SPAN_LITERAL("auto_reply"))
        || span_starts_nocase(message->item_class, SPAN_LITERAL("IPM.Note.Rules.Oof"))
        || span_starts_nocase(message->item_class, SPAN_LITERAL("IPM.Note.Rules.Reply"));
}

/* He who complains, answers or asks: the one for whom the original was, where it came back with a complaint, else the sender. */
static struct span who(const struct look *look, const struct report_mail *report)
{
    const struct message *message = look->message;
    size_t start, end;
    if (report->kind == REPORT_MAIL_FEEDBACK && report->original != REPORT_MAIL_NO_ORIGINAL) {
        const struct message *original = message->attachments[report->original].embedded;
        if (original->recipient_count == 1 && original->recipients[0].kind == ADDRESS_SMTP)
            return original->recipients[0].addr;
    }
    if (report->kind == REPORT_MAIL_FEEDBACK && words_find(look->words, "feedback.recipient", look->text, 0, &start, &end))
        return dsn_draft_address(look->arena, span_slice(look->text, start, end - start));
    return message->from_count == 1 && message->from[0].kind == ADDRESS_SMTP ? message->from[0].addr : SPAN_NONE;
}

static void set(const struct look *look, enum report_mail_kind kind, struct span format)
{
    struct message *message = look->message;
    struct dsn_draft draft = dsn_draft_begin(look->arena, message);
    draft.report.kind = kind;
    draft.report.format = format;
    if (kind != REPORT_MAIL_LURE) {
        dsn_original_find(look->arena, SIZE_MAX, 0, message, &draft.report);
        dsn_original_named(message, &draft.report);
        dsn_draft_add(&draft, (struct report_mail_recipient){.address = who(look, &draft.report)});
    } else {
        message->flags &= ~(uint32_t)(MESSAGE_REPORT | MESSAGE_AUTOMATIC);
    }
    message->report = dsn_draft_end(&draft);
}

/* Pictures stand in every mail; a calendar or a card is not what a lure brings. */
static bool brings_payload(const struct message *message)
{
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (!span_starts(attachment->declared_type, SPAN_LITERAL("image/")) && !span_starts(attachment->declared_type, SPAN_LITERAL("text/"))
            && !span_starts(attachment->declared_type, SPAN_LITERAL("message/")) && !attachment->embedded)
            return true;
        if (span_equal(attachment->declared_type, SPAN_LITERAL("text/html")) && attachment->name.size)
            return true;
    }
    return false;
}

static bool has_link(const struct look *look)
{
    return span_find(look->text, SPAN_LITERAL("://"), 0) != SIZE_MAX;
}

/* Its sender bears the name of a mail system. */
static bool claims_report(const struct look *look)
{
    const struct message *message = look->message;
    return message->from_count == 1 && !message->reference_count && !(message->flags & (MESSAGE_LIST | MESSAGE_CALENDAR | MESSAGE_SENT_COPY))
        && (found(look, "lure.claims", message->from[0].name) || found(look, "lure.claims", address_local(message->from[0].addr)));
}

static bool plays_a_report(const struct look *look)
{
    const struct message *message = look->message;
    return claims_report(look) && says(look, "lure.says") && says(look, "lure.asks") && (has_link(look) || brings_payload(message));
}

void dsn_other_read(struct arena *arena, const struct words *words, const struct mime_fields *fields, bool machine, struct message *message)
{
    struct look look = {arena, words, fields, message, SPAN_NONE};
    bool claims = machine || claims_report(&look);
    if (message->report)
        return;
    if (claims)
        look.text = text_of(arena, message);
    if (machine && says(&look, "feedback"))
        set(&look, REPORT_MAIL_FEEDBACK, SPAN_LITERAL("feedback"));
    else if (machine && !(message->flags & MESSAGE_LIST) && says(&look, "challenge"))
        set(&look, REPORT_MAIL_CHALLENGE, SPAN_LITERAL("challenge"));
    else if (!dsn_evidence_server(fields, message)
             && (answers_by_itself(&look) || found(&look, machine ? "auto-reply" : "auto-reply.prefix", message->subject)))
        set(&look, REPORT_MAIL_AUTO_REPLY, SPAN_LITERAL("rfc3834"));
    else if (claims && plays_a_report(&look))
        set(&look, REPORT_MAIL_LURE, SPAN_LITERAL("lure"));
}
