/* Takes reply and forward prefixes and list tags off a subject. */
#include "model/subject.h"

#include <stdint.h>
#include "base/fold.h"
#include "base/utf8.h"

#define PREFIX_BYTES_MAX 24 /* the longest prefix with its counter, as in "Réf. : Re[12]:" */
#define PREFIX_ROUNDS 50    /* "Re: Re: Re: ..." */

static const char *const prefixes[] = {
    "re", "fw", "fwd", "aw", "wg", "sv", "vs", "vb", "tr", "rv", "res", "enc", "antw", "ref", "rif", "i", "r", "odp", "pd",
    "ynt", "ilt", "返信", "転送", "返", "回复", "答复", "回覆", "转发", "轉寄", "轉發", "답장", "회신", "전달",
};

static bool blank_or(struct span text, uint32_t *ret_character, size_t *ret_size)
{
    struct span rest = text;
    if (!text.size)
        return false;
    *ret_character = utf8_take(&rest);
    *ret_size = text.size - rest.size;
    return true;
}

static struct span trim_front(struct span text)
{
    uint32_t character;
    size_t size;
    while (blank_or(text, &character, &size) && (character <= ' ' || character == 0x3000 || character == 0xA0))
        text = span_slice(text, size, text.size);
    return text;
}

/* The text behind "[2]", "^2" or "2" of a counted prefix. */
static struct span skip_counter(struct span text)
{
    size_t at = 0;
    while (at < text.size && at < 6 && memchr("[](){}^*0123456789", text.data[at], 18))
        at++;
    return span_slice(text, at, text.size);
}

static bool take_prefix(struct span *text)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        struct span prefix = span_of(prefixes[i]);
        if (!span_starts_nocase(*text, prefix))
            continue;
        struct span rest = trim_front(skip_counter(span_slice(*text, prefix.size, text->size)));
        uint32_t character;
        size_t size;
        if (blank_or(rest, &character, &size) && (character == ':' || character == 0xFF1A || character == 0xFE55)) {
            *text = span_slice(rest, size, rest.size);
            return true;
        }
    }
    return false;
}

static bool take_tag(struct span *text)
{
    size_t end = span_find_byte(*text, ']', 0);
    if (!text->size || text->data[0] != '[' || end == SIZE_MAX || end > 4 * PREFIX_BYTES_MAX || end + 1 >= text->size)
        return false;
    *text = span_slice(*text, end + 1, text->size);
    return true;
}

struct span subject_strip(struct span subject, bool *ret_reply)
{
    struct span text = trim_front(subject);
    *ret_reply = false;
    for (int round = 0; round < PREFIX_ROUNDS; round++) {
        if (take_prefix(&text))
            *ret_reply = true;
        else if (!take_tag(&text))
            break;
        text = trim_front(text);
    }
    return span_trim(text);
}

struct span subject_base(struct arena *arena, struct span subject, bool *ret_reply)
{
    return fold_text(arena, subject_strip(subject, ret_reply));
}
