/* Counts the filler at the end of a file. */
#include "inspect/padded.h"

void padded_inspect(struct inspection *inspection, const struct inspected_file *file)
{
    struct span bytes = file->bytes;
    if (bytes.size < PADDED_BYTES)
        return;
    size_t run = 1;
    while (run < bytes.size && bytes.data[bytes.size - run - 1] == bytes.data[bytes.size - 1])
        run++;
    if (run >= PADDED_BYTES && run / 9 >= bytes.size / 10)
        inspection_fact(inspection, file, ATTACHMENT_PADDED,
                        arena_printf(inspection->arena, "%zu MB of one byte", (run + (size_t)(file->size - bytes.size)) / (1024 * 1024)));
}
