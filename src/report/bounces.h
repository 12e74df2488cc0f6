/* `replytrace bounces`: did it leave us, through which account and machine, since when, to how many. */
#ifndef REPLYTRACE_BOUNCES_H
#define REPLYTRACE_BOUNCES_H

#include "report/bounce_data.h"
#include "report/report.h"

struct bounces_summary {
    bool left;      /* mail that its authors did not send left us, with more than low confidence */
    bool complete;  /* as of the report */
};

struct bounces_format {
    const char *name; /* of --format */
    /* DEAD when judge never ran on this case. */
    enum outcome (*write)(struct case_file *file, const struct report_options *options, FILE *out, struct bounces_summary *ret_summary,
                          struct err *err);
};

/* NULL when there is none of this name. */
const struct bounces_format *bounces_find(const char *name);

/* The first sentence of the answer, in the reader's language; static. */
const char *bounces_answer(const struct bounce_data *data);
/* What an origin is called; static, translated. */
const char *bounces_origin_title(struct span origin);

#endif
