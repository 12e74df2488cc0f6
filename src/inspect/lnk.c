/* Reads target and arguments of a shortcut. */
#include "inspect/lnk.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "inspect/cfb.h"
#include "inspect/le.h"

#define HEADER 76u
#define FLAGS_AT 20u
enum flag { /* [MS-SHLLINK] 2.1.1 */
    HAS_IDS = 1 << 0,
    HAS_INFO = 1 << 1,
    HAS_NAME = 1 << 2,
    HAS_PATH = 1 << 3,
    HAS_FOLDER = 1 << 4,
    HAS_ARGUMENTS = 1 << 5,
    HAS_ICON = 1 << 6,
    IS_UNICODE = 1 << 7,
};
#define STRING_MOST 260u /* Windows takes so many units of each string but the arguments, whatever its count says */
#define ATTRIBUTES_AT 24u
#define FOLDER 0x10u     /* the target is one: nothing is run */
#define ENVIRONMENT 0xa0000001u /* 2.5.4: a target with %VARIABLES% */

/* 2.3.1: the local path, with a NUL. */
static struct span local_path(struct span info)
{
    uint32_t at = le_u32(info, 16);
    struct span path = at ? span_slice(info, at, SIZE_MAX) : SPAN_NONE;
    return span_slice(path, 0, span_find_byte(path, '\0', 0));
}

/* 2.4: a counted string; what has no count has none. */
static struct span counted(struct arena *arena, struct span text, size_t *at, bool unicode, bool whole)
{
    size_t count = le_u16(text, *at);
    if (!whole && count > STRING_MOST)
        count = STRING_MOST;
    size_t size = unicode ? count * 2 : count;
    struct span raw = span_slice(text, *at + 2, size);
    *at += 2 + size;
    return unicode ? cfb_text(arena, raw) : utf8_repair(arena, raw);
}

/* Runs of blanks become one; true when one was long enough to hide what follows. */
static bool squeeze(struct buf *out, struct span text)
{
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool blank = text.data[i] == ' ' || text.data[i] == '\t' || text.data[i] == '\r' || text.data[i] == '\n';
        run = blank ? run + 1 : 0;
        longest = run > longest ? run : longest;
        if (run <= 1)
            buf_add_byte(out, blank ? ' ' : text.data[i]);
    }
    return longest >= LNK_PADDED;
}

static struct span environment(struct span bytes, size_t at)
{
    for (unsigned i = 0; i < 16 && at + 8 <= bytes.size; i++, at += le_u32(bytes, at)) {
        struct span target = span_slice(bytes, at + 8, 260);
        if (le_u32(bytes, at) < 8)
            break;
        if (le_u32(bytes, at + 4) == ENVIRONMENT)
            return span_slice(target, 0, span_find_byte(target, '\0', 0));
    }
    return SPAN_NONE;
}

void lnk_inspect(struct inspection *inspection, struct inspected_file *file)
{
    uint32_t flags = le_u32(file->bytes, FLAGS_AT);
    struct span info = SPAN_NONE, arguments = SPAN_NONE, path = SPAN_NONE;
    size_t at = HEADER;
    if (flags & HAS_IDS)
        at += 2 + (size_t)le_u16(file->bytes, at);
    if (flags & HAS_INFO) {
        info = span_slice(file->bytes, at, le_u32(file->bytes, at));
        at += info.size;
    }
    for (unsigned flag = HAS_NAME; flag <= HAS_ICON; flag <<= 1) {
        struct span text = flags & flag ? counted(inspection->arena, file->bytes, &at, flags & IS_UNICODE, flag == HAS_ARGUMENTS) : SPAN_NONE;
        arguments = flag == HAS_ARGUMENTS ? text : arguments;
        path = flag == HAS_PATH ? text : path;
    }
    struct span target = local_path(info);
    target = target.size ? target : environment(file->bytes, at);
    target = target.size ? target : path;
    if ((le_u32(file->bytes, ATTRIBUTES_AT) & FOLDER && !arguments.size) || (!target.size && !arguments.size))
        return;
    BUF_LOCAL command = {0};
    squeeze(&command, target);
    buf_add_byte(&command, ' ');
    bool padded = squeeze(&command, arguments);
    inspection_fact(inspection, file, ATTACHMENT_SHORTCUT,
                    arena_printf(inspection->arena, "%s%.*s", padded ? "(hidden behind blanks) " : "", SPAN_ARGS(buf_span(&command))));
}
