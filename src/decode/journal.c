/* Opens journal reports. */
#include "decode/journal.h"

#include "base/limits.h"
#include "decode/mime_field.h"
#include "decode/mime_note.h"

/* Flags that the place gives, not the mail. */
#define PLACE_FLAGS ((uint32_t)(MESSAGE_READ | MESSAGE_ANSWERED | MESSAGE_DELETED | MESSAGE_SENT_COPY | MESSAGE_CUT))

#define LABEL_BYTES 32 /* every line of a report begins with a label of at most this length and a colon */

/* Lines of a report that name a recipient; behind the address may stand ", Expanded: list" or ", Forwarded: first recipient". */
static const struct span LABELS[] = {
    SPAN_LITERAL("Recipient:"), SPAN_LITERAL("To:"), SPAN_LITERAL("Cc:"), SPAN_LITERAL("Bcc:"),
};

struct envelope {
    struct arena *arena;
    struct address *recipients;
    size_t count;
    size_t lines; /* that name recipients */
    bool sender;  /* a Sender line was met */
    bool prose;   /* a line that no report has: words to a reader, a link */
};

/* A report carries one mail and nothing else: whoever adds a payload to it does not get it hidden behind the mail. */
static const struct message *mail_within(const struct message *message)
{
    return message->attachment_count == 1 ? message->attachments[0].embedded : NULL;
}

static bool is_report(struct arena *arena, struct span header_block)
{
    struct mime_fields fields;
    mime_field_parse(arena, header_block, &fields);
    for (size_t i = 0; i < fields.count; i++)
        if (mime_field_is(&fields.field[i], SPAN_LITERAL("X-MS-Journal-Report")))
            return true;
    return false;
}

static void recipient_add(struct envelope *envelope, struct span value)
{
    size_t comma = span_find_byte(value, ',', 0);
    struct span text = span_trim(comma == SIZE_MAX ? value : span_slice(value, 0, comma));
    if (text.size >= 2 && text.data[0] == '<' && text.data[text.size - 1] == '>')
        text = span_slice(text, 1, text.size - 2);
    struct address address = address_make(envelope->arena, SPAN_NONE, span_slice(text, 0, LIMIT_FIELD_BYTES));
    address.role = ADDRESS_BCC;
    if (address.kind != ADDRESS_SMTP)
        return;
    for (size_t i = 0; i < envelope->count; i++)
        if (span_equal(envelope->recipients[i].addr, address.addr))
            return;
    envelope->recipients[envelope->count++] = address;
}

static void line_read(struct envelope *envelope, struct span line)
{
    line = span_trim(line);
    envelope->prose |= line.size && (span_find_byte(span_slice(line, 0, LABEL_BYTES), ':', 0) == SIZE_MAX
                                     || span_find(line, SPAN_LITERAL("://"), 0) != SIZE_MAX);
    envelope->sender |= span_starts_nocase(line, SPAN_LITERAL("Sender:"));
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
        if (span_starts_nocase(line, LABELS[i]) && ++envelope->lines <= LIMIT_ADDRESSES)
            recipient_add(envelope, span_slice(line, LABELS[i].size, line.size));
}

/* Own words and quoted ones: the lines of a report look like the head of a quoted mail. */
static void report_read(const struct message *report, struct envelope *envelope)
{
    for (size_t i = 0; i < report->segment_count; i++) {
        struct span rest = report->segments[i].text, line;
        while (span_take_line(&rest, &line))
            line_read(envelope, line);
    }
}

void journal_open(struct arena *arena, struct span header_block, struct message *message)
{
    const struct message *mail = mail_within(message);
    if (!mail || !is_report(arena, header_block))
        return;
    struct envelope envelope = {.arena = arena, .count = mail->recipient_count};
    envelope.recipients = arena_array(arena, envelope.count + LIMIT_ADDRESSES, sizeof *envelope.recipients);
    if (envelope.count)
        memcpy(envelope.recipients, mail->recipients, envelope.count * sizeof *envelope.recipients);
    report_read(message, &envelope);
    if (!envelope.sender || envelope.prose)
        return;
    struct message result = *mail;
    result.flags |= message->flags & PLACE_FLAGS;
    result.recipients = envelope.recipients;
    result.recipient_count = envelope.count;
    for (size_t i = 0; i < message->defect_count; i++)
        mime_note(arena, &result, "%.*s", SPAN_ARGS(message->defects[i]));
    if (envelope.lines > LIMIT_ADDRESSES)
        mime_note_cut(arena, &result, "more than %d recipients in the journal report: limit reached", LIMIT_ADDRESSES);
    *message = result;
}
