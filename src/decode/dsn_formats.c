/* Reads addresses by patterns that are data. */
#include "decode/dsn_formats.h"

#include <stdio.h>
#include "decode/dsn_fields.h"

#define NAME_BYTES 64        /* of a list */
#define MATCHES 4000         /* addresses that are looked at in one text */
#define NEAR_BYTES 2000      /* behind an address, where it may be said whom it stands for */

bool dsn_formats_found(const struct dsn_reader *reader, const char *list, struct span text)
{
    size_t start, end;
    return words_find(reader->words, list, text, 0, &start, &end);
}

bool dsn_formats_says(const struct dsn_reader *reader, const char *list)
{
    return dsn_formats_found(reader, list, reader->message->subject) || dsn_formats_found(reader, list, reader->body.text);
}

/* The list of a format: "postfix.start" and ".recipient": "postfix.recipient", or `otherwise` where there is none. */
static const char *list_beside(const struct dsn_reader *reader, const char *start, const char *otherwise, char name[NAME_BYTES])
{
    const char *dot = strchr(start, '.');
    snprintf(name, NAME_BYTES, "%.*s.recipient", (int)(dot - start), start);
    for (size_t i = 0; words_list(reader->words, i); i++)
        if (strcmp(words_list(reader->words, i), name) == 0)
            return name;
    return otherwise;
}

/* The server itself, and him who gets the report. */
static bool reporter_or_sender(const struct dsn_reader *reader, struct span address, bool sender_too)
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
static void addresses_add(const struct dsn_reader *reader, const char *list, size_t from, bool sender_too, struct dsn_draft *draft)
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
static void recipients_add(const struct dsn_reader *reader, const char *list, size_t from, struct dsn_draft *draft)
{
    for (int pass = 0; pass < 4 && !draft->count; pass++)
        addresses_add(reader, list, pass % 2 ? 0 : from, pass < 2, draft);
}

/* A machine passes a report on, attached whole: whom it names is named here. What came back lies deeper than an original may. */
static void attached_report(const struct dsn_reader *reader, struct dsn_draft *draft)
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
static bool fields_in_text(const struct dsn_reader *reader, struct dsn_draft *draft)
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

void dsn_formats_read(const struct dsn_reader *reader, struct dsn_draft *draft, bool *ret_loose)
{
    static const char any[] = "any.recipient";
    char name[NAME_BYTES];
    const char *list;
    size_t start, end;
    if (fields_in_text(reader, draft))
        return;
    for (size_t i = 0; (list = words_list(reader->words, i)) && !draft->count; i++) {
        if (!span_ends_nocase(span_of(list), SPAN_LITERAL(".start")) || !words_find(reader->words, list, reader->body.text, 0, &start, &end))
            continue;
        const char *recipients = list_beside(reader, list, any, name);
        draft->report.format = span_slice(span_of(list), 0, strlen(list) - strlen(".start"));
        recipients_add(reader, recipients, start, draft);
        *ret_loose = recipients == any;
    }
    if (!draft->count)
        attached_report(reader, draft);
}

void dsn_formats_any(const struct dsn_reader *reader, struct dsn_draft *draft)
{
    draft->report.format = SPAN_LITERAL("any");
    addresses_add(reader, "any.recipient", 0, true, draft);
    size_t kept = 0;
    for (size_t i = 0; i < draft->count; i++)
        if (!dsn_formats_found(reader, "any.never", draft->recipient[i].address))
            draft->recipient[kept++] = draft->recipient[i];
    draft->count = kept;
}

static bool written_to(const struct message *original, const struct report_mail_recipient *recipient)
{
    for (size_t i = 0; i < original->recipient_count; i++)
        if (span_equal(original->recipients[i].addr, recipient->address) || span_equal(original->recipients[i].addr, recipient->final))
            return true;
    return false;
}

void dsn_formats_sift(const struct dsn_reader *reader, struct dsn_draft *draft)
{
    if (draft->report.original == REPORT_MAIL_NO_ORIGINAL)
        return;
    const struct message *original = reader->message->attachments[draft->report.original].embedded;
    size_t kept = 0;
    for (size_t i = 0; i < draft->count; i++)
        if (written_to(original, &draft->recipient[i])) {
            struct report_mail_recipient other = draft->recipient[kept];
            draft->recipient[kept++] = draft->recipient[i];
            draft->recipient[i] = other;
        }
    if (kept)
        draft->count = kept;
}
