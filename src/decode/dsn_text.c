/* Reads formats that are data. */
#include "decode/dsn_text.h"

#include <stdio.h>
#include "base/limits.h"
#include "decode/dsn_body.h"
#include "decode/dsn_draft.h"
#include "decode/dsn_evidence.h"
#include "decode/dsn_fields.h"
#include "decode/dsn_original.h"
#include "decode/dsn_other.h"
#include "decode/dsn_said.h"
#include "decode/mime_note.h"

#define NAME_BYTES 64        /* of a list */
#define MATCHES 4000         /* addresses that are looked at in one text */
#define COMPLETED 300        /* recipients of one report for whom the text is searched for what the server said */
#define NEAR_BYTES 2000      /* behind an address, where what was said of it is looked for */

struct reader {
    struct arena *arena;
    const struct words *words;
    struct message *message;
    struct dsn_body body;
    enum report_mail_action action;
};

static bool found(const struct reader *reader, const char *list, struct span text)
{
    size_t start, end;
    return words_find(reader->words, list, text, 0, &start, &end);
}

static bool says(const struct reader *reader, const char *list)
{
    return found(reader, list, reader->message->subject) || found(reader, list, reader->body.text);
}

static enum report_mail_action action_of(const struct reader *reader)
{
    if (says(reader, "delay"))
        return REPORT_MAIL_DELAYED;
    return !says(reader, "failure") && says(reader, "success") ? REPORT_MAIL_DELIVERED : REPORT_MAIL_FAILED;
}

/* The list of a format: "postfix.start" and ".recipient": "postfix.recipient", or `otherwise` where there is none. */
static const char *list_beside(const struct reader *reader, const char *start, const char *otherwise, char name[NAME_BYTES])
{
    const char *dot = strchr(start, '.');
    snprintf(name, NAME_BYTES, "%.*s.recipient", (int)(dot - start), start);
    for (size_t i = 0; words_list(reader->words, i); i++)
        if (strcmp(words_list(reader->words, i), name) == 0)
            return name;
    return otherwise;
}

/* The server itself, and him who gets the report. */
static bool reporter_or_sender(const struct reader *reader, struct span address, bool sender_too)
{
    const struct message *message = reader->message;
    struct span local = address_local(address);
    if (message->from_count && span_equal(message->from[0].addr, address))
        return true;
    if (span_starts(local, SPAN_LITERAL("mailer-daemon")))
        return true;
    for (size_t i = 0; sender_too && i < message->recipient_count; i++)
        if (span_equal(message->recipients[i].addr, address))
            return true;
    return false;
}

/* Adds the addresses that `list` finds in the text from `from` on; what stands up to the next one is said of each. */
static void addresses_add(const struct reader *reader, const char *list, size_t from, bool sender_too, struct dsn_draft *draft)
{
    struct span text = reader->body.text;
    size_t start, end, next_start = 0, next_end = 0;
    bool more = words_find(reader->words, list, text, from, &start, &end);
    for (int i = 0; i < MATCHES && more; i++) {
        more = words_find(reader->words, list, text, end > from ? end : from + 1, &next_start, &next_end);
        struct span near = span_slice(text, end, more && next_start > end ? next_start - end : NEAR_BYTES), expanded;
        struct report_mail_recipient recipient = {
            .address = dsn_draft_address(reader->arena, span_slice(text, start, end - start)), .action = reader->action};
        size_t expanded_start, expanded_end;
        if (words_find(reader->words, "expanded", near, 0, &expanded_start, &expanded_end)) {
            expanded = dsn_draft_address(reader->arena, span_slice(near, expanded_start, expanded_end - expanded_start));
            recipient.final = expanded.size && !span_equal(expanded, recipient.address) ? recipient.address : SPAN_NONE;
            recipient.address = expanded.size ? expanded : recipient.address;
        }
        if (recipient.address.size && !reporter_or_sender(reader, recipient.address, sender_too))
            dsn_draft_add(draft, recipient);
        from = end;
        start = next_start;
        end = next_end;
    }
}

/* Behind the line by which the format is known, else in all of the text; him who gets the report only where nobody else is named. */
static void recipients_add(const struct reader *reader, const char *list, size_t from, struct dsn_draft *draft)
{
    for (int pass = 0; pass < 4 && !draft->count; pass++)
        addresses_add(reader, list, pass % 2 ? 0 : from, pass < 2, draft);
}

