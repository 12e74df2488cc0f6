/* Reads formats that are data. */
#include "decode/dsn_text.h"

#include "base/limits.h"
#include "decode/dsn_body.h"
#include "decode/dsn_draft.h"
#include "decode/dsn_evidence.h"
#include "decode/dsn_formats.h"
#include "decode/dsn_original.h"
#include "decode/dsn_other.h"
#include "decode/dsn_said.h"
#include "decode/mime_note.h"

#define COMPLETED 300        /* recipients of one report for whom the text is searched for what the server said */

static enum report_mail_action action_of(const struct dsn_reader *reader)
{
    if (dsn_formats_says(reader, "delay"))
        return REPORT_MAIL_DELAYED;
    return !dsn_formats_says(reader, "failure") && dsn_formats_says(reader, "success") ? REPORT_MAIL_DELIVERED : REPORT_MAIL_FAILED;
}

/* Where nothing in the text names him: the one to whom the returned original was written. */
static void recipient_of_original(const struct dsn_reader *reader, struct dsn_draft *draft)
{
    bool complaint = draft->report.kind == REPORT_MAIL_FEEDBACK;
    if (draft->count || draft->report.original == REPORT_MAIL_NO_ORIGINAL || !(complaint || dsn_formats_says(reader, "failure")))
        return;
    const struct message *original = reader->message->attachments[draft->report.original].embedded;
    if (original->recipient_count == 1 && original->recipients[0].kind == ADDRESS_SMTP)
        dsn_draft_add(draft, (struct report_mail_recipient){.address = original->recipients[0].addr,
                                                            .action = complaint ? REPORT_MAIL_ACTION_UNKNOWN : reader->action});
}

/* What stands behind the address of each recipient up to the next one's; empty where it stands nowhere. */
static void nears_find(const struct dsn_reader *reader, const struct dsn_draft *draft, size_t count, struct span *ret_nears)
{
    struct span text = reader->body.text;
    size_t at[COMPLETED];
    for (size_t i = 0; i < count; i++) {
        const struct report_mail_recipient *recipient = &draft->recipient[i];
        at[i] = span_find_nocase(text, recipient->final.size ? recipient->final : recipient->address, 0);
    }
    for (size_t i = 0; i < count; i++) {
        size_t next = text.size;
        for (size_t j = 0; j < count; j++)
            next = at[j] > at[i] && at[j] < next ? at[j] : next;
        struct span near = at[i] == SIZE_MAX ? SPAN_NONE : span_slice(text, at[i], next - at[i]);
        const struct report_mail_recipient *recipient = &draft->recipient[i];
        ret_nears[i] = span_slice(near, recipient->final.size ? recipient->final.size : recipient->address.size, near.size);
    }
}

static void host_take(const struct dsn_reader *reader, struct span text, struct report_mail_recipient *recipient)
{
    size_t start, end;
    if (!recipient->remote_mta.size && words_find(reader->words, "remote", text, 0, &start, &end))
        recipient->remote_mta = dsn_draft_line(reader->arena, span_slice(text, start, end - start));
}

/* The answer, where the parts named none. */
static void complete(const struct dsn_reader *reader, struct dsn_draft *draft)
{
    struct span nears[COMPLETED];
    size_t count = draft->count < COMPLETED ? draft->count : COMPLETED;
    nears_find(reader, draft, count, nears);
    for (size_t i = 0; i < count; i++) {
        struct report_mail_recipient *recipient = &draft->recipient[i];
        host_take(reader, draft->count == 1 ? reader->body.text : nears[i], recipient);
        if (recipient->diagnostic.size && recipient->status.size)
            continue;
        struct span address = recipient->final.size ? recipient->final : recipient->address;
        struct span said = dsn_said(reader->arena, reader->words, reader->body.text, nears[i], address, draft->count == 1);
        struct report_mail_recipient codes = {.diagnostic = said, .status = recipient->status};
        dsn_draft_codes(&codes);
        recipient->status = codes.status;
        if (!recipient->reply_code.size)
            recipient->reply_code = codes.reply_code;
        if (!recipient->diagnostic.size)
            recipient->diagnostic = said;
    }
}

