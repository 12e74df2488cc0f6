/* Local and central headers of ZIP, their zip64 fields and their kind of encryption. */
#include "base/zip_record.h"

#include "base/charset.h"

#define LOCAL_BYTES 30
#define CENTRAL_BYTES 46
#define METHOD_AES 99
#define METHOD_LAST 100
#define IN_ZIP64 0xffffffffu

#define EXTRA_ZIP64 0x0001
#define EXTRA_STRONG 0x0017
#define EXTRA_AES 0x9901

unsigned zip_record_u16(struct span content, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)content.data + at;
    return bytes[0] | (unsigned)bytes[1] << 8;
}

uint32_t zip_record_u32(struct span content, size_t at)
{
    return zip_record_u16(content, at) | (uint32_t)zip_record_u16(content, at + 2) << 16;
}

uint64_t zip_record_u64(struct span content, size_t at)
{
    return zip_record_u32(content, at) | (uint64_t)zip_record_u32(content, at + 4) << 32;
}

static bool extra_find(struct span extra, unsigned tag, struct span *ret_field)
{
    while (extra.size >= 4) {
        unsigned found = zip_record_u16(extra, 0);
        size_t size = zip_record_u16(extra, 2);
        if (size > extra.size - 4)
            return false;
        if (found == tag) {
            *ret_field = span_slice(extra, 4, size);
            return true;
        }
        extra = span_slice(extra, 4 + size, SIZE_MAX);
    }
    return false;
}

/* The zip64 field holds, in this order, those values that read 0xFFFFFFFF in the header. */
static void resolve_zip64(struct zip_record *record)
{
    uint64_t *values[] = {&record->size, &record->packed, &record->offset};
    struct span field;
    if (!extra_find(record->extra, EXTRA_ZIP64, &field))
        return;
    for (size_t i = 0; i < 3 && field.size >= 8; i++) {
        if (*values[i] != IN_ZIP64)
            continue;
        *values[i] = zip_record_u64(field, 0);
        field = span_slice(field, 8, SIZE_MAX);
    }
}

bool zip_record_central(struct span content, size_t at, struct zip_record *ret_record)
{
    struct span header = span_slice(content, at, SIZE_MAX);
    if (header.size < CENTRAL_BYTES || !span_starts(header, ZIP_CENTRAL))
        return false;
    size_t name = zip_record_u16(header, 28), extra = zip_record_u16(header, 30), comment = zip_record_u16(header, 32);
    if (name + extra + comment > header.size - CENTRAL_BYTES)
        return false;
    struct zip_record record = {
        .name = span_slice(header, CENTRAL_BYTES, name),
        .extra = span_slice(header, CENTRAL_BYTES + name, extra),
        .flags = zip_record_u16(header, 8),
        .method = zip_record_u16(header, 10),
        .time = zip_record_u16(header, 12),
        .crc = zip_record_u32(header, 16),
        .packed = zip_record_u32(header, 20),
        .size = zip_record_u32(header, 24),
        .offset = zip_record_u32(header, 42),
        .end = at + CENTRAL_BYTES + name + extra + comment,
    };
    resolve_zip64(&record);
    *ret_record = record;
    return true;
}

bool zip_record_local(struct span content, size_t at, struct zip_record *ret_record)
{
    struct span header = span_slice(content, at, SIZE_MAX);
    if (header.size < LOCAL_BYTES || !span_starts(header, ZIP_LOCAL))
        return false;
    size_t name = zip_record_u16(header, 26), extra = zip_record_u16(header, 28);
    if (name + extra > header.size - LOCAL_BYTES)
        return false;
    struct zip_record record = {
        .name = span_slice(header, LOCAL_BYTES, name),
        .extra = span_slice(header, LOCAL_BYTES + name, extra),
        .flags = zip_record_u16(header, 6),
        .method = zip_record_u16(header, 8),
        .time = zip_record_u16(header, 10),
        .crc = zip_record_u32(header, 14),
        .packed = zip_record_u32(header, 18),
        .size = zip_record_u32(header, 22),
        .end = at + LOCAL_BYTES + name + extra,
    };
    resolve_zip64(&record);
    *ret_record = record;
    return true;
}

bool zip_record_plausible(const struct zip_record *record)
{
    return record->method <= METHOD_LAST && record->name.size > 0
        && span_find_byte(record->name, '\0', 0) == SIZE_MAX;
}

struct span zip_record_name(struct arena *arena, const struct zip_record *record, struct span like)
{
    if (record->flags & ZIP_UTF8)
        return charset_to_utf8(arena, record->name, SPAN_LITERAL("utf-8")).text;
    struct span used = span_of(charset_to_utf8(arena, like.size ? like : record->name, SPAN_NONE).used);
    if (span_equal(used, SPAN_LITERAL("CP1252")))
        used = SPAN_LITERAL("cp437");
    return charset_to_utf8(arena, record->name, used).text;
}

bool zip_record_encrypted(const struct zip_record *record)
{
    return (record->flags & ZIP_ENCRYPTED) || record->method == METHOD_AES;
}

bool zip_record_aes(const struct zip_record *record, struct zip_record_aes *ret_aes)
{
    struct span field;
    if (record->method != METHOD_AES || !extra_find(record->extra, EXTRA_AES, &field) || field.size < 7)
        return false;
    *ret_aes = (struct zip_record_aes){zip_record_u16(field, 0), (unsigned char)field.data[4], zip_record_u16(field, 5)};
    return true;
}

static const char *strong(const struct zip_record *record)
{
    static const struct {
        unsigned id;
        const char *name;
    } algorithms[] = {{0x6601, "strong DES"}, {0x6602, "strong RC2"}, {0x6603, "strong 3DES"}, {0x660e, "strong AES-128"},
        {0x660f, "strong AES-192"}, {0x6610, "strong AES-256"}, {0x6702, "strong RC2"}, {0x6720, "strong Blowfish"},
        {0x6721, "strong Twofish"}, {0x6801, "strong RC4"}};
    struct span field;
    if (extra_find(record->extra, EXTRA_STRONG, &field) && field.size >= 4)
        for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
            if (algorithms[i].id == zip_record_u16(field, 2))
                return algorithms[i].name;
    return "strong";
}

const char *zip_record_encryption(const struct zip_record *record)
{
    static const char *const strengths[] = {"AES", "AES-128", "AES-192", "AES-256"};
    struct span field;
    if (!zip_record_encrypted(record))
        return "";
    if (extra_find(record->extra, EXTRA_AES, &field) && field.size >= 7) {
        unsigned char strength = (unsigned char)field.data[4];
        return strengths[strength < 4 ? strength : 0];
    }
    if (record->method == METHOD_AES)
        return "AES";
    return record->flags & ZIP_STRONG ? strong(record) : "ZipCrypto";
}
