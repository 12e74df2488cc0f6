/* Writes ZIP archives for tests, member by member, with the faults that a test asks for. */
#ifndef REPLYTRACE_ZIP_MADE_H
#define REPLYTRACE_ZIP_MADE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include "base/buf.h"

enum zip_fault {
    ZIP_SOUND,
    ZIP_BAD_CHECKSUM,
    ZIP_SAYS_ENCRYPTED,       /* in both headers */
    ZIP_SAYS_ENCRYPTED_LOCAL, /* in the local header alone */
    ZIP_SHORT_SIZE,           /* says to hold fewer bytes than it does */
    ZIP_STRANGE_METHOD,
    ZIP_BROKEN_DATA,
};

struct zip_made {
    struct buf out, directory;
    unsigned count;
};

static void zip_made_u16(struct buf *out, unsigned value)
{
    buf_add_byte(out, (char)value);
    buf_add_byte(out, (char)(value >> 8));
}

static void zip_made_u32(struct buf *out, size_t value)
{
    zip_made_u16(out, (unsigned)value & 0xffff);
    zip_made_u16(out, (unsigned)(value >> 16) & 0xffff);
}

static struct buf zip_made_deflated(struct span bytes)
{
    struct buf packed = {0};
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.data, .avail_in = (uInt)bytes.size};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    size_t most = deflateBound(&stream, bytes.size);
    buf_reserve(&packed, most);
    stream.next_out = (Bytef *)packed.data;
    stream.avail_out = (uInt)most;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        abort();
    packed.size = most - stream.avail_out;
    deflateEnd(&stream);
    return packed;
}

/* What local and central header have in common. */
static void zip_made_header(struct buf *out, struct span name, struct span bytes, size_t packed, unsigned flags, enum zip_fault fault)
{
    zip_made_u16(out, 20);
    zip_made_u16(out, flags);
    zip_made_u16(out, fault == ZIP_STRANGE_METHOD ? 14 : 8);
    zip_made_u32(out, 0x54616000);
    zip_made_u32(out, crc32(0, (const Bytef *)bytes.data, (uInt)bytes.size) ^ (fault == ZIP_BAD_CHECKSUM));
    zip_made_u32(out, packed);
    zip_made_u32(out, fault == ZIP_SHORT_SIZE ? bytes.size / 2 : bytes.size);
    zip_made_u16(out, (unsigned)name.size);
    zip_made_u16(out, 0);
}

static void zip_made_add(struct zip_made *zip, const char *name, struct span bytes, unsigned flags, enum zip_fault fault)
{
    BUF_LOCAL packed = zip_made_deflated(bytes);
    size_t offset = zip->out.size;
    bool local = fault == ZIP_SAYS_ENCRYPTED || fault == ZIP_SAYS_ENCRYPTED_LOCAL;
    if (fault == ZIP_BROKEN_DATA && packed.size > 0)
        packed.data[0] = (char)0xff;
    buf_add(&zip->out, SPAN_LITERAL("PK\x03\x04"));
    zip_made_header(&zip->out, span_of(name), bytes, packed.size, flags | local, fault);
    buf_add(&zip->out, span_of(name));
    buf_add(&zip->out, buf_span(&packed));
    buf_add(&zip->directory, SPAN_LITERAL("PK\x01\x02\x14\0"));
    zip_made_header(&zip->directory, span_of(name), bytes, packed.size, flags | (fault == ZIP_SAYS_ENCRYPTED), fault);
    buf_add(&zip->directory, SPAN_LITERAL("\0\0\0\0\0\0\0\0\0\0"));
    zip_made_u32(&zip->directory, offset);
    buf_add(&zip->directory, span_of(name));
    zip->count++;
}

static void zip_made_text(struct zip_made *zip, const char *name, const char *text)
{
    zip_made_add(zip, name, span_of(text), 0x800, ZIP_SOUND);
}

/* The archive is whole then. */
static struct span zip_made_end(struct zip_made *zip)
{
    size_t start = zip->out.size;
    buf_add(&zip->out, buf_span(&zip->directory));
    buf_add(&zip->out, SPAN_LITERAL("PK\x05\x06\0\0\0\0"));
    zip_made_u16(&zip->out, zip->count);
    zip_made_u16(&zip->out, zip->count);
    zip_made_u32(&zip->out, zip->directory.size);
    zip_made_u32(&zip->out, start);
    zip_made_u16(&zip->out, 0);
    return buf_span(&zip->out);
}

static void zip_made_write(const char *path, struct span bytes)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes.data, 1, bytes.size, file) != bytes.size || fclose(file) != 0)
        abort();
}

static void zip_made_free(struct zip_made *zip)
{
    buf_free(&zip->out);
    buf_free(&zip->directory);
}

#define ZIP_MADE __attribute__((cleanup(zip_made_free))) struct zip_made

#endif
