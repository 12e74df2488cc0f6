/* Makes a message of a MAPI item: properties first, then what its transport headers know better. */
#include "decode/decode_mapi.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "decode/dsn_mapi.h"
#include "decode/mapi_address.h"
#include "decode/mapi_attachments.h"
#include "decode/mapi_body.h"
#include "decode/mapi_contact.h"
#include "decode/mapi_value.h"
#include "decode/mime_field.h"
#include "decode/mime_headers.h"
#include "decode/mime_note.h"
#include "decode/smime.h"

#define FLAG_READ 0x01 /* of 0E07 */
#define FLAG_UNSENT 0x08
#define FLAG_FROM_ME 0x20
#define VERB_REPLY 102
#define VERB_FORWARD 104
#define SUBJECT_PREFIX_MARK '\x01' /* then one character: the length of "Re: " and the like */

static const struct span NOT_MAIL[] = {
    SPAN_LITERAL("IPM.Contact"), SPAN_LITERAL("IPM.AbchPerson"), SPAN_LITERAL("IPM.DistList"), SPAN_LITERAL("IPM.Task"),
    SPAN_LITERAL("IPM.StickyNote"), SPAN_LITERAL("IPM.Appointment"), SPAN_LITERAL("IPM.Activity"), SPAN_LITERAL("IPM.OLE.CLASS"),
    SPAN_LITERAL("IPM.Configuration"), SPAN_LITERAL("IPM.Microsoft"), SPAN_LITERAL("IPM.Document"), SPAN_LITERAL("IPM.Rule"),
    SPAN_LITERAL("IPM.ExtendedRule"), SPAN_LITERAL("IPM.Conflict"), SPAN_LITERAL("IPC.MS"), SPAN_LITERAL("IPM.Suggested"),
    SPAN_LITERAL("IPM.Files"), SPAN_LITERAL("IPM.ToDo"),
};

/* Message classes have dots between their parts: "IPM.Task" takes "IPM.Task.X", not "IPM.TaskRequest". */
static bool class_is(struct span item_class, struct span wanted)
{
    return span_starts_nocase(item_class, wanted)
        && (item_class.size == wanted.size || item_class.data[wanted.size] == '.');
}

static uint32_t class_flags(struct span item_class)
{
    uint32_t flags = 0;
    for (size_t i = 0; i < sizeof NOT_MAIL / sizeof *NOT_MAIL; i++)
        if (class_is(item_class, NOT_MAIL[i]))
            flags |= MESSAGE_NOT_MAIL;
    if (class_is(item_class, SPAN_LITERAL("IPM.Schedule")))
        flags |= MESSAGE_CALENDAR;
    if (class_is(item_class, SPAN_LITERAL("REPORT")))
        flags |= MESSAGE_REPORT | MESSAGE_AUTOMATIC;
    if (span_starts_nocase(item_class, SPAN_LITERAL("IPM.Note.Rules.Oof"))
        || span_starts_nocase(item_class, SPAN_LITERAL("IPM.Note.Rules.Reply")))
        flags |= MESSAGE_AUTOMATIC;
    return flags;
}

static uint32_t state_flags(const struct mapi_bag *bag)
{
    uint64_t state = mapi_value_number(bag, MAPI_MESSAGE_FLAGS, 0), verb = mapi_value_number(bag, MAPI_LAST_VERB, 0);
    return (state & FLAG_READ ? (uint32_t)MESSAGE_READ : 0) | (state & FLAG_UNSENT ? (uint32_t)MESSAGE_DRAFT : 0)
        | (state & FLAG_FROM_ME ? (uint32_t)MESSAGE_SENT_COPY : 0)
        | (verb >= VERB_REPLY && verb <= VERB_FORWARD ? (uint32_t)MESSAGE_ANSWERED : 0);
}

static struct span subject_of(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    bool damaged = false;
    struct span text = mapi_value_text(arena, &item->message, MAPI_SUBJECT, item->codepage, (size_t)2 * LIMIT_FIELD_BYTES,
                                       &damaged);
    if (text.size >= 2 && text.data[0] == SUBJECT_PREFIX_MARK) {
        struct span rest = span_slice(text, 1, text.size);
        utf8_take(&rest);
        text = rest;
    }
    if (damaged)
        mime_note(arena, message, "the subject has characters without meaning in its charset");
    return utf8_cut(mapi_value_one_line(arena, text), LIMIT_FIELD_BYTES);
}

static uint64_t size_of(const struct mapi_item *item)
{
    uint64_t size = 0;
    for (size_t i = 0; i < item->message.count; i++)
        size += item->message.properties[i].value.size;
    for (size_t i = 0; i < item->attachment_count; i++)
        size += item->attachments[i].size;
    return size;
}

