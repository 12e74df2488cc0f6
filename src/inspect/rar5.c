/* The blocks of RAR 5 ("RAR 5.0 archive format", rarlab.com/technote.htm). */
#include "inspect/rar.h"

#include "base/utf8.h"
#include "inspect/byte_reader.h"

enum block_type { BLOCK_MAIN = 1, BLOCK_FILE = 2, BLOCK_SERVICE = 3, BLOCK_CRYPT = 4, BLOCK_END = 5 };
#define BLOCK_HAS_EXTRA 1u
#define BLOCK_HAS_DATA 2u
#define MAIN_SOLID 4u
#define FILE_FOLDER 1u
#define FILE_HAS_TIME 2u
#define FILE_HAS_CRC 4u
#define FILE_SIZE_UNKNOWN 8u
#define EXTRA_CRYPT 1u
#define VINT_BYTES 10
#define METHOD_BITS(compression) ((compression) >> 7 & 7)

/* Seven bits a byte, the lowest first. */
static uint64_t vint(struct byte_reader *reader)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < VINT_BYTES; i++) {
        unsigned byte = byte_reader_u8(reader);
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80))
            return value;
    }
    reader->failed = true;
    return 0;
}

/* Records of an extra area: size, type, data. */
static bool crypt_record(struct span extra)
{
    struct byte_reader reader = {.bytes = extra};
    for (unsigned i = 0; i < RAR_BLOCKS && byte_reader_left(&reader); i++) {
        struct byte_reader record = {.bytes = byte_reader_take(&reader, vint(&reader))};
        if (reader.failed)
            return false;
        if (vint(&record) == EXTRA_CRYPT)
            return !record.failed;
    }
    return false;
}

struct block {
    uint64_t type, flags, data_size;
    struct byte_reader head; /* behind what all blocks have; ends before the extra area */
    struct span extra, data;
};

/* False where no whole header follows. Data that is cut gives what is there. */
static bool next_block(struct byte_reader *reader, struct block *ret_block)
{
    byte_reader_skip(reader, 4); /* checksum */
    uint64_t size = vint(reader);
    struct byte_reader head = {.bytes = byte_reader_take(reader, size)};
    struct block block = {.type = vint(&head)};
    block.flags = vint(&head);
    uint64_t extra = block.flags & BLOCK_HAS_EXTRA ? vint(&head) : 0;
    block.data_size = block.flags & BLOCK_HAS_DATA ? vint(&head) : 0;
    if (reader->failed || head.failed || extra > byte_reader_left(&head))
        return false;
    block.extra = span_slice(head.bytes, head.bytes.size - (size_t)extra, SIZE_MAX);
    head.bytes.size -= (size_t)extra;
    block.head = head;
    uint64_t left = byte_reader_left(reader);
    block.data = byte_reader_take(reader, block.data_size < left ? block.data_size : left);
    *ret_block = block;
    return true;
}

static bool file_block(struct rar *rar, struct block *block)
{
    struct byte_reader *head = &block->head;
    uint64_t flags = vint(head), size = vint(head);
    vint(head); /* attributes */
    byte_reader_skip(head, (flags & FILE_HAS_TIME ? 4u : 0u) + (flags & FILE_HAS_CRC ? 4u : 0u));
    uint64_t compression = vint(head);
    vint(head); /* system */
    struct span name = byte_reader_take(head, vint(head));
    if (head->failed) {
        inspection_limit(rar->inspection, "a header of the archive is damaged");
        return true;
    }
    bool encrypted = crypt_record(block->extra);
    if (encrypted)
        inspection_shut(rar->inspection, rar->file, "AES-256");
    struct archive_listed entry = {utf8_repair(rar->inspection->arena, name), flags & FILE_SIZE_UNKNOWN ? 0 : size, block->data_size, encrypted,
                                  flags & FILE_FOLDER};
    return rar_entry(rar, &entry, METHOD_BITS(compression) == 0, block->data);
}

void rar5_blocks(struct rar *rar, struct span blocks)
{
    struct byte_reader reader = {.bytes = blocks};
    struct block block;
    bool known = false;
    for (unsigned i = 0; i < RAR_BLOCKS; i++) {
        if (!next_block(&reader, &block)) {
            inspection_limit(rar->inspection, "the archive ends before its end");
            break;
        }
        if (block.type == BLOCK_CRYPT) { /* all that follows is encrypted */
            inspection_shut(rar->inspection, rar->file, "AES-256");
            inspection_fact(rar->inspection, rar->file, ATTACHMENT_ENCRYPTED_NAMES, SPAN_NONE);
            return;
        }
        if (block.type == BLOCK_MAIN)
            rar->library.solid = vint(&block.head) & MAIN_SOLID;
        known = true;
        if (block.type == BLOCK_END || (block.type == BLOCK_FILE && !file_block(rar, &block)))
            break;
    }
    if (known)
        inspection_clear(rar->inspection, rar->file);
}
