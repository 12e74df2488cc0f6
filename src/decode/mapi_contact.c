/* Reads the addresses of contacts by the store's own ids for them. */
#include "decode/mapi_contact.h"

#include "base/limits.h"
#include "decode/mapi_entry_id.h"
#include "decode/mapi_value.h"
#include "decode/mime_note.h"
#include "store/pst/pst_bytes.h"

struct people {
    struct address *list;
    size_t count, room;
};

static bool class_starts(const struct message *message, const char *wanted)
{
    return span_starts_nocase(message->item_class, span_of(wanted));
}

/* The name of the contact itself rather than what one of its addresses shows: "Taro Yamada (taro@aoba.example)". */
static struct span name_of(struct arena *arena, const struct mapi_item *item, const struct message *message, enum mapi_id shown)
{
    struct span name = mapi_value_line(arena, &item->message, MAPI_DISPLAY_NAME, item->codepage);
    if (!name.size)
        name = message->subject;
    return name.size || !shown ? name : mapi_value_line(arena, &item->message, shown, item->codepage);
}

/* The address; where Exchange keeps its own name there, the SMTP address that was shown first, or that of the entry id. */
static struct address email_of(struct arena *arena, const struct mapi_item *item, const struct message *message,
                               const struct mapi_names_email *ids)
{
    struct span name = name_of(arena, item, message, (enum mapi_id)ids->shown), shown;
    struct address address = address_make(arena, name, mapi_value_line(arena, &item->message, (enum mapi_id)ids->address, item->codepage));
    if (address.kind == ADDRESS_SMTP)
        return address;
    struct span original = mapi_value_line(arena, &item->message, (enum mapi_id)ids->original, item->codepage);
    if (address_in_text(arena, original, &shown, 1))
        return address_make(arena, name, shown);
    struct address entry = mapi_entry_id_person(arena, mapi_value_binary(&item->message, (enum mapi_id)ids->entry), item->codepage);
    return entry.kind == ADDRESS_SMTP || address.kind == ADDRESS_NONE ? address_make(arena, name, entry.addr) : address;
}

static void add(struct people *people, struct address address)
{
    for (size_t i = 0; i < people->count; i++)
        if (span_equal(people->list[i].addr, address.addr))
            return;
    address.role = ADDRESS_TO;
    if (people->count < people->room)
        people->list[people->count++] = address;
}

static void contact_add(struct arena *arena, const struct mapi_item *item, const struct message *message, struct people *people)
{
    for (size_t i = 0; item->names && i < MAPI_NAMES_EMAILS; i++) {
        if (!item->names->email[i].address)
            continue;
        struct address address = email_of(arena, item, message, &item->names->email[i]);
        if (address.kind != ADDRESS_NONE)
            add(people, address);
    }
    struct span name = name_of(arena, item, message, (enum mapi_id)0);
    if (!people->count && name.size)
        add(people, address_make(arena, name, SPAN_NONE));
}

/* The members of a list as one-off entry ids: each bears its name and address. */
static void members_add(struct arena *arena, const struct mapi_item *item, struct message *message, struct people *people)
{
    const struct mapi_property *property = item->names && item->names->one_offs ? mapi_find(&item->message, item->names->one_offs) : NULL;
    if (!property || property->type != MAPI_BINARIES)
        return;
    uint32_t listed = pst_bytes_u32(property->value, 0);
    for (size_t i = 0; i < listed && i < LIMIT_ADDRESSES && people->count < people->room; i++) {
        size_t from = pst_bytes_u32(property->value, 4 + 4 * i), to = i + 1 < listed ? pst_bytes_u32(property->value, 8 + 4 * i) : property->value.size;
        struct span entry = from < to ? span_slice(property->value, from, to - from) : SPAN_NONE;
        struct address address = mapi_entry_id_person(arena, entry, item->codepage);
        if (address.kind != ADDRESS_NONE)
            add(people, address);
    }
    if (listed > LIMIT_ADDRESSES)
        mime_note_cut(arena, message, "only the first %d of %u members are read: limit reached", LIMIT_ADDRESSES, listed);
}

void mapi_contact_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    bool contact = class_starts(message, "IPM.Contact") || class_starts(message, "IPM.AbchPerson"), list = class_starts(message, "IPM.DistList");
    if (!contact && !list)
        return;
    size_t room = message->recipient_count + (list ? LIMIT_ADDRESSES : MAPI_NAMES_EMAILS + 1);
    struct people people = {arena_array(arena, room, sizeof *people.list), 0, room};
    for (size_t i = 0; i < message->recipient_count; i++)
        people.list[people.count++] = message->recipients[i];
    if (contact)
        contact_add(arena, item, message, &people);
    else
        members_add(arena, item, message, &people);
    message->recipients = people.list;
    message->recipient_count = people.count;
}
