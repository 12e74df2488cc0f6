/* The blocks of RAR 1.5 to 4 (technote.txt of RAR 4.20). */
#include "inspect/rar.h"

#include "base/charset.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "inspect/byte_reader.h"

enum block_type { BLOCK_MAIN = 0x73, BLOCK_FILE = 0x74, BLOCK_END = 0x7b };
#define MAIN_SOLID 0x0008u
#define MAIN_ENCRYPTED 0x0080u
#define FILE_ENCRYPTED 0x0004u
#define FILE_FOLDER 0x00e0u
#define FILE_LARGE 0x0100u
#define FILE_UNICODE 0x0200u
#define HAS_DATA 0x8000u
#define METHOD_STORED 0x30u
#define HEAD_BYTES 7u
#define VERSION_AES 29u /* older ones have a cipher of their own */
#define NAME_MOST 2048u

static void put_utf16(struct buf *out, unsigned unit)
{
    buf_add_byte(out, (char)unit);
    buf_add_byte(out, (char)(unit >> 8));
}

/* A run of the 8-bit name, each byte with `high` above it after `correction` is added. */
static void copy_run(struct buf *out, struct span plain, unsigned count, unsigned correction, unsigned high)
{
    for (unsigned i = 0; i < count && out->size / 2 < plain.size; i++)
        put_utf16(out, (((unsigned char)plain.data[out->size / 2] + correction) & 0xff) | high << 8);
}

/* The packed UTF-16 name behind the 8-bit one: two bits tell what comes. */
static struct span unpack_name(struct arena *arena, struct span plain, struct span packed)
{
    struct byte_reader reader = {.bytes = packed};
    BUF_LOCAL out = {0};
    unsigned high = byte_reader_u8(&reader), flags = 0;
    for (unsigned i = 0; byte_reader_left(&reader) && out.size < NAME_MOST; i++, flags <<= 2) {
        if (i % 4 == 0)
            flags = byte_reader_u8(&reader);
        unsigned what = flags >> 6 & 3;
        if (what == 0) {
            put_utf16(&out, byte_reader_u8(&reader));
        } else if (what == 1) {
            put_utf16(&out, byte_reader_u8(&reader) | high << 8);
        } else if (what == 2) {
            put_utf16(&out, byte_reader_u16(&reader));
        } else {
            unsigned length = byte_reader_u8(&reader);
            if (length & 0x80)
                copy_run(&out, plain, (length & 0x7f) + 2, byte_reader_u8(&reader), high);
            else
                copy_run(&out, plain, length + 2, 0, 0);
        }
    }
    return charset_from_utf16le(arena, buf_span(&out)).text;
}

static struct span name_of(struct arena *arena, struct span name, unsigned flags)
{
    size_t end = span_find_byte(name, '\0', 0);
    struct span plain = span_slice(name, 0, end);
    if (!(flags & FILE_UNICODE))
        return charset_to_utf8(arena, plain, SPAN_NONE).text;
    if (end == SIZE_MAX)
        return utf8_repair(arena, plain);
    return unpack_name(arena, plain, span_slice(name, end + 1, SIZE_MAX));
}

struct block {
    unsigned type, flags;
    struct byte_reader head; /* behind what all blocks have */
};

static bool next_block(struct byte_reader *reader, struct block *ret_block)
{
    byte_reader_skip(reader, 2); /* checksum */
    struct block block = {.type = byte_reader_u8(reader)};
    block.flags = byte_reader_u16(reader);
    unsigned size = byte_reader_u16(reader);
    block.head.bytes = byte_reader_take(reader, size < HEAD_BYTES ? UINT64_MAX : size - HEAD_BYTES);
    *ret_block = block;
    return !reader->failed;
}

/* Takes the data, too. False when the archive is to be left. */
static bool file_block(struct rar *rar, struct block *block, struct byte_reader *reader,
                       unsigned *ret_version)
{
    struct byte_reader *head = &block->head;
    uint64_t packed = byte_reader_u32(head), size = byte_reader_u32(head);
    byte_reader_skip(head, 9); /* system, checksum, time */
    unsigned version = byte_reader_u8(head), method = byte_reader_u8(head), name_size = byte_reader_u16(head);
    byte_reader_skip(head, 4); /* attributes */
    if (block->flags & FILE_LARGE) {
        packed |= (uint64_t)byte_reader_u32(head) << 32;
        size |= (uint64_t)byte_reader_u32(head) << 32;
    }
    struct span name = byte_reader_take(head, name_size);
    uint64_t left = byte_reader_left(reader);
    struct span data = byte_reader_take(reader, packed < left ? packed : left);
    *ret_version = version;
    if (head->failed) {
        inspection_limit(rar->inspection, "a header of the archive is damaged");
        return true;
    }
    bool encrypted = block->flags & FILE_ENCRYPTED, folder = (block->flags & FILE_FOLDER) == FILE_FOLDER;
    if (encrypted)
        inspection_shut(rar->inspection, rar->file, version < VERSION_AES ? "RAR 2" : "AES-128");
    struct archive_listed entry = {name_of(rar->inspection->arena, name, block->flags), size, packed, encrypted, folder};
    return rar_entry(rar, &entry, method == METHOD_STORED, data);
}

void rar4_blocks(struct rar *rar, struct span blocks)
{
    struct byte_reader reader = {.bytes = blocks};
    struct block block;
    bool known = false, ended = false;
    unsigned version = VERSION_AES; /* of the last entry; before RAR 3 no block told the end */
    for (unsigned i = 0; i < RAR_BLOCKS && byte_reader_left(&reader); i++) {
        if (!next_block(&reader, &block)) {
            inspection_limit(rar->inspection, "the archive ends before its end");
            break;
        }
        if (block.type == BLOCK_MAIN && (block.flags & MAIN_ENCRYPTED)) { /* all that follows is encrypted */
            inspection_shut(rar->inspection, rar->file, "AES-128");
            inspection_fact(rar->inspection, rar->file, ATTACHMENT_ENCRYPTED_NAMES, SPAN_NONE);
            return;
        }
        if (block.type == BLOCK_MAIN)
            rar->library.solid = block.flags & MAIN_SOLID;
        known = true;
        ended = block.type == BLOCK_END;
        if (ended || (block.type == BLOCK_FILE && !file_block(rar, &block, &reader, &version)))
            break;
        if (block.type != BLOCK_FILE && (block.flags & HAS_DATA)) {
            uint64_t size = byte_reader_u32(&block.head), left = byte_reader_left(&reader);
            byte_reader_skip(&reader, size < left ? size : left);
        }
    }
    if (!ended && version >= VERSION_AES)
        inspection_limit(rar->inspection, "the archive ends before its end");
    if (known)
        inspection_clear(rar->inspection, rar->file);
}
