/* What `replytrace inspect` prints: one file after the other, for people or as jsonl. */
#ifndef REPLYTRACE_INSPECTED_H
#define REPLYTRACE_INSPECTED_H

#include <stdbool.h>
#include "model/attachment.h"
#include "report/page.h"

struct inspected_report {
    struct page page;
    bool jsonl;
};

struct inspected_summary {
    bool telling;    /* something that people should know before they open it */
    bool incomplete; /* something was not looked at */
};

/* One file with, where it is a mail, its attachments and those of mails within it. Adds to *summary. */
void inspected_print(const struct inspected_report *report, struct span path, const struct attachment *file,
                     struct inspected_summary *summary);
/* A file that could not be read. */
void inspected_print_failure(const struct inspected_report *report, struct span path, struct span why);

#endif
