/* Reads the user stream for encryption, and the records of the document for packed objects that hold a project. */
#include "inspect/ppt.h"

#include "inspect/le.h"
#include "inspect/open_office.h"
#include "inspect/zlib_stream.h"
#include "inspect/vba.h"

#define HEADER 8u
#define CONTAINER 0x0fu          /* low four bits of a record that holds others */
#define OBJECT_ATOM 0x1011u      /* [MS-PPT] 2.10.34: ExOleObjStgAtom */
#define TOKEN_ENCRYPTED 0xf3d1c4dfu /* [MS-PPT] 2.3.2: headerToken */
#define CRYPT_SESSION 0x2f14u    /* CryptSession10Container */

static void object(struct inspection *inspection, const struct inspected_file *file, struct span data, unsigned instance)
{
    struct span project = data;
    if (instance == 1 && !zlib_stream_open(inspection, span_slice(data, 4, SIZE_MAX), &project))
        return;
    vba_inspect_bytes(inspection, file, project);
}

/* Containers are passed through, so that all records come in one row. True when a session of encryption lies among them. */
static bool records(struct inspection *inspection, const struct inspected_file *file, struct span stream)
{
    unsigned objects = 0;
    size_t at = 0;
    for (size_t i = 0; i < PPT_RECORDS && at + HEADER <= stream.size; i++) {
        unsigned version = le_u16(stream, at), type = le_u16(stream, at + 2);
        size_t size = le_u32(stream, at + 4);
        at += HEADER;
        if (type == CRYPT_SESSION)
            return true;
        if ((version & CONTAINER) == CONTAINER)
            continue;
        if (type == OBJECT_ATOM && objects++ < PPT_PROJECTS && !inspection_late(inspection))
            object(inspection, file, span_slice(stream, at, size), version >> 4);
        at += size;
    }
    return false;
}

void ppt_inspect(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb)
{
    uint32_t document = cfb_find(cfb, 0, SPAN_LITERAL("PowerPoint Document"));
    struct span user = cfb_read(inspection->arena, cfb, cfb_find(cfb, 0, SPAN_LITERAL("Current User")), 64);
    if (le_u32(user, 12) == TOKEN_ENCRYPTED) {
        inspection_encrypted(inspection, file, "RC4 CryptoAPI");
        open_office_verifier(inspection, file, open_office_session(cfb_read(inspection->arena, cfb, document, PPT_BYTES)));
        return;
    }
    if (cfb->entries[document].size > PPT_BYTES)
        inspection_limit(inspection, "only the beginning of this presentation was read");
    if (records(inspection, file, cfb_read(inspection->arena, cfb, document, PPT_BYTES)))
        inspection_encrypted(inspection, file, "RC4 CryptoAPI");
    else
        inspection_clear(inspection, file);
}
