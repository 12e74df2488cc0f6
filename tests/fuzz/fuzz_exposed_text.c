/* Fuzzes what looks for people's data in the words of a mail, and the cells that its names and addresses go to. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/utf8.h"
#include "notify/exposed_text.h"
#include "notify/notify_cells.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void address(void *context, struct span addr)
{
    (void)context;
    if (!memchr(addr.data, '@', addr.size))
        abort();
}

static void telephone(void *context, struct span digits)
{
    (void)context;
    for (size_t i = 0; i < digits.size; i++)
        if (digits.data[i] < '0' || digits.data[i] > '9')
            abort();
    if (digits.size > 15)
        abort();
}

static void postal(void *context, struct span letters)
{
    (void)context;
    if (!letters.size || !utf8_valid(letters))
        abort();
}

/* One row of one cell, whatever is in it: the end of the line is the only one, and nothing of it is computed. */
static void check_cell(struct arena *arena, struct span text)
{
    BUF_LOCAL out = {0};
    struct notify_cells cells = {&out, arena, false};
    notify_cells_text(&cells, text);
    struct span cell = buf_span(&out);
    if (!utf8_valid(cell) || span_find_byte(cell, '\n', 0) != SIZE_MAX || span_find_byte(cell, '\r', 0) != SIZE_MAX)
        abort();
    if (cell.size && strchr("=+-@\t", cell.data[cell.data[0] == '"' && cell.size > 1]))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct exposed_text *reader;
    struct err err;
    ARENA_LOCAL arena = arena_open();
    struct exposed_text_sink sink = {NULL, address, telephone, postal, 0};
    if (!reader && exposed_text_open(&reader, &err) != OUTCOME_OK)
        abort();
    struct span text = utf8_repair(arena, (struct span){(const char *)data, size});
    exposed_text_read(reader, arena, text, &sink);
    exposed_text_kana((struct span){(const char *)data, size});
    check_cell(arena, (struct span){(const char *)data, size});
    return 0;
}
