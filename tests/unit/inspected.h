/* Files from disk as inspected attachments, for tests. */
#ifndef REPLYTRACE_INSPECTED_H
#define REPLYTRACE_INSPECTED_H

#include <stdbool.h>
#include <stdio.h>
#include "base/buf.h"
#include "inspect/inspect.h"

static bool inspected_read(const char *path, struct buf *out)
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

#endif
