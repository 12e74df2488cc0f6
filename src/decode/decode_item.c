/* Sends a raw item to the decoder of its shape, and opens what only wraps a mail. */
#include "decode/decode_item.h"

#include "base/limits.h"
#include "decode/decode_mapi.h"
#include "decode/decode_mime.h"
#include "decode/dsn_evidence.h"
#include "decode/dsn_text.h"
#include "decode/journal.h"
#include "decode/mapi_exchange.h"
#include "decode/mapi_value.h"
#include "decode/mime_field.h"

static struct span header_block(struct arena *arena, const struct store_item *item)
{
    bool damaged = false;
    if (!item->mapi)
        return item->rfc5322;
    return mapi_value_text(arena, &item->mapi->message, MAPI_TRANSPORT_HEADERS, item->mapi->codepage, (size_t)2 * LIMIT_HEADER_BYTES,
                           &damaged);
}

static void report_read(struct arena *arena, const struct store_item *item, struct dsn_words *words, struct message *message)
{
    struct mime_fields fields;
    mime_field_parse(arena, header_block(arena, item), &fields);
    dsn_text_read(arena, words, &fields, message);
}

enum outcome decode_item(struct arena *arena, const struct store_item *item, struct dsn_words *words, struct message *ret_message,
                         struct err *err)
{
    struct message message;
    enum outcome outcome = item->mapi ? decode_mapi(arena, item->mapi, item->flags, 0, &message, err)
                                      : decode_mime(arena, item->rfc5322, item->flags, 0, &message, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (item->mapi)
        mapi_exchange_read(arena, item->mapi, &message);
    if (message.attachment_count)
        journal_open(arena, header_block(arena, item), &message);
    if (words && dsn_evidence_possible(&message))
        report_read(arena, item, words, &message);
    *ret_message = message;
    return OUTCOME_OK;
}
