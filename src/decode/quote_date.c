/* Finds date and time in one line of text by the shape of its numbers. */
#include "decode/quote_date.h"

#include <stdint.h>
#include "decode/quote_line.h"

static bool digit(struct span text, size_t at)
{
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

static size_t digits(struct span text, size_t at)
{
    size_t count = 0;
    while (digit(text, at + count))
        count++;
    return count;
}

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Size of d/m/y, y-m-d, d.m.y or 年月日 at `at`, where `first` digits stand; 0 = no date. */
static size_t triple_size(struct span text, size_t at, size_t first)
{
    static const char *const marks[] = {"/", "-", ".", "年", "년 ", "년", ". "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (at + first >= text.size || marks[i][0] != text.data[at + first])
            continue;
        struct span mark = span_of(marks[i]);
        if (!span_starts(span_slice(text, at + first, mark.size), mark))
            continue;
        size_t second_at = at + first + mark.size, second = digits(text, second_at);
        if (second < 1 || second > 2)
            continue;
        size_t third_at = second_at + second;
        struct span rest = span_slice(text, third_at, text.size);
        size_t gap = span_starts(rest, SPAN_LITERAL("月")) || span_starts(rest, SPAN_LITERAL("월")) ? 3
            : rest.size && strchr("/-.", rest.data[0]) && rest.data[0] ? 1 : 0;
        while (gap && gap < rest.size && rest.data[gap] == ' ')
            gap++;
        size_t third = digits(text, third_at + gap);
        if (gap && third >= 1 && third <= 4 && first <= 4)
            return first + mark.size + second + gap + third;
    }
    return 0;
}

static size_t time_size(struct span text, size_t at, size_t first)
{
    if (first > 2)
        return 0;
    struct span rest = span_slice(text, at + first, text.size);
    size_t mark = rest.size && (rest.data[0] == ':' || rest.data[0] == '.' || rest.data[0] == 'h') ? 1
        : span_starts(rest, SPAN_LITERAL("：")) || span_starts(rest, SPAN_LITERAL("時")) ? 3 : 0;
    if (!mark || digits(text, at + first + mark) != 2)
        return 0;
    size_t size = first + mark + 2;
    if (at + size < text.size && text.data[at + size] == ':' && digits(text, at + size + 1) == 2)
        size += 3;
    return size;
}

static bool year(struct span text, size_t at, size_t count)
{
    return count == 4 && (text.data[at] == '1' || text.data[at] == '2') && (text.data[at + 1] == '9' || text.data[at + 1] == '0')
        && !(at > 0 && (text.data[at - 1] == '+' || text.data[at - 1] == '-'));
}

/* What belongs to the time behind it: AM, zones, weekdays in brackets or glued, particles and commas. */
static size_t tail_size(struct span rest)
{
    static const char *const words[] = {"AM", "PM", "am", "pm", "a.m.", "p.m.", "Uhr", "uhr", "UTC", "GMT", "JST", "EST", "EDT",
        "PST", "PDT", "CET", "CEST", "MEZ", "МСК", "日", "일", "年", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日",
        "土曜日", "日曜日", "時", "分", "г.", "に", "hrs", "h", "星期", "周", "下午", "上午"};
    if (rest.size && (rest.data[0] == '+' || rest.data[0] == '-') && digits(rest, 1) >= 2) {
        size_t size = 1 + digits(rest, 1);
        return size < rest.size && rest.data[size] == ':' ? size + 1 + digits(rest, size + 1) : size;
    }
    if (rest.size && rest.data[0] == '(') {
        size_t close = span_find_byte(span_slice(rest, 0, 40), ')', 0);
        return close != SIZE_MAX && span_find_byte(span_slice(rest, 0, close), '@', 0) == SIZE_MAX && close <= 16 ? close + 1 : 0;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!rest.size || words[i][0] != rest.data[0])
            continue;
        struct span word = span_of(words[i]);
        if (span_starts(rest, word) && !(word.size < rest.size && letter(rest.data[word.size]) && letter(word.data[0])))
            return word.size;
    }
    return 0;
}

static size_t date_end(struct span text, size_t end)
{
    for (;;) {
        struct span rest = span_slice(text, end, text.size);
        struct span trimmed = quote_line_trim(rest);
        size_t gap = trimmed.size ? (size_t)(trimmed.data - rest.data) : 0;
        size_t size = tail_size(trimmed);
        if (!size)
            return end;
        end += gap + size;
    }
}

struct quote_date quote_date_find(struct span text)
{
    struct quote_date date = {.digit = SIZE_MAX, .start = SIZE_MAX};
    for (size_t at = 0, count; at < text.size; at += count ? count : 1) {
        count = digits(text, at);
        if (!count)
            continue;
        if (date.digit == SIZE_MAX)
            date.digit = at;
        size_t triple = triple_size(text, at, count), time = triple ? 0 : time_size(text, at, count);
        bool is_year = !triple && !time && year(text, at, count);
        date.full |= triple || is_year;
        date.time |= time > 0;
        if (!triple && !time && !is_year)
            continue;
        count = triple ? triple : time ? time : count;
        if (date.start == SIZE_MAX)
            date.start = at;
        date.end = date_end(text, at + count);
        count = date.end - at;
    }
    return date;
}