static void original_take(const struct dsn_reader *reader, struct dsn_draft *draft)
{
    if (draft->report.original == REPORT_MAIL_NO_ORIGINAL)
        dsn_original_find(reader->arena, SIZE_MAX, 0, reader->message, &draft->report);
    if (draft->report.original != REPORT_MAIL_NO_ORIGINAL || !reader->body.original.size)
        return;
    dsn_original_add(reader->arena, reader->body.original, 0, reader->message, &draft->report);
    if (draft->report.original != REPORT_MAIL_NO_ORIGINAL)
        dsn_body_without_original(reader->arena, reader->body.text, reader->message);
}

static void name_take(const struct dsn_reader *reader, const char *list, struct span *ret_name)
{
    size_t start, end;
    if (!ret_name->size && words_find(reader->words, list, reader->body.text, 0, &start, &end))
        *ret_name = dsn_draft_line(reader->arena, span_slice(reader->body.text, start, end - start));
}

static bool permanent(struct span status)
{
    return status.size > 4 && status.data[0] == '5' && memcmp(status.data + 1, ".0.0", 4) != 0;
}

/* A cause that is more than silence: of one that has a status too, the server must call it permanent. */
static bool cause_named(const struct dsn_reader *reader, const struct report_mail_recipient *recipient)
{
    struct span said = recipient->diagnostic.size ? recipient->diagnostic : reader->body.text;
    return dsn_formats_found(reader, "cause", said) || (recipient->status.size && !span_ends_nocase(recipient->status, SPAN_LITERAL(".4.7"))
                                            && dsn_formats_found(reader, "permanent", reader->body.text));
}

/* No server refused it, no cause is named: it was given up because time ran out. */
static bool ran_out_of_time(const struct dsn_reader *reader, const struct dsn_draft *draft)
{
    for (size_t i = 0; i < draft->count; i++) {
        const struct report_mail_recipient *recipient = &draft->recipient[i];
        bool network = span_starts(recipient->status, SPAN_LITERAL("4.4."));
        bool expired = dsn_formats_found(reader, "expired", recipient->diagnostic) || dsn_formats_found(reader, "expired", reader->body.text);
        if (permanent(recipient->status) || (recipient->reply_code.size && !network) || cause_named(reader, recipient)
            || (!expired && !span_equal(recipient->status, SPAN_LITERAL("4.4.7"))))
            return false;
    }
    return draft->count > 0;
}

static bool machine_named(const struct dsn_reader *reader)
{
    const struct message *message = reader->message;
    if (message->from_count != 1)
        return false;
    struct span from = arena_printf(reader->arena, "%.*s <%.*s>", SPAN_ARGS(message->from[0].name), SPAN_ARGS(message->from[0].addr));
    return dsn_formats_found(reader, "machine", from);
}

/* Something failed or is late. Who answers for a person speaks of that, too ("your mail will not be forwarded"), but not in the subject. */
static bool speaks(const struct dsn_reader *reader)
{
    struct span subject = reader->message->subject;
    if (dsn_formats_says(reader, "notice"))
        return false;
    if (reader->server)
        return dsn_formats_says(reader, "failure") || dsn_formats_says(reader, "delay");
    return dsn_formats_found(reader, "failure", subject) || dsn_formats_found(reader, "delay", subject);
}

/* What else a mail of no known format must have: a subject that says it, a code, or the original. Servers announce that mail will not
   be delivered on Sunday, too. */
static bool reports_one(const struct dsn_reader *reader, const struct dsn_draft *draft)
{
    struct span subject = reader->message->subject;
    return draft->report.original != REPORT_MAIL_NO_ORIGINAL || dsn_formats_found(reader, "failure", subject)
        || dsn_formats_found(reader, "delay", subject) || dsn_said_code(reader->words, reader->body.text);
}

