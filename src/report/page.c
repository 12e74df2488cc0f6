/* Writes wrapped and aligned text to a terminal. */
#include "report/page.h"

#include "base/utf8.h"

static const char *const styles[] = {
    [PAGE_PLAIN] = "", [PAGE_BOLD] = "\033[1m", [PAGE_DIM] = "\033[2m",
    [PAGE_ALARM] = "\033[1;31m", [PAGE_WARNING] = "\033[33m", [PAGE_CALM] = "\033[1;32m",
};

static void put(const struct page *page, struct span text)
{
    if (text.size)
        fwrite(text.data, 1, text.size, page->out);
}

static void put_blanks(const struct page *page, size_t count)
{
    while (count-- > 0)
        putc(' ', page->out);
}

void page_begin(const struct page *page, enum page_style style)
{
    if (page->color && style != PAGE_PLAIN)
        fputs(styles[style], page->out);
}

void page_end(const struct page *page, enum page_style style)
{
    if (page->color && style != PAGE_PLAIN)
        fputs("\033[0m", page->out);
}

void page_gap(const struct page *page)
{
    putc('\n', page->out);
}

/* Closing punctuation that Japanese typesetting keeps at the line it closes. */
static bool stays_behind(struct span character)
{
    static const char closing[] = "、。，．」』）】〉》・：；！？ー々";
    return span_find(SPAN_LITERAL(closing), character, 0) != SIZE_MAX;
}

static struct span take_character(struct span *rest)
{
    struct span before = *rest;
    utf8_take(rest);
    return (struct span){before.data, before.size - rest->size};
}

/* Where a line that must end within `fit` bytes may be broken: the last blank, or the last edge of a wide character. */
static size_t break_before(struct span text, size_t fit)
{
    size_t best = 0;
    bool wide_before = false;
    for (struct span rest = text; rest.size && text.size - rest.size <= fit;) {
        size_t at = text.size - rest.size;
        struct span character = take_character(&rest);
        bool wide = utf8_width(character) == 2;
        bool blank = character.data[0] == ' ';
        if (at && (blank || ((wide || wide_before) && !stays_behind(character))))
            best = at;
        wide_before = wide;
    }
    return best ? best : fit;
}

struct span page_take_line(struct span *rest, unsigned columns)
{
    struct span fit = utf8_fit(*rest, columns);
    if (fit.size < rest->size) {
        if (!fit.size) {
            struct span copy = *rest;
            fit = take_character(&copy);
        }
        fit.size = break_before(*rest, fit.size);
    }
    *rest = span_slice(*rest, fit.size, SIZE_MAX);
    while (rest->size && rest->data[0] == ' ')
        *rest = span_slice(*rest, 1, SIZE_MAX);
    return fit;
}

static unsigned room(const struct page *page, unsigned indent)
{
    unsigned columns = page->columns < PAGE_COLUMNS_LEAST ? PAGE_COLUMNS_LEAST : page->columns;
    return columns > indent + PAGE_COLUMNS_LEAST / 2 ? columns - indent : PAGE_COLUMNS_LEAST / 2;
}

void page_text(const struct page *page, unsigned indent, unsigned hang, enum page_style style, struct span text)
{
    do {
        struct span line = page_take_line(&text, room(page, indent));
        put_blanks(page, line.size ? indent : 0);
        page_begin(page, style);
        put(page, line);
        page_end(page, style);
        page_gap(page);
        indent = hang;
    } while (text.size);
}

struct span page_fit(struct arena *arena, struct span text, unsigned columns)
{
    if (utf8_width(text) <= columns)
        return text;
    return arena_printf(arena, "%.*s...", SPAN_ARGS(utf8_fit(text, columns > 3 ? columns - 3 : 0)));
}

struct span page_fit_end(struct arena *arena, struct span text, unsigned columns)
{
    size_t width = utf8_width(text);
    if (width <= columns)
        return text;
    while (text.size && width > (columns > 3 ? columns - 3 : 0))
        width -= utf8_width(take_character(&text));
    return arena_printf(arena, "...%.*s", SPAN_ARGS(text));
}

void page_line(const struct page *page, unsigned indent, enum page_style style, struct span text)
{
    ARENA_LOCAL scratch = arena_open();
    put_blanks(page, indent);
    page_begin(page, style);
    put(page, page_fit(scratch, text, room(page, indent)));
    page_end(page, style);
    page_gap(page);
}

void page_field(const struct page *page, unsigned indent, unsigned label_columns, struct span label, struct span text)
{
    put_blanks(page, indent);
    page_begin(page, PAGE_DIM);
    page_cell(page, label, label_columns, false);
    page_end(page, PAGE_DIM);
    size_t wide = utf8_width(label);
    unsigned hang = indent + label_columns;
    struct span line = page_take_line(&text, room(page, wide > label_columns ? indent + (unsigned)wide : hang));
    put(page, line);
    page_gap(page);
    if (text.size)
        page_text(page, hang, hang, PAGE_PLAIN, text);
}

void page_cell(const struct page *page, struct span text, unsigned columns, bool right)
{
    size_t width = utf8_width(text), blanks = columns > width ? columns - width : 0;
    put_blanks(page, right ? blanks : 0);
    put(page, text);
    put_blanks(page, right ? 0 : blanks);
}
