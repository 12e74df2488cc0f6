/* Pairs DN and SMTP address of the people of a MAPI item. */
#include "decode/mapi_exchange.h"

#include "base/limits.h"
#include "decode/mapi_address.h"

struct pairs {
    struct arena *arena;
    const struct mapi_item *item;
    struct exchange_name *list;
    size_t count;
};

static void pair_add(struct pairs *pairs, const struct mapi_bag *bag, enum mapi_who who)
{
    struct mapi_person person = mapi_address_person(pairs->arena, bag, who, pairs->item->codepage);
    const struct address *forms[] = {&person.smtp, &person.plain, &person.entry};
    struct exchange_name name = {SPAN_NONE, SPAN_NONE};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i]->kind == ADDRESS_SMTP && !name.smtp.size)
            name.smtp = forms[i]->addr;
        if (forms[i]->kind == ADDRESS_EX && !name.dn.size)
            name.dn = forms[i]->addr;
    }
    if (pairs->count < LIMIT_ADDRESSES && exchange_name_valid(&name))
        pairs->list[pairs->count++] = name;
}

void mapi_exchange_read(struct arena *arena, const struct mapi_item *item, struct message *message)
{
    size_t rows = item->recipient_count < LIMIT_ADDRESSES ? item->recipient_count : LIMIT_ADDRESSES;
    if (message->flags & MESSAGE_TRANSPORT_HEADERS)
        return;
    struct pairs pairs = {arena, item, arena_array(arena, rows + MAPI_WHO_ROW, sizeof *pairs.list), 0};
    for (enum mapi_who who = MAPI_WHO_SENDER; who < MAPI_WHO_ROW; who++)
        pair_add(&pairs, &item->message, who);
    for (size_t i = 0; i < rows; i++)
        pair_add(&pairs, &item->recipients[i], MAPI_WHO_ROW);
    message->exchange_names = pairs.list;
    message->exchange_name_count = pairs.count;
}