/* Whom it names and what came back. False: it is no report. */
static bool content_read(struct dsn_reader *reader, struct dsn_draft *draft)
{
    bool known = reader->message->report != NULL, loose = false;
    bool delivery = draft->report.kind != REPORT_MAIL_FEEDBACK && draft->report.kind != REPORT_MAIL_RECEIPT;
    if (!draft->count && delivery)
        dsn_formats_read(reader, draft, &loose);
    bool of_failure = speaks(reader);
    if (!known && !draft->count && !of_failure)
        return false;
    original_take(reader, draft);
    if (!draft->count && delivery && of_failure && reports_one(reader, draft)) {
        dsn_formats_any(reader, draft);
        loose = true;
    }
    if (loose)
        dsn_formats_sift(reader, draft);
    recipient_of_original(reader, draft);
    if (delivery)
        complete(reader, draft);
    return known || draft->count || draft->report.original != REPORT_MAIL_NO_ORIGINAL;
}

static void delivery_read(struct dsn_reader *reader)
{
    struct message *message = reader->message;
    struct dsn_draft draft = message->report ? dsn_draft_from(reader->arena, message) : dsn_draft_begin(reader->arena, message);
    reader->body = dsn_body_cut(reader->arena, reader->words, message);
    reader->action = action_of(reader);
    if (!message->report) /* as long as no recipient says more */
        draft.report.kind = reader->action == REPORT_MAIL_DELAYED ? REPORT_MAIL_DELAY
            : reader->action == REPORT_MAIL_DELIVERED ? REPORT_MAIL_SUCCESS : REPORT_MAIL_BOUNCE;
    if (!content_read(reader, &draft))
        return;
    name_take(reader, "reporter", &draft.report.reporting_mta);
    name_take(reader, "received-from", &draft.report.received_from);
    dsn_original_named(message, &draft.report);
    if (draft.cut)
        mime_note_cut(reader->arena, message, "more than %d recipients in a report: limit reached", LIMIT_REPORT_RECIPIENTS);
    struct report_mail *report = dsn_draft_end(&draft);
    if (report->kind == REPORT_MAIL_BOUNCE && ran_out_of_time(reader, &draft))
        report->kind = REPORT_MAIL_DELAY;
    message->report = report;
    message->flags |= MESSAGE_REPORT;
}

/* A server says in the subject that something failed, and nobody can tell whom it did not reach. */
static void nobody_named(struct dsn_reader *reader)
{
    struct span subject = reader->message->subject;
    bool delay = dsn_formats_found(reader, "delay", subject);
    if (dsn_formats_found(reader, "notice", subject) || !(delay || dsn_formats_found(reader, "failure", subject)))
        return;
    struct dsn_draft draft = dsn_draft_begin(reader->arena, reader->message);
    draft.report.kind = delay ? REPORT_MAIL_DELAY : REPORT_MAIL_BOUNCE;
    draft.report.format = SPAN_LITERAL("any");
    dsn_original_named(reader->message, &draft.report);
    reader->message->report = dsn_draft_end(&draft);
    reader->message->flags |= MESSAGE_REPORT;
}

/* Nothing that the text could add. */
static bool whole(const struct report_mail *report)
{
    if (report->original == REPORT_MAIL_NO_ORIGINAL || !report->recipient_count)
        return false;
    for (size_t i = 0; i < report->recipient_count; i++) {
        const struct report_mail_recipient *recipient = &report->recipients[i];
        if (!recipient->diagnostic.size || !(permanent(recipient->status) || report->kind != REPORT_MAIL_BOUNCE))
            return false;
    }
    return true;
}

void dsn_text_read(struct arena *arena, struct dsn_words *words, const struct mime_fields *fields, struct message *message)
{
    if (message->report && whole(message->report))
        return;
    struct dsn_reader reader = {.arena = arena, .words = dsn_words_get(words), .message = message};
    reader.server = message->report || dsn_evidence_server(fields, message) || machine_named(&reader);
    bool by_machine = reader.server || dsn_evidence_machine(fields, message);
    bool from_list = message->list_id.size && !message->report && !dsn_evidence_declared(fields, message);
    if (by_machine && !from_list)
        delivery_read(&reader);
    dsn_other_read(arena, reader.words, fields, by_machine, message);
    if (!message->report && reader.server && !from_list && dsn_evidence_unanswerable(fields))
        nobody_named(&reader);
}
