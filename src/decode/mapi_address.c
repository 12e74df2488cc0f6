/* Reads the people of a MAPI item. */
#include "decode/mapi_address.h"

#include "base/limits.h"
#include "decode/mapi_entry_id.h"
#include "decode/mapi_value.h"
#include "decode/mime_note.h"

#define RECIPIENT_TO 1
#define RECIPIENT_CC 2
#define RECIPIENT_BCC 3
#define RECIPIENT_TYPE_MASK 0xf /* above it stand flags of resent mail */

/* Where one person's facts stand. */
struct person_ids {
    enum mapi_id name, smtp, type, address, entry;
};

static const struct person_ids IDS[] = {
    [MAPI_WHO_SENDER] = {MAPI_SENDER_NAME, MAPI_SENDER_SMTP, MAPI_SENDER_TYPE, MAPI_SENDER_ADDRESS, MAPI_SENDER_ENTRY_ID},
    [MAPI_WHO_REPRESENTED] = {MAPI_REPRESENTING_NAME, MAPI_REPRESENTING_SMTP, MAPI_REPRESENTING_TYPE, MAPI_REPRESENTING_ADDRESS,
                              MAPI_REPRESENTING_ENTRY_ID},
    [MAPI_WHO_RECEIVER] = {MAPI_RECEIVED_BY_NAME, MAPI_RECEIVED_BY_SMTP, MAPI_RECEIVED_BY_TYPE, MAPI_RECEIVED_BY_ADDRESS,
                           MAPI_RECEIVED_BY_ENTRY_ID},
    [MAPI_WHO_ROW] = {MAPI_DISPLAY_NAME, MAPI_SMTP_ADDRESS, MAPI_ADDRESS_TYPE, MAPI_EMAIL_ADDRESS, MAPI_ENTRY_ID},
};

struct mapi_person mapi_address_person(struct arena *arena, const struct mapi_bag *bag, enum mapi_who who, unsigned codepage)
{
    const struct person_ids *ids = &IDS[who];
    struct span name = mapi_value_line(arena, bag, ids->name, codepage);
    struct mapi_person person = {
        .name = name,
        .smtp = address_make(arena, name, mapi_value_line(arena, bag, ids->smtp, codepage)),
        .plain = address_make(arena, name, mapi_value_line(arena, bag, ids->address, codepage)),
        .entry = mapi_entry_id_person(arena, mapi_value_binary(bag, ids->entry), codepage),
    };
    if (name.size)
        person.entry.name = name;
    if (person.plain.kind == ADDRESS_OTHER
        && span_equal_nocase(mapi_value_line(arena, bag, ids->type, codepage), SPAN_LITERAL("EX")))
        person.plain.kind = ADDRESS_EX;
    return person;
}

/* The SMTP property first, then the address by its type, then the entry id, then whatever the address is. */
static struct address person(struct arena *arena, const struct mapi_bag *bag, enum mapi_who who, unsigned codepage)
{
    struct mapi_person found = mapi_address_person(arena, bag, who, codepage);
    if (found.smtp.kind == ADDRESS_SMTP)
        return found.smtp;
    if (found.plain.kind == ADDRESS_SMTP)
        return found.plain;
    bool entry = found.entry.kind == ADDRESS_SMTP || (found.plain.kind == ADDRESS_NONE && found.entry.kind != ADDRESS_NONE);
    return entry ? found.entry : found.plain;
}

static bool named(const struct address *address)
{
    return address->name.size || address->kind != ADDRESS_NONE;
}

static void senders_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    struct address *from = arena_alloc(arena, sizeof *from);
    struct address sender = person(arena, &item->message, MAPI_WHO_SENDER, item->codepage);
    *from = person(arena, &item->message, MAPI_WHO_REPRESENTED, item->codepage);
    if (!named(from))
        *from = sender;
    else if (from->kind == ADDRESS_NONE && span_equal(from->name, sender.name))
        *from = sender;
    if (named(from)) {
        message->from = from;
        message->from_count = 1;
    }
    if (sender.kind != ADDRESS_NONE && !span_equal(sender.addr, from->addr))
        message->sender = sender;
}

