/* Comparing, finding and cutting borrowed runs of bytes. */
#include "base/span.h"

#include <stdint.h>

static unsigned char lower(char byte)
{
    unsigned char value = (unsigned char)byte;
    return value >= 'A' && value <= 'Z' ? (unsigned char)(value + 32) : value;
}

bool span_same_nocase(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool span_ends_nocase(struct span text, struct span suffix)
{
    return suffix.size <= text.size && suffix.size > 0
        && span_same_nocase(text.data + (text.size - suffix.size), suffix.data, suffix.size);
}

int span_compare(struct span a, struct span b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

size_t span_find(struct span text, struct span needle, size_t from)
{
    if (needle.size == 0 || from >= text.size || needle.size > text.size - from)
        return SIZE_MAX;
    const char *found = memmem(text.data + from, text.size - from, needle.data, needle.size);
    return found ? (size_t)(found - text.data) : SIZE_MAX;
}

/* The first `byte` in [from, end), or `end`. */
static size_t next_byte(const char *text, unsigned char byte, size_t from, size_t end)
{
    const char *found = from < end ? memchr(text + from, byte, end - from) : NULL;
    return found ? (size_t)(found - text) : end;
}

/* memchr goes from one place to the next where the first letter stands in either case. */
size_t span_find_nocase(struct span text, struct span needle, size_t from)
{
    if (needle.size == 0 || needle.size > text.size)
        return SIZE_MAX;
    unsigned char small = lower(needle.data[0]), large = small >= 'a' && small <= 'z' ? (unsigned char)(small - 32) : small;
    size_t end = text.size - needle.size + 1;
    size_t small_at = next_byte(text.data, small, from, end), large_at = large == small ? end : next_byte(text.data, large, from, end);
    while (small_at < end || large_at < end) {
        size_t at = small_at < large_at ? small_at : large_at;
        if (span_same_nocase(text.data + at, needle.data, needle.size))
            return at;
        if (at == small_at)
            small_at = next_byte(text.data, small, at + 1, end);
        else
            large_at = next_byte(text.data, large, at + 1, end);
    }
    return SIZE_MAX;
}

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct span span_trim(struct span text)
{
    while (text.size && blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size && blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

bool span_take_line(struct span *rest, struct span *ret_line)
{
    if (rest->size == 0)
        return false;
    const char *start = rest->data;
    const char *feed = memchr(start, '\n', rest->size);
    size_t line = feed ? (size_t)(feed - start) : rest->size;
    const char *carriage = memchr(start, '\r', line);
    size_t taken = feed ? line + 1 : line;
    if (carriage) {
        line = (size_t)(carriage - start);
        bool pair = line + 1 < rest->size && start[line + 1] == '\n';
        taken = line + (pair ? 2 : 1);
    }
    *ret_line = (struct span){start, line};
    *rest = (struct span){start + taken, rest->size - taken};
    return true;
}
