/* Draws one line: the bar, mails read, and the store at work. */
#include "cmd/progress.h"

#include <stdio.h>
#include "base/arena.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "cmd/terminal.h"

#define BAR_CELLS 24
#define COLUMNS_UNKNOWN 80

struct progress progress_begin(void)
{
    return (struct progress){.active = terminal_is(stderr)};
}

static struct span bar(struct arena *arena, const struct scan_progress *at)
{
    double share = at->bytes_all ? (double)at->bytes_done / (double)at->bytes_all : 0;
    if (share > 1)
        share = 1;
    char cells[BAR_CELLS + 1] = "";
    for (int i = 0; i < BAR_CELLS; i++)
        cells[i] = i < (int)(share * BAR_CELLS) ? '#' : '.';
    return arena_printf(arena, "[%s] %3.0f %%", cells, 100 * share);
}

void progress_draw(void *context, const struct scan_progress *at)
{
    struct progress *progress = context;
    if (!progress->active)
        return;
    ARENA_LOCAL arena = arena_open();
    unsigned columns = terminal_columns(stderr);
    struct span path = utf8_visible(arena, span_of(at->path));
    struct span line = arena_printf(arena, _("%.*s  %llu mails, %zu of %zu stores  %.*s"), SPAN_ARGS(bar(arena, at)),
                                    (unsigned long long)at->read, at->stores_done, at->stores_all, SPAN_ARGS(path));
    line = utf8_fit(line, (columns ? columns : COLUMNS_UNKNOWN) - 1);
    fprintf(stderr, "\r%.*s\033[K", SPAN_ARGS(line));
    fflush(stderr);
    progress->drawn = true;
}

void progress_end(struct progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
