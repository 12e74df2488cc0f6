/* Case in, report out: one row for each format. */
#ifndef REPLYTRACE_REPORT_H
#define REPLYTRACE_REPORT_H

#include <stdbool.h>
#include <stdio.h>
#include "base/err.h"
#include "case/case_file.h"

struct report_options {
    bool color;        /* terminal only */
    unsigned columns;  /* terminal width; 0 = 80 */
    bool verbose;      /* every hit and every trouble, not the first of each group */
};

struct report_summary {
    size_t hits;
    bool complete;
};

struct report_format {
    const char *name;  /* of --format */
    enum outcome (*write)(struct case_file *file, const struct report_options *options, FILE *out,
                          struct report_summary *ret_summary, struct err *err);
};

/* NULL when there is none of this name. */
const struct report_format *report_find(const char *name);
/* All formats, ends with a NULL name. */
const struct report_format *report_formats(void);

#endif
