/* Bounces as JSON lines: what all of them say, our servers, each report. */
#ifndef REPLYTRACE_JSONL_BOUNCE_H
#define REPLYTRACE_JSONL_BOUNCE_H

#include "report/bounce_data.h"
#include <stdio.h>

/* Nothing where there is no report; FORMATS.md documents the lines. */
enum outcome jsonl_bounce_print(FILE *out, struct case_file *file, const struct bounce_data *data, struct err *err);

#endif
