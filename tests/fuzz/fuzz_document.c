/* Fuzzes inspection of documents and pages: compound files, VBA, workbooks, OOXML, PDF, RTF, OneNote, shortcuts, scripts. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "inspect/cfb.h"
#include "inspect/inspect.h"
#include "inspect/vba_container.h"
#include "inspect/vba_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct span content = {(const char *)data, size}, source;
    struct attachment attachment = {.name = SPAN_LITERAL("a.js"), .content = content, .size = size};
    inspect_attachment(arena, &(struct inspection_options){0}, &attachment);
    if ((attachment.encrypted == ATTACHMENT_ENCRYPTED_YES) != (attachment.encryption.size > 0))
        abort();
    struct vba_deeds deeds = {0};
    if (vba_container_open(arena, content, 0, 1 << 20, &source)) /* the bytes as a container, too */
        vba_words_read(source, &deeds);
    struct cfb cfb;
    if (cfb_open(arena, content, &cfb))
        for (uint32_t i = 0; i < cfb.count && i < 100; i++)
            if (cfb_read(arena, &cfb, i, 4096).size > 4096)
                abort();
    return 0;
}
