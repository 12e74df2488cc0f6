/* What judge settled about addresses and threads and no hit says: who is one person, what is a list, which mails were reused. */
#ifndef REPLYTRACE_CASE_RELATION_H
#define REPLYTRACE_CASE_RELATION_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "case/case_file.h"

/* One of several addresses of a person. */
struct case_same {
    struct span address;
    struct span stands;   /* the one that stands for all of them; it has a row of its own */
};

/* A mail of a thread that a hit of severity medium or high quotes. */
struct case_reused {
    int64_t message;
    struct span hit;      /* id of the first such hit */
};

struct case_relations {
    const struct case_same *same;      /* by address */
    size_t same_count;
    const struct span *lists;          /* addresses of open mailing lists, sorted */
    size_t list_count;
    const struct case_reused *reused;  /* by message */
    size_t reused_count;
};

/* Only case_result_write() calls it, within its transaction and on empty tables. Any order will do. */
enum outcome case_relation_write(struct case_file *file, const struct case_relations *relations, struct err *err);
/* What the last judge wrote; everything in `arena`. */
enum outcome case_relation_read(struct case_file *file, struct arena *arena, struct case_relations *ret_relations, struct err *err);

#endif
