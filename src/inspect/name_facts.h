/* What a file name hides: text turned round, two endings, an ending pushed out of sight. */
#ifndef REPLYTRACE_NAME_FACTS_H
#define REPLYTRACE_NAME_FACTS_H

#include "inspect/inspection.h"

/* Blanks in a row that no hand types. */
#define NAME_FACTS_BLANKS 8

void name_facts(struct inspection *inspection, const struct inspected_file *file);

/* Behind the last slash of either kind. */
struct span name_last_part(struct span path);

#endif
