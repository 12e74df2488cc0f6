/* Reads per-message and per-recipient fields in any order and grouping. */
#include "decode/dsn_fields.h"

#include "base/buf.h"
#include "base/limits.h"
#include "decode/mime_coding.h"
#include "decode/mime_date.h"
#include "decode/mime_field.h"
#include "decode/mime_header.h"
#include "decode/mime_ids.h"

#define GROUPS (LIMIT_REPORT_RECIPIENTS + 100) /* runs of fields between empty lines */
#define TYPE_BYTES 24                          /* of "rfc822;" and its kin */
#define CODE_POINT_DIGITS 6

static bool is(const struct mime_field *field, const char *name)
{
    return mime_field_is(field, span_of(name));
}

/* What stands behind "type;". A word with a blank or a sign of an address is no type. */
static struct span behind_type(struct span value)
{
    value = span_trim(value);
    size_t end = span_find_byte(span_slice(value, 0, TYPE_BYTES), ';', 0);
    if (end == SIZE_MAX)
        return value;
    struct span type = span_trim(span_slice(value, 0, end));
    for (size_t i = 0; i < type.size; i++)
        if (type.data[i] == '@' || type.data[i] == ' ' || type.data[i] == '"')
            return value;
    return span_trim(span_slice(value, end + 1, value.size));
}

/* RFC 6533 3: "\x{5927}". The size of it at the start of `text`, or 0. */
static size_t embedded_code_point(struct span text, uint32_t *ret_code)
{
    uint32_t code = 0;
    size_t at = 3;
    if (!span_starts_nocase(text, SPAN_LITERAL("\\x{")))
        return 0;
    for (; at < text.size && at < 3 + CODE_POINT_DIGITS && text.data[at] != '}'; at++) {
        char pair[2] = {'0', text.data[at]};
        int value = mime_coding_hex((struct span){pair, sizeof pair});
        if (value < 0)
            return 0;
        code = code * 16 + (uint32_t)value;
    }
    bool good = at > 3 && at < text.size && text.data[at] == '}' && code >= 0x20 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
    *ret_code = code;
    return good ? at + 1 : 0;
}

static void add_code_point(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_add_byte(out, (char)code);
        return;
    }
    int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xC0, 0xE0, 0xF0};
    buf_add_byte(out, (char)(leads[tail] | (code >> (6 * tail))));
    for (; tail > 0; tail--)
        buf_add_byte(out, (char)(0x80 | ((code >> (6 * (tail - 1))) & 0x3F)));
}

/* RFC 3461 4: "+" and two hex digits, capital ones. "user+40tag@" is a tagged address of itself: only what xtext must write so is undone. */
static int xtext_byte(struct span text)
{
    int value = text.size >= 3 && text.data[0] == '+' ? mime_coding_hex(span_slice(text, 1, 2)) : -1;
    return value == '+' || value == '=' || value == ' ' ? value : -1;
}

static struct span decoded(struct arena *arena, struct span text)
{
    if (span_find_byte(text, '+', 0) == SIZE_MAX && span_find_byte(text, '\\', 0) == SIZE_MAX)
        return text;
    BUF_LOCAL out = {0};
    for (size_t at = 0; at < text.size;) {
        struct span rest = span_slice(text, at, text.size);
        uint32_t code;
        size_t size = embedded_code_point(rest, &code);
        int byte = xtext_byte(rest);
        if (size)
            add_code_point(&out, code);
        else
            buf_add_byte(&out, byte >= 0 ? (char)byte : text.data[at]);
        at += size ? size : byte >= 0 ? 3 : 1;
    }
    return arena_copy(arena, buf_span(&out));
}

struct span dsn_fields_address(struct arena *arena, struct span value)
{
    struct span text = behind_type(mime_field_unfold(arena, span_slice(value, 0, LIMIT_FIELD_BYTES)));
    return dsn_draft_address(arena, decoded(arena, text));
}

struct span dsn_fields_text(struct arena *arena, struct span value)
{
    struct span text = mime_header_text(arena, span_slice(value, 0, (size_t)2 * LIMIT_FIELD_BYTES), SPAN_NONE);
    return dsn_draft_line(arena, behind_type(text));
}

/* "5.1.1 (bad destination mailbox)": the code. */
static struct span status_of(struct arena *arena, struct span value)
{
    struct report_mail_recipient codes = {.diagnostic = dsn_fields_text(arena, value)};
    dsn_draft_codes(&codes);
    return codes.status;
}

