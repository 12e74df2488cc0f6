/* Fuzzes the reader of links in the words of a mail. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "model/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct span text = {(const char *)data, size};
    struct link link;
    size_t from = 0, before = 0;
    for (int links = 0; links < 50 && link_next(arena, text, &from, &link); links++) {
        if (from <= before || from > size || !link.host.size || link.file.size > LINK_FILE_BYTES)
            abort(); /* it must go on, and within the text */
        before = from;
    }
    if (link_host(text).size > LINK_HOST_BYTES || link_file(text).size > LINK_FILE_BYTES)
        abort();
    return 0;
}
