/* Reads reports from properties. */
#include "decode/dsn_mapi.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "decode/dsn.h"
#include "decode/dsn_draft.h"
#include "decode/dsn_original.h"
#include "decode/mapi_address.h"
#include "decode/mapi_value.h"
#include "decode/mime_field.h"
#include "decode/mime_note.h"

#define DIGITS 10

/* What a class ends in. */
static const struct {
    struct span end;
    enum report_mail_kind kind;
    enum report_mail_action action;
} CLASSES[] = {
    {SPAN_LITERAL(".NDR"), REPORT_MAIL_BOUNCE, REPORT_MAIL_FAILED},
    {SPAN_LITERAL(".DELAYED"), REPORT_MAIL_DELAY, REPORT_MAIL_DELAYED},
    {SPAN_LITERAL(".RELAYED.DR"), REPORT_MAIL_SUCCESS, REPORT_MAIL_RELAYED},
    {SPAN_LITERAL(".EXPANDED.DR"), REPORT_MAIL_SUCCESS, REPORT_MAIL_EXPANDED},
    {SPAN_LITERAL(".RELAYED"), REPORT_MAIL_SUCCESS, REPORT_MAIL_RELAYED},
    {SPAN_LITERAL(".EXPANDED"), REPORT_MAIL_SUCCESS, REPORT_MAIL_EXPANDED},
    {SPAN_LITERAL(".DR"), REPORT_MAIL_SUCCESS, REPORT_MAIL_DELIVERED},
    {SPAN_LITERAL(".IPNRN"), REPORT_MAIL_RECEIPT, REPORT_MAIL_ACTION_UNKNOWN},
    {SPAN_LITERAL(".IPNNRN"), REPORT_MAIL_RECEIPT, REPORT_MAIL_ACTION_UNKNOWN},
};

static bool class_read(struct span item_class, enum report_mail_kind *ret_kind, enum report_mail_action *ret_action)
{
    if (!span_starts_nocase(item_class, SPAN_LITERAL("REPORT.")))
        return false;
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
        if (span_ends_nocase(item_class, CLASSES[i].end)) {
            *ret_kind = CLASSES[i].kind;
            *ret_action = CLASSES[i].action;
            return true;
        }
    return false;
}

/* Rows of a report say what became of each recipient. Where the report came by SMTP, its rows are only those whom it was sent to. */
static bool row_reports(const struct mapi_bag *row)
{
    static const enum mapi_id ids[] = {MAPI_SUPPLEMENTARY_INFO, MAPI_NDR_STATUS_CODE, MAPI_NDR_REASON_CODE, MAPI_NDR_DIAG_CODE,
                                       MAPI_REMOTE_MTA, MAPI_REPORT_TEXT};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (mapi_find(row, (uint16_t)ids[i]))
            return true;
    return false;
}

/* 511: "5.1.1". Larger numbers do not tell where their dots stand. */
static struct span status_of(struct arena *arena, uint64_t code)
{
    unsigned class = (unsigned)(code / 100);
    if (code > 999 || (class != 2 && class != 4 && class != 5))
        return SPAN_NONE;
    return arena_printf(arena, "%u.%u.%u", class, (unsigned)(code / DIGITS % DIGITS), (unsigned)(code % DIGITS));
}

/* "< mail.example.com #5.1.1 smtp;550 5.1.1 No such user>" */
static struct span undressed(struct span text)
{
    text = span_trim(text);
    if (text.size >= 2 && text.data[0] == '<' && text.data[text.size - 1] == '>')
        text = span_trim(span_slice(text, 1, text.size - 2));
    return text;
}

/* A host in front of the "#". */
static struct span host_within(struct span said)
{
    struct span word = span_slice(said, 0, span_find_byte(said, ' ', 0));
    bool host = span_find_byte(word, '.', 0) != SIZE_MAX && span_starts(span_slice(said, word.size, 2), SPAN_LITERAL(" #"));
    return host ? word : SPAN_NONE;
}

