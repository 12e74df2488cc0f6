/* Fuzzes attachment inspection: magic, the walk over ZIP, and reading one member. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "inspect/inspect.h"
#include "inspect/zip_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct span bytes, content = {(const char *)data, size};
    struct attachment attachment = {.content = content, .size = size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    if (attachment.encrypted == ATTACHMENT_ENCRYPTED_YES && attachment.encryption.size == 0)
        abort();
    zip_read(arena, content, SPAN_LITERAL("META-INF/manifest.xml"), &bytes);
    return 0;
}
