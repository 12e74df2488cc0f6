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

static bool called_msg(const struct attachment *attachment)
{
    return span_ends_nocase(attachment->name, SPAN_LITERAL(".msg"))
        || span_equal_nocase(attachment->declared_type, SPAN_LITERAL("application/vnd.ms-outlook"));
}

void attached_msg_open(struct arena *arena, unsigned depth, struct message *holder, struct attachment *attachment)
{
    const struct mapi_item *item;
    struct message *within = arena_alloc(arena, sizeof *within);
    struct err err;
    if (depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(arena, holder, "a compound file attached at depth %u is not opened: limit reached", depth + 1);
        return;
    }
    enum outcome outcome = attachment->cut ? err_set(&err, OUTCOME_DAMAGED, "it is cut")
                                           : msg_file_parse(arena, attachment->content, &item, &err);
    if (outcome == OUTCOME_OK)
        outcome = decode_mapi(arena, item, 0, depth + 1, within, &err);
    if (outcome == OUTCOME_OK)
        attachment->embedded = within;
    else if (called_msg(attachment))
        mime_note(arena, holder, "an attached .msg cannot be read: %s", err.text);
}