static enum address_role role_of(const struct mapi_bag *row)
{
    switch (mapi_value_number(row, MAPI_RECIPIENT_TYPE, RECIPIENT_TO) & RECIPIENT_TYPE_MASK) {
    case RECIPIENT_CC: return ADDRESS_CC;
    case RECIPIENT_BCC: return ADDRESS_BCC;
    default: return ADDRESS_TO;
    }
}

/* To, Cc, Bcc in this order, each in the order of the rows. */
static void rows_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    size_t count = item->recipient_count < LIMIT_ADDRESSES ? item->recipient_count : LIMIT_ADDRESSES, filled = 0, unnamed = 0;
    struct address *recipients = arena_array(arena, count, sizeof *recipients);
    for (enum address_role role = ADDRESS_TO; role <= ADDRESS_BCC; role++)
        for (size_t i = 0; i < item->recipient_count && filled < count; i++) {
            if (role_of(&item->recipients[i]) != role)
                continue;
            struct address address = person(arena, &item->recipients[i], MAPI_WHO_ROW, item->codepage);
            address.role = role;
            if (named(&address))
                recipients[filled++] = address;
            else
                unnamed++;
        }
    if (unnamed)
        mime_note(arena, message, "%zu recipients have neither name nor address", unnamed);
    if (count < item->recipient_count)
        mime_note_cut(arena, message, "only the first %d of %zu recipients are read: limit reached", LIMIT_ADDRESSES,
                      item->recipient_count);
    message->recipients = recipients;
    message->recipient_count = filled;
}

/* Where no row is left, the names that were shown still tell who they were: "Taro Yamada; Hanako Sato". */
static size_t shown_read(struct arena *arena, const struct mapi_item *item, enum mapi_id id, enum address_role role,
                         struct address *list, size_t count)
{
    bool damaged = false;
    struct span rest = mapi_value_text(arena, &item->message, id, item->codepage, LIMIT_HEADER_BYTES, &damaged);
    while (rest.size && count < LIMIT_ADDRESSES) {
        size_t end = span_find_byte(rest, ';', 0);
        struct span name = mapi_value_one_line(arena, span_slice(rest, 0, end == SIZE_MAX ? rest.size : end));
        rest = end == SIZE_MAX ? SPAN_NONE : span_slice(rest, end + 1, rest.size);
        struct address address = address_make(arena, name, name);
        if (address.kind != ADDRESS_SMTP)
            address = address_make(arena, name, SPAN_NONE);
        address.role = role;
        if (named(&address))
            list[count++] = address;
    }
    return count;
}

static void shown_recipients(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    if (!mapi_find(&item->message, MAPI_DISPLAY_TO) && !mapi_find(&item->message, MAPI_DISPLAY_CC)
        && !mapi_find(&item->message, MAPI_DISPLAY_BCC))
        return;
    struct address *list = arena_array(arena, LIMIT_ADDRESSES, sizeof *list);
    size_t count = shown_read(arena, item, MAPI_DISPLAY_TO, ADDRESS_TO, list, 0);
    count = shown_read(arena, item, MAPI_DISPLAY_CC, ADDRESS_CC, list, count);
    message->recipients = list;
    message->recipient_count = shown_read(arena, item, MAPI_DISPLAY_BCC, ADDRESS_BCC, list, count);
    if (message->recipient_count == LIMIT_ADDRESSES)
        mime_note_cut(arena, message, "only the first %d recipients are read: limit reached", LIMIT_ADDRESSES);
}

void mapi_address_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    senders_read(arena, item, message);
    if (!mapi_entry_id_list(arena, mapi_value_binary(&item->message, MAPI_REPLY_RECIPIENT_ENTRIES), item->codepage,
                            &message->reply_to, &message->reply_to_count))
        mime_note(arena, message, "not all addresses that answers go to can be read");
    if (item->recipient_count)
        rows_read(arena, item, message);
    else
        shown_recipients(arena, item, message);
}
