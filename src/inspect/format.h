/* The contract of a format: its reader looks into one file and tells what it finds. */
#ifndef REPLYTRACE_FORMAT_H
#define REPLYTRACE_FORMAT_H

#include "inspect/inspection.h"

struct inspect_format {
    const char *type; /* as sniff_type() says; "" = nobody knows it */
    /* May make file->type finer. Every byte is hostile; costs are bounded through the inspection. */
    void (*inspect)(struct inspection *inspection, struct inspected_file *file);
};

/* NULL for a type that nobody looks into. */
const struct inspect_format *format_find(struct span type);

#endif
