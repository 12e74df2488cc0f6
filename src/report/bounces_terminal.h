/* Bounces for people: the answers first, then who, whence, when, and the lines that decide. */
#ifndef REPLYTRACE_BOUNCES_TERMINAL_H
#define REPLYTRACE_BOUNCES_TERMINAL_H

#include "report/bounces.h"

enum outcome bounces_terminal_write(struct case_file *file, const struct report_options *options, FILE *out,
                                    struct bounces_summary *ret_summary, struct err *err);

#endif
