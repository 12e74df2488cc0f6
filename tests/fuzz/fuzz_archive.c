/* Fuzzes inspection through every archive format: magic decides which. The last byte chooses the name. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "inspect/inspect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.zip", "a.pdf", "a.tgz", "", "a.exe", "a          .jpg.js"};
    ARENA_LOCAL arena = arena_open();
    const char *name = names[size ? data[size - 1] % (sizeof names / sizeof *names) : 0];
    struct attachment attachment = {.name = span_of(name), .content = {(const char *)data, size}, .size = size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    if (attachment.encrypted == ATTACHMENT_ENCRYPTED_YES && attachment.encryption.size == 0)
        abort();
    for (size_t i = 0; i < attachment.member_count; i++)
        if (attachment.members[i].encrypted && attachment.members[i].read)
            abort();
    return 0;
}
