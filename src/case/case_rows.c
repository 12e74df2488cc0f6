/* Lists as tab-separated text. */
#include "case/case_rows.h"

#include <stdio.h>
#include "model/message.h"

static const char *escape_of(char byte)
{
    switch (byte) {
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\\':
        return "\\\\";
    default:
        return NULL;
    }
}

static void field_put(struct buf *out, struct span field)
{
    size_t plain = 0;
    for (size_t i = 0; i < field.size; i++) {
        const char *escape = escape_of(field.data[i]);
        if (!escape)
            continue;
        buf_add(out, span_slice(field, plain, i - plain));
        buf_add(out, (struct span){escape, 2});
        plain = i + 1;
    }
    buf_add(out, span_slice(field, plain, field.size - plain));
}

void case_rows_put(struct buf *out, const struct span *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(out, '\t');
        field_put(out, fields[i]);
    }
    buf_add_byte(out, '\n');
}

struct span case_rows_number(int64_t number, char text[24])
{
    if (number == MESSAGE_NO_DATE)
        return SPAN_NONE;
    int size = snprintf(text, 24, "%lld", (long long)number);
    return (struct span){text, size > 0 ? (size_t)size : 0};
}

static struct span unescape(struct arena *arena, struct span field)
{
    if (span_find_byte(field, '\\', 0) == SIZE_MAX)
        return field;
    char *text = arena_alloc(arena, field.size);
    size_t size = 0;
    for (size_t i = 0; i < field.size; i++) {
        char byte = field.data[i];
        if (byte == '\\' && i + 1 < field.size) {
            byte = field.data[++i];
            byte = byte == 't' ? '\t' : byte == 'n' ? '\n' : byte;
        }
        text[size++] = byte;
    }
    return (struct span){text, size};
}

bool case_rows_take(struct span *rest, struct arena *arena, struct span *ret_fields, size_t count)
{
    if (rest->size == 0)
        return false;
    size_t end = span_find_byte(*rest, '\n', 0);
    struct span line = span_slice(*rest, 0, end);
    *rest = end == SIZE_MAX ? SPAN_NONE : span_slice(*rest, end + 1, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        size_t tab = span_find_byte(line, '\t', 0);
        ret_fields[i] = unescape(arena, span_slice(line, 0, tab));
        line = tab == SIZE_MAX ? SPAN_NONE : span_slice(line, tab + 1, SIZE_MAX);
    }
    return true;
}

size_t case_rows_count(struct span rows)
{
    size_t count = 0;
    for (size_t at = 0; at < rows.size; count++) {
        size_t end = span_find_byte(rows, '\n', at);
        at = end == SIZE_MAX ? rows.size : end + 1;
    }
    return count;
}

int64_t case_rows_date(struct span field)
{
    bool negative = field.size > 0 && field.data[0] == '-';
    int64_t number = 0;
    if (field.size == negative)
        return MESSAGE_NO_DATE;
    for (size_t i = negative; i < field.size; i++) {
        int digit = field.data[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, digit, &number))
            return MESSAGE_NO_DATE;
    }
    if (negative)
        return number;
    return number == INT64_MIN ? MESSAGE_NO_DATE : -number;
}
