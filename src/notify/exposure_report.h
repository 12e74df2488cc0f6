/* The answer to "what did the thief of this mailbox get?", for people and for programs. */
#ifndef REPLYTRACE_EXPOSURE_REPORT_H
#define REPLYTRACE_EXPOSURE_REPORT_H

#include <stdio.h>
#include "notify/exposed.h"
#include "report/report.h"

/* In the reader's language. */
void exposure_report_terminal(const struct exposed *exposed, const struct report_options *options, FILE *out);
/* A line for each mailbox and each cell of its numbers: FORMATS.md. */
void exposure_report_jsonl(const struct exposed *exposed, FILE *out);

#endif
