/* One way through all mail of a case: who was in it, and what of it lay in the mailboxes. */
#ifndef REPLYTRACE_EXPOSED_WALK_H
#define REPLYTRACE_EXPOSED_WALK_H

#include "case/case_relation.h"
#include "notify/exposed_cells.h"
#include "notify/exposed_rows.h"
#include "notify/exposed_stores.h"
#include "notify/exposed_text.h"

#define EXPOSED_WALK_FORGED (1u << 31)
#define EXPOSED_WALK_REPORT (1u << 30) /* a machine wrote it about another mail */

struct exposed_walk {
    struct case_file *file;
    struct exposed *exposed;
    const struct exposed_options *options;
    struct exposed_text *text;
    const struct case_relations *relations;
    const struct exposed_store *stores; /* by id */
    size_t store_count;
    struct arena *arena;            /* of the result */
    struct intern *mailboxes;       /* addresses of the mailboxes, each with its number in mailbox_of */
    const uint32_t *mailbox_of;
    struct exposed_rows rows;
    struct exposed_cells cells;
    struct intern *nameless, *telephones, *postals, *files;
    uint32_t *marks;                /* by message id: bits of the mailboxes that held it, and those above; malloc'ed */
    size_t mark_count;
};

/* The row of an address, with what the address itself tells, or INTERN_NONE. */
uint32_t exposed_walk_row(struct exposed_walk *walk, const struct address *address);
/* Bits of a message, above. */
uint32_t exposed_walk_marks(const struct exposed_walk *walk, int64_t message);
void exposed_walk_mark(struct exposed_walk *walk, int64_t message, uint32_t bits);

/* Fills rows and cells, dates and counts of `exposed`. Of bounces and their kin only sender and recipients are looked at: what they return is
   often what a thief sent, and its recipients are strangers. Messages that lie only within others are looked at last, when it is known which of
   those were exposed. */
enum outcome exposed_walk_all(struct exposed_walk *walk, struct err *err);

#endif
