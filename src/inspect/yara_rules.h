/* YARA rules of the user: compiled once, outside any cage, and carried into it by fork. */
#ifndef REPLYTRACE_YARA_RULES_H
#define REPLYTRACE_YARA_RULES_H

#include <stddef.h>
#include "base/err.h"

#define YARA_RULES_BYTES (64u * 1024 * 1024) /* one file of rules */
#define YARA_RULES_FILES 100                 /* files given */

struct YR_RULES;
struct YR_SCAN_CONTEXT;

/* What one compilation gave: all files of source together, or one file that was compiled before. */
struct yara_set {
    struct YR_RULES *rules;
    struct YR_SCAN_CONTEXT *scanner; /* made when it is first needed; NULL before */
};

struct yara_rules {
    struct yara_set *sets;
    size_t count;
};

/* Reads rules as source (includes are followed) or as `yarac` compiled them. Rules of two files may have one name. Condition may use
   `filename`, `filepath` (within the attachment) and `extension` (with its dot). DAMAGED: a file cannot be read or is wrong, with its name
   and line. A compiled file is code: libyara checks its frame here, and what it does later is done in the cage. */
enum outcome yara_rules_open(const char *const *paths, size_t count, struct yara_rules **ret_rules, struct err *err);
void yara_rules_close(struct yara_rules *rules); /* NULL is fine */

#endif
