/* Comparing, finding and cutting borrowed runs of bytes. */
#include "base/span.h"

#include <limits.h>
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

/* Which byte of it is looked for first: letters from rare to everyday, then signs, which markup is full of. */
static size_t rarest(struct span needle)
{
    static const unsigned char ranks['z' - 'a' + 1] = {
        ['q' - 'a'] = 1, ['z' - 'a'] = 2,  ['j' - 'a'] = 3,  ['x' - 'a'] = 4,  ['k' - 'a'] = 5,  ['v' - 'a'] = 6,  ['y' - 'a'] = 7,
        ['w' - 'a'] = 8, ['b' - 'a'] = 9,  ['g' - 'a'] = 10, ['f' - 'a'] = 11, ['u' - 'a'] = 12, ['m' - 'a'] = 13, ['h' - 'a'] = 14,
        ['p' - 'a'] = 15, ['d' - 'a'] = 16, ['c' - 'a'] = 17, ['l' - 'a'] = 18, ['s' - 'a'] = 19, ['r' - 'a'] = 20, ['i' - 'a'] = 21,
        ['n' - 'a'] = 22, ['o' - 'a'] = 23, ['t' - 'a'] = 24, ['a' - 'a'] = 25, ['e' - 'a'] = 26,
    };
    size_t best = 0;
    unsigned least = UINT_MAX;
    for (size_t i = 0; i < needle.size; i++) {
        unsigned char byte = lower(needle.data[i]);
        unsigned rank = byte >= 'a' && byte <= 'z' ? ranks[byte - 'a'] : 27;
        if (rank < least) {
            least = rank;
            best = i;
        }
    }
    return best;
}

/* memchr goes from one place to the next where the rarest letter stands in either case. */
size_t span_find_nocase(struct span text, struct span needle, size_t from)
{
    if (needle.size == 0 || needle.size > text.size || from > text.size - needle.size)
        return SIZE_MAX;
    size_t anchor = rarest(needle), end = text.size - needle.size + 1 + anchor;
    unsigned char small = lower(needle.data[anchor]), large = small >= 'a' && small <= 'z' ? (unsigned char)(small - 32) : small;
    size_t small_at = next_byte(text.data, small, from + anchor, end);
    size_t large_at = large == small ? end : next_byte(text.data, large, from + anchor, end);
    while (small_at < end || large_at < end) {
        size_t at = small_at < large_at ? small_at : large_at;
        if (span_same_nocase(text.data + at - anchor, needle.data, needle.size))
            return at - anchor;
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