/* A machine passes a report on, attached whole: whom it names is named here. What came back lies deeper than an original may. */
static void attached_report(const struct reader *reader, struct dsn_draft *draft)
{
    for (size_t i = 0; i < reader->message->attachment_count && !draft->count; i++) {
        const struct message *within = reader->message->attachments[i].embedded;
        const struct report_mail *report = within ? within->report : NULL;
        for (size_t j = 0; report && j < report->recipient_count; j++)
            if (report->recipients[j].action != REPORT_MAIL_ACTION_UNKNOWN)
                dsn_draft_add(draft, report->recipients[j]);
        if (!draft->count)
            continue;
        draft->report.format = report->format;
        draft->report.reporting_mta = report->reporting_mta;
        draft->report.original_id = report->original_id;
    }
}

/* "Final-Recipient:" and its kin as plain text. */
static bool fields_in_text(const struct reader *reader, struct dsn_draft *draft)
{
    struct span text = reader->body.text;
    static const struct span starts[] = {SPAN_LITERAL("\nReporting-MTA:"), SPAN_LITERAL("\nFinal-Recipient:"), SPAN_LITERAL("\nOriginal-Recipient:")};
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t found_at = span_find_nocase(text, starts[i], 0);
        at = found_at < at ? found_at : at;
    }
    if (at == SIZE_MAX || span_find_nocase(text, SPAN_LITERAL("\nFinal-Recipient"), 0) == SIZE_MAX)
        return false;
    dsn_fields(draft, span_slice(text, at + 1, text.size));
    draft->report.format = SPAN_LITERAL("rfc3464");
    return draft->count > 0;
}

static void formats_read(const struct reader *reader, struct dsn_draft *draft)
{
    char name[NAME_BYTES];
    const char *list;
    size_t start, end;
    if (fields_in_text(reader, draft))
        return;
    for (size_t i = 0; (list = words_list(reader->words, i)) && !draft->count; i++) {
        if (!span_ends_nocase(span_of(list), SPAN_LITERAL(".start")) || !words_find(reader->words, list, reader->body.text, 0, &start, &end))
            continue;
        draft->report.format = span_slice(span_of(list), 0, strlen(list) - strlen(".start"));
        recipients_add(reader, list_beside(reader, list, "any.recipient", name), start, draft);
    }
    attached_report(reader, draft);
    if (draft->count || says(reader, "notice") || !(says(reader, "failure") || says(reader, "delay")))
        return;
    draft->report.format = SPAN_LITERAL("any");
    addresses_add(reader, "any.recipient", 0, true, draft);
}

/* Where nothing in the text names him: the one to whom the returned original was written. */
static void recipient_of_original(const struct reader *reader, struct dsn_draft *draft)
{
    bool complaint = draft->report.kind == REPORT_MAIL_FEEDBACK;
    if (draft->count || draft->report.original == REPORT_MAIL_NO_ORIGINAL || !(complaint || says(reader, "failure")))
        return;
    const struct message *original = reader->message->attachments[draft->report.original].embedded;
    if (original->recipient_count == 1 && original->recipients[0].kind == ADDRESS_SMTP)
        dsn_draft_add(draft, (struct report_mail_recipient){.address = original->recipients[0].addr,
                                                            .action = complaint ? REPORT_MAIL_ACTION_UNKNOWN : reader->action});
}

/* What stands behind the address of each recipient up to the next one's; empty where it stands nowhere. */
static void nears_find(const struct reader *reader, const struct dsn_draft *draft, size_t count, struct span *ret_nears)
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

