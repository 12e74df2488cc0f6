/* Files from disk and the table of labelled attachments, for tests of inspection. */
#ifndef REPLYTRACE_INSPECTED_H
#define REPLYTRACE_INSPECTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "base/buf.h"
#include "inspect/inspect.h"

/* False when it is not there. */
static inline bool inspected_read(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t got;
    do {
        buf_reserve(out, 65536);
        got = fread(out->data + out->size, 1, 65536, file);
        out->size += got;
    } while (got);
    fclose(file);
    return true;
}

/* Columns of ../shared/data/attachments/labels.tsv. */
enum inspected_column {
    INSPECTED_FILE, INSPECTED_KIND, INSPECTED_ENCRYPTED, INSPECTED_MACROS, INSPECTED_PASSWORD, INSPECTED_SOURCE, INSPECTED_BASIS,
    INSPECTED_COLUMNS
};

static inline void inspected_columns(struct span line, struct span ret_columns[INSPECTED_COLUMNS])
{
    for (size_t i = 0; i < INSPECTED_COLUMNS; i++) {
        size_t end = span_find_byte(line, '\t', 0);
        ret_columns[i] = span_slice(line, 0, end);
        line = end == SIZE_MAX ? SPAN_NONE : span_slice(line, end + 1, SIZE_MAX);
    }
}

/* The whole table. Skips the test where it is not there; nothing may be open by then. */
static inline void inspected_labels(struct buf *out)
{
    if (inspected_read(SHARED "/data/attachments/labels.tsv", out))
        return;
    print_message("skipped: no labelled attachments here\n");
    skip();
}

#endif
