/* The report as data: one JSON object a line, described field by field in FORMATS.md. */
#ifndef REPLYTRACE_REPORT_JSONL_H
#define REPLYTRACE_REPORT_JSONL_H

#include "report/report.h"

/* Always English, UTF-8, times in UTC; the same case gives the same bytes. */
enum outcome report_jsonl_write(struct case_file *file, const struct report_options *options, FILE *out,
                                struct report_summary *ret_summary, struct err *err);

#endif