static struct span address_of(struct arena *arena, const struct mapi_bag *row, unsigned codepage)
{
    struct mapi_person person = mapi_address_person(arena, row, MAPI_WHO_ROW, codepage);
    const struct address *known[] = {&person.smtp, &person.plain, &person.entry};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i]->kind == ADDRESS_SMTP)
            return known[i]->addr;
    struct span named = dsn_draft_address(arena, person.plain.name.size ? person.plain.name : person.entry.name);
    if (named.size)
        return named;
    return person.plain.kind == ADDRESS_EX ? person.plain.addr : person.entry.kind == ADDRESS_EX ? person.entry.addr : SPAN_NONE;
}

static void row_read(struct dsn_draft *draft, const struct mapi_bag *row, unsigned codepage, enum report_mail_action action)
{
    struct arena *arena = draft->arena;
    struct span info = undressed(mapi_value_line(arena, row, MAPI_SUPPLEMENTARY_INFO, codepage));
    struct span text = mapi_value_line(arena, row, MAPI_REPORT_TEXT, codepage);
    struct report_mail_recipient recipient = {
        .address = address_of(arena, row, codepage),
        .action = action,
        .diagnostic = info.size ? info : text,
        .remote_mta = mapi_value_line(arena, row, MAPI_REMOTE_MTA, codepage),
    };
    dsn_draft_codes(&recipient);
    if (!recipient.status.size)
        recipient.status = status_of(arena, mapi_value_number(row, MAPI_NDR_STATUS_CODE, 0));
    if (!recipient.remote_mta.size)
        recipient.remote_mta = host_within(info);
    dsn_draft_add(draft, recipient);
}

/* Where no row says anything, the one whom the original was shown to be for. */
static void shown_read(struct dsn_draft *draft, const struct mapi_item *item, enum report_mail_action action)
{
    struct span shown = mapi_value_line(draft->arena, &item->message, MAPI_ORIGINAL_DISPLAY_TO, item->codepage);
    if (span_find_byte(shown, ';', 0) == SIZE_MAX)
        dsn_draft_add(draft, (struct report_mail_recipient){.address = dsn_draft_address(draft->arena, shown), .action = action});
}

static const struct report_mail *rows_read(struct arena *arena, const struct mapi_item *item, enum report_mail_kind kind,
                                           enum report_mail_action action, struct message *message, unsigned depth)
{
    struct dsn_draft draft = dsn_draft_begin(arena, message);
    draft.report.kind = kind;
    draft.report.format = SPAN_LITERAL("mapi");
    draft.report.reporting_mta = mapi_value_line(arena, &item->message, MAPI_REPORTING_MTA, item->codepage);
    draft.report.arrival = mapi_value_time(&item->message, MAPI_ORIGINAL_SUBMIT_TIME);
    for (size_t i = 0; i < item->recipient_count; i++)
        if (row_reports(&item->recipients[i]))
            row_read(&draft, &item->recipients[i], item->codepage, action);
    if (!draft.count)
        shown_read(&draft, item, action);
    if (draft.cut)
        mime_note_cut(arena, message, "more than %d recipients in a report: limit reached", LIMIT_REPORT_RECIPIENTS);
    dsn_original_find(arena, SIZE_MAX, depth, message, &draft.report);
    dsn_original_named(message, &draft.report);
    return dsn_draft_end(&draft);
}

void dsn_mapi_read(struct arena *arena, const struct mapi_item *item, unsigned depth, struct message *message)
{
    bool damaged = false;
    enum report_mail_kind kind;
    enum report_mail_action action;
    struct mime_fields fields;
    struct span block = mapi_value_text(arena, &item->message, MAPI_TRANSPORT_HEADERS, item->codepage, (size_t)2 * LIMIT_HEADER_BYTES,
                                        &damaged);
    mime_field_parse(arena, block, &fields);
    dsn_read(arena, &fields, depth, message);
    if (!message->report && class_read(message->item_class, &kind, &action))
        message->report = rows_read(arena, item, kind, action, message, depth);
}
