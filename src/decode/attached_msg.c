/* Opens attached .msg files. */
#include "decode/attached_msg.h"

#include "base/limits.h"
#include "decode/decode_mapi.h"
#include "decode/mime_note.h"
#include "store/msg/msg_file.h"

bool attached_msg_is(struct span content)
{
    return span_starts(content, SPAN_LITERAL("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

struct message *attached_msg_open(struct arena *arena, struct span content, unsigned depth, struct message *holder)
{
    const struct mapi_item *item;
    struct message *within = arena_alloc(arena, sizeof *within);
    if (depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(arena, holder, "a compound file attached at depth %u is not opened: limit reached", depth + 1);
        return NULL;
    }
    if (msg_file_parse(arena, content, &item, NULL) != OUTCOME_OK
        || decode_mapi(arena, item, 0, depth + 1, within, NULL) != OUTCOME_OK)
        return NULL;
    return within;
}
