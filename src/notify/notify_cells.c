/* Puts cells between commas. */
#include "notify/notify_cells.h"

#include <inttypes.h>
#include "base/utf8.h"

#define BOM "\xEF\xBB\xBF"

struct notify_cells notify_cells_open(struct buf *out, struct arena *arena, const char *const *titles, size_t count)
{
    struct notify_cells cells = {out, arena, false};
    buf_add(out, SPAN_LITERAL(BOM));
    for (size_t i = 0; i < count; i++)
        notify_cells_text(&cells, span_of(titles[i]));
    notify_cells_end(&cells);
    return cells;
}

/* Blanks in front do not save a cell: some programs trim what they import. */
static bool computed(struct span text)
{
    while (text.size) {
        uint32_t character = utf8_take(&text);
        switch (character) {
        case ' ': case '\t': case '\r': case '\n': case 0xA0: case 0x3000:
            continue;
        case '=': case '+': case '-': case '@': case 0xFF1D: case 0xFF0B: case 0xFF0D: case 0xFF20: case 0x2212:
            return true;
        default:
            return false;
        }
    }
    return false;
}

/* 0312345678, 1/2, 1.10, 3E5: a spreadsheet program makes a number or a date of it, and the zero in front is gone. */
static bool reckoned(struct span text)
{
    bool digits = false;
    for (size_t i = 0; i < text.size; i++) {
        if (!text.data[i] || !strchr("0123456789.,/:-Ee ", text.data[i]))
            return false;
        digits |= text.data[i] >= '0' && text.data[i] <= '9';
    }
    return digits;
}

static void put_text(struct notify_cells *cells, struct span text, bool found)
{
    if (cells->begun)
        buf_add_byte(cells->out, ',');
    cells->begun = true;
    bool formula = computed(text) || (found && reckoned(text)), quoted = formula;
    for (size_t i = 0; i < text.size && !quoted; i++)
        quoted = strchr(",;\"'\r\n\t ", text.data[i]) != NULL;
    if (quoted)
        buf_add_byte(cells->out, '"');
    if (formula)
        buf_add_byte(cells->out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            buf_add_byte(cells->out, '"');
        buf_add_byte(cells->out, text.data[i]);
    }
    if (quoted)
        buf_add_byte(cells->out, '"');
}

void notify_cells_text(struct notify_cells *cells, struct span text)
{
    put_text(cells, utf8_visible(cells->arena, utf8_repair(cells->arena, text)), false);
}

void notify_cells_found(struct notify_cells *cells, struct span text)
{
    put_text(cells, utf8_visible(cells->arena, utf8_repair(cells->arena, text)), true);
}

void notify_cells_number(struct notify_cells *cells, uint64_t number)
{
    if (cells->begun)
        buf_add_byte(cells->out, ',');
    cells->begun = true;
    buf_printf(cells->out, "%" PRIu64, number);
}

void notify_cells_end(struct notify_cells *cells)
{
    buf_add(cells->out, SPAN_LITERAL("\r\n"));
    cells->begun = false;
}