/* The answer, where the parts named none. */
static void complete(const struct reader *reader, struct dsn_draft *draft)
{
    struct span nears[COMPLETED];
    size_t count = draft->count < COMPLETED ? draft->count : COMPLETED;
    nears_find(reader, draft, count, nears);
    for (size_t i = 0; i < count; i++) {
        struct report_mail_recipient *recipient = &draft->recipient[i];
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

static void original_take(const struct reader *reader, struct dsn_draft *draft)
{
    if (draft->report.original == REPORT_MAIL_NO_ORIGINAL)
        dsn_original_find(reader->arena, SIZE_MAX, 0, reader->message, &draft->report);
    if (draft->report.original != REPORT_MAIL_NO_ORIGINAL || !reader->body.original.size)
        return;
    dsn_original_add(reader->arena, reader->body.original, 0, reader->message, &draft->report);
    if (draft->report.original != REPORT_MAIL_NO_ORIGINAL)
        dsn_body_without_original(reader->arena, reader->body.text, reader->message);
}

static void server_named(const struct reader *reader, struct dsn_draft *draft)
{
    size_t start, end;
    if (!draft->report.reporting_mta.size && words_find(reader->words, "reporter", reader->body.text, 0, &start, &end))
        draft->report.reporting_mta = dsn_draft_line(reader->arena, span_slice(reader->body.text, start, end - start));
}

static bool permanent(struct span status)
{
    return status.size > 4 && status.data[0] == '5' && memcmp(status.data + 1, ".0.0", 4) != 0;
}

/* A cause that is more than silence: of one that has a status too, the server must call it permanent. */
static bool cause_named(const struct reader *reader, const struct report_mail_recipient *recipient)
{
    struct span said = recipient->diagnostic.size ? recipient->diagnostic : reader->body.text;
    return found(reader, "cause", said) || (recipient->status.size && !span_ends_nocase(recipient->status, SPAN_LITERAL(".4.7"))
                                            && found(reader, "permanent", reader->body.text));
}

/* No server refused it, no cause is named: it was given up because time ran out. */
static bool ran_out_of_time(const struct reader *reader, const struct dsn_draft *draft)
{
    for (size_t i = 0; i < draft->count; i++) {
        const struct report_mail_recipient *recipient = &draft->recipient[i];
        bool network = span_starts(recipient->status, SPAN_LITERAL("4.4."));
        bool expired = found(reader, "expired", recipient->diagnostic) || found(reader, "expired", reader->body.text);
        if (permanent(recipient->status) || (recipient->reply_code.size && !network) || cause_named(reader, recipient)
            || (!expired && !span_equal(recipient->status, SPAN_LITERAL("4.4.7"))))
            return false;
    }
    return draft->count > 0;
}

static bool machine(const struct reader *reader, const struct mime_fields *fields)
{
    const struct message *message = reader->message;
    if (dsn_evidence_machine(fields, message))
        return true;
    if (message->from_count != 1)
        return false;
    struct span from = arena_printf(reader->arena, "%.*s <%.*s>", SPAN_ARGS(message->from[0].name), SPAN_ARGS(message->from[0].addr));
    return found(reader, "machine", from);
}

static void delivery_read(struct reader *reader)
{
    struct message *message = reader->message;
    struct dsn_draft draft = message->report ? dsn_draft_from(reader->arena, message) : dsn_draft_begin(reader->arena, message);
    reader->body = dsn_body_cut(reader->arena, reader->words, message);
    reader->action = action_of(reader);
    if (!message->report) /* as long as no recipient says more */
        draft.report.kind = reader->action == REPORT_MAIL_DELAYED ? REPORT_MAIL_DELAY
            : reader->action == REPORT_MAIL_DELIVERED ? REPORT_MAIL_SUCCESS : REPORT_MAIL_BOUNCE;
    bool delivery = draft.report.kind != REPORT_MAIL_FEEDBACK && draft.report.kind != REPORT_MAIL_RECEIPT;
    if (!draft.count && delivery)
        formats_read(reader, &draft);
    bool speaks = message->report || draft.count || (!says(reader, "notice") && (says(reader, "failure") || says(reader, "delay")));
    if (!speaks)
        return;
    original_take(reader, &draft);
    recipient_of_original(reader, &draft);
    if (!message->report && !draft.count && draft.report.original == REPORT_MAIL_NO_ORIGINAL)
        return;
    if (delivery)
        complete(reader, &draft);
    server_named(reader, &draft);
    dsn_original_named(message, &draft.report);
    if (draft.cut)
        mime_note_cut(reader->arena, message, "more than %d recipients in a report: limit reached", LIMIT_REPORT_RECIPIENTS);
    struct report_mail *report = dsn_draft_end(&draft);
    if (report->kind == REPORT_MAIL_BOUNCE && ran_out_of_time(reader, &draft))
        report->kind = REPORT_MAIL_DELAY;
    message->report = report;
    message->flags |= MESSAGE_REPORT;
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
    struct reader reader = {.arena = arena, .words = dsn_words_get(words), .message = message};
    bool by_machine = message->report || machine(&reader, fields);
    if (by_machine)
        delivery_read(&reader);
    dsn_other_read(arena, reader.words, fields, by_machine, message);
}
