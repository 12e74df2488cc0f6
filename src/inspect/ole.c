/* Knows compound files by the streams that programs keep in them. */
#include "inspect/ole.h"

#include "base/limits.h"
#include "inspect/biff.h"
#include "inspect/cfb.h"
#include "inspect/inspect_file.h"
#include "inspect/le.h"
#include "inspect/ole_native.h"
#include "inspect/open_office.h"
#include "inspect/ppt.h"
#include "inspect/vba.h"

#define FIB_BYTES 512u
#define INFO_BYTES 65536u     /* of the stream that says how a package is encrypted */
#define TABLE_BYTES 1024u     /* of a table stream: its beginning says how it is encrypted */
#define FIB_WORD 0xa5ecu      /* Word 97 and later */
#define FIB_WORD_95 0xa5dcu   /* Word 6 and 95 */
#define FIB_ENCRYPTED 0x0100u /* [MS-DOC] 2.5.2: fEncrypted */
#define FIB_OTHER_TABLE 0x0200u
#define FIB_OBFUSCATED 0x8000u

static struct span root_stream(struct inspection *inspection, const struct cfb *cfb, const char *name, size_t limit)
{
    return cfb_read(inspection->arena, cfb, cfb_find(cfb, 0, span_of(name)), limit);
}

/* [MS-OFFCRYPTO] 2.3.4.5, 2.3.4.10: the version tells how. */
static void package(struct inspection *inspection, struct inspected_file *file, const struct cfb *cfb)
{
    struct span info = root_stream(inspection, cfb, "EncryptionInfo", INFO_BYTES);
    unsigned major = le_u16(info, 0), minor = le_u16(info, 2);
    file->type = SPAN_LITERAL("ooxml");
    inspection_encrypted(inspection, file, major == 4 && minor == 4 ? "Office agile" : minor == 2 ? "Office standard" : "Office");
    struct inspected_file inner = {.name = file->name, .where = file->where, .depth = file->depth + 1};
    struct span encrypted = root_stream(inspection, cfb, "EncryptedPackage", LIMIT_INFLATED_BYTES);
    if (!open_office_package(inspection, file, info, encrypted, &inner.bytes)) {
        inspection_macros(inspection, ATTACHMENT_MACROS_UNKNOWN);
        return;
    }
    inner.size = inner.bytes.size;
    inspect_file(inspection, &inner);
    file->type = inner.type;
}

static void word(struct inspection *inspection, struct inspected_file *file, const struct cfb *cfb, struct span fib)
{
    unsigned magic = le_u16(fib, 0), flags = le_u16(fib, 0x0a);
    file->type = SPAN_LITERAL("doc");
    if (magic != FIB_WORD && magic != FIB_WORD_95)
        return;
    if (!(flags & FIB_ENCRYPTED)) {
        inspection_clear(inspection, file);
        return;
    }
    struct span table = root_stream(inspection, cfb, flags & FIB_OTHER_TABLE ? "1Table" : "0Table", TABLE_BYTES);
    bool api = le_u16(table, 0) >= 2 && le_u16(table, 2) == 2;
    inspection_encrypted(inspection, file, flags & FIB_OBFUSCATED || magic == FIB_WORD_95 ? "XOR" : api ? "RC4 CryptoAPI" : "RC4");
    open_office_verifier(inspection, file, flags & FIB_OBFUSCATED ? SPAN_NONE : table);
}

/* Installers pack the names of their tables two letters into one; those of tables begin with U+4840. */
static bool installer(const struct cfb *cfb)
{
    for (uint32_t i = 0; i < cfb->count; i++)
        if (cfb->entries[i].parent == 0 && span_starts(cfb->entries[i].name, SPAN_LITERAL("\xe4\xa1\x80")))
            return true;
    return false;
}

#define HWP_SIGNATURE SPAN_LITERAL("HWP Document File")
#define HWP_PASSWORD 2u /* in the properties of its header; so is 4: made for distribution, everybody can read it */

static void hangul(struct inspection *inspection, struct inspected_file *file, struct span header)
{
    file->type = SPAN_LITERAL("hwp");
    if (le_u32(header, 36) & HWP_PASSWORD)
        inspection_shut(inspection, file, "HWP");
    else
        inspection_clear(inspection, file);
}

static bool has(const struct cfb *cfb, const char *name)
{
    return cfb_find(cfb, 0, span_of(name)) != CFB_NONE;
}

/* Programs whose files are never encrypted as a whole. */
static bool without_encryption(const struct cfb *cfb, struct inspected_file *file)
{
    const char *type = has(cfb, "__properties_version1.0") ? "msg" : installer(cfb) ? "msi" : has(cfb, "VisioDocument") ? "vsd"
        : has(cfb, "Quill") ? "pub" : NULL;
    if (type)
        file->type = span_of(type);
    return type != NULL;
}

static void by_streams(struct inspection *inspection, struct inspected_file *file, const struct cfb *cfb)
{
    struct span stream;
    if (has(cfb, "EncryptedPackage"))
        package(inspection, file, cfb);
    else if ((stream = root_stream(inspection, cfb, "Workbook", LIMIT_MEMBER_BYTES)).size
             || (stream = root_stream(inspection, cfb, "Book", LIMIT_MEMBER_BYTES)).size) {
        file->type = SPAN_LITERAL("xls");
        biff_inspect(inspection, file, stream);
    } else if ((stream = root_stream(inspection, cfb, "WordDocument", FIB_BYTES)).size) {
        word(inspection, file, cfb, stream);
    } else if (has(cfb, "PowerPoint Document")) {
        file->type = SPAN_LITERAL("ppt");
        ppt_inspect(inspection, file, cfb);
    } else if (span_starts(stream = root_stream(inspection, cfb, "FileHeader", FIB_BYTES), HWP_SIGNATURE)) {
        hangul(inspection, file, stream);
    } else if (without_encryption(cfb, file)) {
        inspection_clear(inspection, file);
    }
}

void ole_inspect(struct inspection *inspection, struct inspected_file *file)
{
    struct cfb cfb;
    if (!cfb_open(inspection->arena, file->bytes, &cfb)) {
        inspection_limit(inspection, "the directory of this compound file cannot be read");
        inspection_macros(inspection, ATTACHMENT_MACROS_UNKNOWN);
        return;
    }
    if (cfb.damaged)
        inspection_limit(inspection, "this compound file is damaged");
    by_streams(inspection, file, &cfb);
    vba_inspect(inspection, file, &cfb);
    ole_native_inspect(inspection, file, &cfb);
}