static enum report_mail_action action_of(struct span value)
{
    static const struct {
        struct span start;
        enum report_mail_action action;
    } words[] = {
        {SPAN_LITERAL("fail"), REPORT_MAIL_FAILED},         {SPAN_LITERAL("expired"), REPORT_MAIL_FAILED},
        {SPAN_LITERAL("undeliver"), REPORT_MAIL_FAILED},    {SPAN_LITERAL("bounce"), REPORT_MAIL_FAILED},
        {SPAN_LITERAL("reject"), REPORT_MAIL_FAILED},       {SPAN_LITERAL("error"), REPORT_MAIL_FAILED},
        {SPAN_LITERAL("delay"), REPORT_MAIL_DELAYED},       {SPAN_LITERAL("deliver"), REPORT_MAIL_DELIVERED},
        {SPAN_LITERAL("success"), REPORT_MAIL_DELIVERED},   {SPAN_LITERAL("relay"), REPORT_MAIL_RELAYED},
        {SPAN_LITERAL("expand"), REPORT_MAIL_EXPANDED},
    };
    value = span_trim(value);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_starts_nocase(value, words[i].start))
            return words[i].action;
    return REPORT_MAIL_ACTION_UNKNOWN;
}

/* One recipient as its group gives it. */
struct entry {
    struct report_mail_recipient recipient;
    struct span original; /* Original-Recipient */
    struct span final;
    bool has_final;
    bool retried; /* Will-Retry-Until */
};

static enum report_mail_action action_from_status(const struct entry *entry)
{
    char class = entry->recipient.status.size ? entry->recipient.status.data[0] : '\0';
    if (class == '2')
        return REPORT_MAIL_DELIVERED;
    return class == '4' || entry->retried ? REPORT_MAIL_DELAYED : class == '5' ? REPORT_MAIL_FAILED : REPORT_MAIL_ACTION_UNKNOWN;
}

static void close_entry(struct dsn_draft *draft, struct entry *entry)
{
    struct report_mail_recipient recipient = entry->recipient;
    recipient.address = entry->original.size ? entry->original : entry->final;
    if (entry->final.size && !span_equal(entry->final, recipient.address))
        recipient.final = entry->final;
    dsn_draft_codes(&recipient);
    entry->recipient.status = recipient.status;
    if (recipient.action == REPORT_MAIL_ACTION_UNKNOWN)
        recipient.action = action_from_status(entry);
    dsn_draft_add(draft, recipient);
    *entry = (struct entry){0};
}

/* True where the field speaks of a recipient. */
static bool recipient_field(struct dsn_draft *draft, const struct mime_field *field, struct entry *entry)
{
    struct arena *arena = draft->arena;
    struct report_mail_recipient *recipient = &entry->recipient;
    if (is(field, "Final-Recipient")) {
        if (entry->has_final)
            close_entry(draft, entry);
        entry->has_final = true;
        entry->final = dsn_fields_address(arena, field->value);
    } else if (is(field, "Original-Recipient")) {
        if (entry->original.size && entry->has_final)
            close_entry(draft, entry);
        entry->original = dsn_fields_address(arena, field->value);
    } else if (is(field, "X-Actual-Recipient") && !entry->final.size) {
        entry->final = dsn_fields_address(arena, field->value);
    } else if (is(field, "Action")) {
        recipient->action = action_of(field->value);
    } else if (is(field, "Status")) {
        recipient->status = status_of(arena, field->value);
    } else if ((is(field, "Diagnostic-Code") || is(field, "Disposition")) && !recipient->diagnostic.size) {
        recipient->diagnostic = dsn_fields_text(arena, field->value);
    } else if (is(field, "Remote-MTA")) {
        recipient->remote_mta = dsn_fields_text(arena, field->value);
    } else if (is(field, "Will-Retry-Until")) {
        entry->retried = true;
    } else {
        return false;
    }
    return true;
}

static void message_field(struct dsn_draft *draft, const struct mime_field *field)
{
    struct arena *arena = draft->arena;
    struct report_mail *report = &draft->report;
    if (is(field, "Reporting-MTA"))
        report->reporting_mta = dsn_fields_text(arena, field->value);
    else if (is(field, "Received-From-MTA"))
        report->received_from = dsn_fields_text(arena, field->value);
    else if (is(field, "Original-Envelope-Id"))
        report->envelope_id = dsn_fields_text(arena, field->value);
    else if (is(field, "Arrival-Date"))
        mime_date(mime_field_unfold(arena, field->value), &report->arrival, NULL);
    else if ((is(field, "X-Original-Message-ID") || is(field, "Original-Message-ID")) && !report->original_id.size)
        report->original_id = mime_ids_one(arena, field->value);
}

void dsn_fields(struct dsn_draft *draft, struct span content)
{
    struct entry entry = {0};
    for (int group = 0; group < GROUPS && span_trim(content).size; group++) {
        struct mime_fields fields;
        mime_field_parse(draft->arena, content, &fields);
        for (size_t i = 0; i < fields.count; i++)
            if (!recipient_field(draft, &fields.field[i], &entry))
                message_field(draft, &fields.field[i]);
        if (entry.original.size || entry.final.size || entry.has_final)
            close_entry(draft, &entry);
        struct span line;
        if (fields.body.size >= content.size && !span_take_line(&fields.body, &line))
            break;
        content = fields.body;
    }
}
