/* Cuts .emlx files. */
#include "store/emlx.h"

#include "model/message.h"

#define DIGITS_MAX 12
#define LINE_MAX_BYTES 32 /* the number is padded with blanks */

/* Bits of "flags" in the property list, as Apple Mail writes them. */
enum emlx_flag { EMLX_READ = 1, EMLX_DELETED = 2, EMLX_ANSWERED = 4, EMLX_DRAFT = 64 };

static bool number_take(struct span text, uint64_t *ret_number)
{
    uint64_t number = 0;
    if (text.size == 0 || text.size > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(text.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

bool emlx_head(struct span head, struct span *ret_rest, uint64_t *ret_size)
{
    size_t end = span_find_byte(span_slice(head, 0, LINE_MAX_BYTES), '\n', 0);
    if (end == SIZE_MAX || !number_take(span_trim(span_slice(head, 0, end)), ret_size))
        return false;
    *ret_rest = span_slice(head, end + 1, head.size);
    return true;
}

static uint32_t flags_of(struct span list)
{
    uint64_t bits;
    size_t at = span_find(list, SPAN_LITERAL("<key>flags</key>"), 0);
    size_t start = at == SIZE_MAX ? SIZE_MAX : span_find(list, SPAN_LITERAL("<integer>"), at);
    size_t end = start == SIZE_MAX ? SIZE_MAX : span_find_byte(list, '<', start + 1);
    if (end == SIZE_MAX || !number_take(span_slice(list, start + 9, end - start - 9), &bits))
        return 0;
    return (bits & EMLX_READ ? (uint32_t)MESSAGE_READ : 0) | (bits & EMLX_DELETED ? (uint32_t)MESSAGE_DELETED : 0)
        | (bits & EMLX_ANSWERED ? (uint32_t)MESSAGE_ANSWERED : 0) | (bits & EMLX_DRAFT ? (uint32_t)MESSAGE_DRAFT : 0);
}

struct span emlx_mail(struct span file, uint32_t *ret_flags)
{
    struct span rest;
    uint64_t size;
    *ret_flags = 0;
    if (!emlx_head(file, &rest, &size))
        return file;
    if (size > rest.size)
        return rest;
    struct span list = span_slice(rest, (size_t)size, rest.size);
    if (span_trim(list).size && !span_starts(span_trim(list), SPAN_LITERAL("<?xml")))
        return rest;
    *ret_flags = flags_of(list);
    return span_slice(rest, 0, (size_t)size);
}
