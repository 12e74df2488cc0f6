/* Counting under way: messages and what was in them, by mailbox, month and kind; each different thing once a cell. */
#ifndef REPLYTRACE_EXPOSED_CELLS_H
#define REPLYTRACE_EXPOSED_CELLS_H

#include "notify/exposed.h"

enum exposed_thing { EXPOSED_THING_ADDRESS, EXPOSED_THING_NAME, EXPOSED_THING_TELEPHONE, EXPOSED_THING_POSTAL, EXPOSED_THING_FILE };

struct exposed_cells {
    struct intern *keys;          /* of cells */
    struct exposed_cell *list;    /* malloc'ed; moves */
    size_t capacity;
    struct intern *things;        /* (cell, thing, value) */
    struct intern *types;         /* (mailbox, type of file) */
    struct exposed_file_type *type_list; /* malloc'ed; moves */
    size_t type_capacity;
};

/* The four cells that something of one mail counts in: its month and kind, its month, its kind, all. */
#define EXPOSED_CELLS_OF_MAIL 4
struct exposed_spot {
    uint32_t cells[EXPOSED_CELLS_OF_MAIL];
};

void exposed_cells_open(struct exposed_cells *cells);
void exposed_cells_close(struct exposed_cells *cells); /* but for both lists */

struct exposed_spot exposed_cells_spot(struct exposed_cells *cells, uint32_t mailbox, uint32_t month, enum exposed_kind kind);
/* One mail with so many attachments and inlined files. */
void exposed_cells_mail(struct exposed_cells *cells, const struct exposed_spot *spot, uint32_t attachments, uint32_t inlined, bool ours);
/* One thing with this number; the same one again counts no more. */
void exposed_cells_thing(struct exposed_cells *cells, const struct exposed_spot *spot, enum exposed_thing thing, uint32_t value);
/* A file of this true type; the text must live as long as the result. */
void exposed_cells_type(struct exposed_cells *cells, struct arena *arena, uint32_t mailbox, struct span type);

/* Counts persons, once it is known whose the addresses are; and puts cells and types in order. */
void exposed_cells_settle(struct exposed_cells *cells, struct exposed *exposed);

#endif
