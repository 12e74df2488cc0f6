/* Case in, report out: one row for each format. */
#ifndef REPLYTRACE_REPORT_H
#define REPLYTRACE_REPORT_H

#include <stdbool.h>
#include <stdio.h>
#include "base/err.h"
#include "case/case_file.h"

struct report_options {
    bool color;            /* terminal only */
    unsigned columns;      /* terminal width; 0 = 80 */
    bool verbose;          /* every hit and every trouble, not the first of each group */
    const char *case_path; /* for the hint at the end; NULL = the case is not kept */
};

struct report_summary {
    size_t hits;
    bool complete;         /* at least one store, all of them read to their end, nothing failed, no note of something unread */
};

struct report_format {
    const char *name;  /* of --format */
    /* DEAD when judge never ran on this case. What was printed before a failure is no report. */
    enum outcome (*write)(struct case_file *file, const struct report_options *options, FILE *out,
                          struct report_summary *ret_summary, struct err *err);
};

/* NULL when there is none of this name. */
const struct report_format *report_find(const char *name);
/* All formats, ends with a NULL name. */
const struct report_format *report_formats(void);

/* What a report would sum up, without one; a case that was never judged has no hits. */
enum outcome report_summarise(struct case_file *file, struct report_summary *ret_summary, struct err *err);

#endif
