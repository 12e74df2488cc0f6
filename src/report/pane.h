/* A column of wrapped lines, so that two texts can stand side by side. */
#ifndef REPLYTRACE_PANE_H
#define REPLYTRACE_PANE_H

#include "base/arena.h"
#include "report/page.h"

struct pane_line;

struct pane {
    struct arena *arena;
    unsigned columns;   /* width, with the margin that marks take */
    struct pane_line *lines;
    size_t count, capacity;
};

struct pane pane_make(struct arena *arena, unsigned columns);
/* A wrapped paragraph of text that is already visible. */
void pane_text(struct pane *pane, enum page_style style, struct span text);
/* A body as the mail has it: its lines made visible and wrapped; what lies in the bytes from..to is marked. */
void pane_body(struct pane *pane, struct span body, size_t from, size_t to);
void pane_gap(struct pane *pane);

/* Side by side, `right` beginning behind left's columns; right may be NULL. */
void pane_print(const struct page *page, const struct pane *left, const struct pane *right);

#endif
