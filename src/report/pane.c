/* Wraps text into a column and prints one or two columns. */
#include "report/pane.h"

#include "base/buf.h"
#include "base/utf8.h"

#define MARGIN 2 /* "= " in front of a line with a mark: seen without colours too */
#define LINES_FIRST 64

struct pane_line {
    struct span text;
    enum page_style style;
    size_t mark_from, mark_to; /* bytes of text; equal = no mark */
};

struct pane pane_make(struct arena *arena, unsigned columns)
{
    return (struct pane){.arena = arena, .columns = columns};
}

static void add(struct pane *pane, struct pane_line line)
{
    if (pane->count == pane->capacity) {
        size_t capacity = pane->capacity ? 2 * pane->capacity : LINES_FIRST;
        struct pane_line *lines = arena_array(pane->arena, capacity, sizeof *lines);
        for (size_t i = 0; i < pane->count; i++)
            lines[i] = pane->lines[i];
        pane->lines = lines;
        pane->capacity = capacity;
    }
    pane->lines[pane->count++] = line;
}

static size_t clamp(size_t value, size_t from, size_t size)
{
    size_t inside = value > from ? value - from : 0;
    return inside > size ? size : inside;
}

static void add_wrapped(struct pane *pane, enum page_style style, struct span text, size_t mark_from, size_t mark_to)
{
    struct span rest = text;
    do {
        size_t at = text.size - rest.size;
        struct span line = page_take_line(&rest, pane->columns > MARGIN ? pane->columns - MARGIN : 1);
        size_t from = clamp(mark_from, at, line.size), to = clamp(mark_to, at, line.size);
        add(pane, (struct pane_line){line, style, from, to > from ? to : from});
    } while (rest.size);
}

void pane_text(struct pane *pane, enum page_style style, struct span text)
{
    add_wrapped(pane, style, text, 0, 0);
}

void pane_gap(struct pane *pane)
{
    add(pane, (struct pane_line){SPAN_NONE, PAGE_PLAIN, 0, 0});
}

void pane_body(struct pane *pane, struct span body, size_t from, size_t to)
{
    struct span rest = body, line;
    for (size_t at = 0; span_take_line(&rest, &line); at = body.size - rest.size) {
        size_t first = clamp(from, at, line.size), last = clamp(to, at, line.size);
        BUF_LOCAL text = {0};
        buf_add(&text, utf8_visible(pane->arena, span_slice(line, 0, first)));
        size_t mark_from = text.size;
        buf_add(&text, utf8_visible(pane->arena, span_slice(line, first, last - first)));
        size_t mark_to = text.size;
        buf_add(&text, utf8_visible(pane->arena, span_slice(line, last, SIZE_MAX)));
        add_wrapped(pane, PAGE_PLAIN, arena_copy(pane->arena, buf_span(&text)), mark_from, mark_to);
    }
}

static void print_piece(const struct page *page, enum page_style style, struct span text)
{
    page_begin(page, style);
    page_cell(page, text, 0, false);
    page_end(page, style);
}

static void print_line(const struct page *page, const struct pane_line *line)
{
    bool marked = line->mark_to > line->mark_from;
    page_cell(page, marked ? SPAN_LITERAL("=") : SPAN_NONE, MARGIN, false);
    print_piece(page, line->style, span_slice(line->text, 0, line->mark_from));
    if (marked)
        print_piece(page, PAGE_WARNING, span_slice(line->text, line->mark_from, line->mark_to - line->mark_from));
    print_piece(page, line->style, span_slice(line->text, line->mark_to, SIZE_MAX));
}

void pane_print(const struct page *page, const struct pane *left, const struct pane *right)
{
    static const struct pane_line empty;
    size_t count = right && right->count > left->count ? right->count : left->count;
    for (size_t i = 0; i < count; i++) {
        const struct pane_line *line = i < left->count ? &left->lines[i] : &empty;
        bool beside = right && i < right->count && right->lines[i].text.size;
        if (line->text.size || beside)
            print_line(page, line);
        if (beside) {
            size_t width = MARGIN + utf8_width(line->text);
            page_cell(page, SPAN_NONE, width < left->columns ? left->columns - (unsigned)width : 0, false);
            page_cell(page, SPAN_LITERAL(" |"), 2, false);
            print_line(page, &right->lines[i]);
        }
        page_gap(page);
    }
}
