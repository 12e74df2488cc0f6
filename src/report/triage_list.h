/* Lists what people decided about the hits of a case. */
#ifndef REPLYTRACE_TRIAGE_LIST_H
#define REPLYTRACE_TRIAGE_LIST_H

#include "report/report.h"

/* By id. Also decisions about hits that the case does not have any more: where their mail comes back, they hold. */
enum outcome triage_list(struct case_file *file, const struct report_options *options, FILE *out, struct err *err);

#endif