/* Message-ID, References and In-Reply-To stand in properties as they would in a header. */
static void threading_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    static const struct { enum mapi_id id; struct span name; } ids[] = {
        {MAPI_INTERNET_MESSAGE_ID, SPAN_LITERAL("Message-ID")}, {MAPI_INTERNET_REFERENCES, SPAN_LITERAL("References")},
        {MAPI_IN_REPLY_TO, SPAN_LITERAL("In-Reply-To")},
    };
    struct mime_field field[sizeof ids / sizeof *ids];
    struct mime_fields fields = {.field = field};
    bool damaged = false;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct span value =
            mapi_value_text(arena, &item->message, ids[i].id, item->codepage, (size_t)64 * LIMIT_FIELD_BYTES, &damaged);
        if (mapi_find(&item->message, (uint16_t)ids[i].id))
            field[fields.count++] = (struct mime_field){ids[i].name, mapi_value_one_line(arena, value)};
    }
    mime_headers_fill(arena, &fields, SPAN_NONE, message);
    message->thread_index = mapi_value_binary(&item->message, MAPI_CONVERSATION_INDEX);
}

static bool unresolved(const struct message *message)
{
    for (size_t i = 0; i < message->recipient_count; i++)
        if (message->recipients[i].kind != ADDRESS_SMTP && message->recipients[i].role != ADDRESS_BCC)
            return true;
    return message->recipient_count == 0;
}

/* The headers' To and Cc where the rows know less; a Bcc stands in the rows only. */
static void recipients_merge(struct arena *arena, const struct message *rows, struct message *message)
{
    if (!unresolved(rows) || message->recipients == rows->recipients) {
        message->recipients = rows->recipients;
        message->recipient_count = rows->recipient_count;
        return;
    }
    struct address *list = arena_array(arena, message->recipient_count + rows->recipient_count, sizeof *list);
    size_t count = message->recipient_count;
    if (count)
        memcpy(list, message->recipients, count * sizeof *list);
    for (size_t i = 0; i < rows->recipient_count; i++)
        if (rows->recipients[i].role == ADDRESS_BCC)
            list[count++] = rows->recipients[i];
    message->recipients = list;
    message->recipient_count = count;
}

/* The transport headers say what was sent; subject and recipients stay the properties' business as far as these know them. */
static void headers_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    static const struct span outlook_line = SPAN_LITERAL("Microsoft Mail Internet Headers");
    bool damaged = false;
    struct span block = mapi_value_text(arena, &item->message, MAPI_TRANSPORT_HEADERS, item->codepage,
                                        (size_t)2 * LIMIT_HEADER_BYTES, &damaged), line;
    if (span_starts_nocase(block, outlook_line))
        span_take_line(&block, &line);
    if (span_trim(block).size == 0)
        return;
    struct message before = *message;
    mime_headers(arena, block, message);
    if (before.subject.size)
        message->subject = before.subject;
    if (message->from_count == 1 && message->from[0].kind == ADDRESS_NONE && before.from_count) {
        message->from = before.from; /* a header that names nobody: Exchange writes such ones for its own users */
        message->from_count = before.from_count;
    }
    if (before.received_date != MESSAGE_NO_DATE)
        message->received_date = before.received_date;
    recipients_merge(arena, &before, message);
}

enum outcome decode_mapi(struct arena *arena, const struct mapi_item *item, uint32_t flags, unsigned depth,
                         struct message *ret_message, struct err *err)
{
    struct message message = {.date = MESSAGE_NO_DATE, .received_date = MESSAGE_NO_DATE};
    if (item->message.count == 0)
        return err_set(err, OUTCOME_DAMAGED, "the item has no properties");
    for (size_t i = 0; i < item->defect_count; i++)
        mime_note(arena, &message, "%.*s", SPAN_ARGS(item->defects[i]));
    message.item_class = mapi_value_line(arena, &item->message, MAPI_MESSAGE_CLASS, item->codepage);
    message.flags = flags | class_flags(message.item_class) | state_flags(&item->message);
    message.size = size_of(item);
    message.subject = subject_of(arena, item, &message);
    message.date = mapi_value_time(&item->message, MAPI_CLIENT_SUBMIT_TIME);
    message.received_date = mapi_value_time(&item->message, MAPI_DELIVERY_TIME);
    threading_read(arena, item, &message);
    mapi_address_read(arena, item, &message);
    headers_read(arena, item, &message);
    mapi_contact_read(arena, item, &message);
    mapi_body_read(arena, item, &message);
    mapi_attachments_read(arena, item, depth, &message);
    smime_open(arena, depth, &message);
    dsn_mapi_read(arena, item, depth, &message);
    if (message.date == MESSAGE_NO_DATE)
        message.date = message.received_date;
    *ret_message = message;
    return OUTCOME_OK;
}
