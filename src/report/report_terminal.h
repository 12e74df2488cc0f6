/* The report for people: verdict first, then suspects, hits, and what could not be read. */
#ifndef REPLYTRACE_REPORT_TERMINAL_H
#define REPLYTRACE_REPORT_TERMINAL_H

#include "report/report.h"

/* In the language of the locale; nothing that a mail says reaches `out` unescaped. */
enum outcome report_terminal_write(struct case_file *file, const struct report_options *options, FILE *out,
                                   struct report_summary *ret_summary, struct err *err);

#endif
