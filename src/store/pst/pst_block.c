/* Reads blocks through libpst and joins data trees. */
#include "store/pst/pst_block.h"

#include <errno.h>
#include <fcntl.h>
#include <libpst-4/libpst/libpst.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include "base/buf.h"
#include "base/limits.h"
#include "store/pst/pst_bytes.h"
#include "store/pst/pst_crypt.h"
#include "store/pst/pst_trailer.h"

#define TREE_BLOCK 1
#define BLOCK_INTERNAL 2 /* bit of a block id: bookkeeping, not data */
#define LEVELS_MAX 2

/* libpst.h packs its structs: members are read and written by value only. */
struct pst_block_file {
    pst_file *library;
    bool library_open;
    int fd;
    uint64_t size;
    struct pst_header header;
    struct pst_index index;
    uint64_t bytes_left; /* that may be read yet */
    char *buffer; /* the block read last, allocated by libpst */
    uint64_t changed;
};

bool pst_block_exhausted(const struct pst_block_file *file)
{
    return file->bytes_left == 0;
}

uint64_t pst_block_changed(const struct pst_block_file *file)
{
    return file->changed;
}

/* True where libpst only reads and we unpack and decrypt: it forgets the packed bytes each time, and decrypts as many bytes as a
   block should have, even where it could not unpack them. */
static bool unpack_here(const struct pst_block_file *file)
{
    return file->header.layout == PST_LAYOUT_UNICODE_4K;
}

/* libpst looks blocks up in this table; it frees the table when it closes. */
static void table_give(struct pst_block_file *file)
{
    const struct pst_index *index = &file->index;
    pst_file *library = file->library;
    pst_index_ll *table = calloc(index->block_count ? index->block_count : 1, sizeof *table);
    if (!table)
        abort();
    for (size_t i = 0; i < index->block_count; i++) {
        table[i].i_id = index->blocks[i].bid;
        table[i].offset = index->blocks[i].offset;
        table[i].size = index->blocks[i].size;
        table[i].inflated_size = index->blocks[i].size;
    }
    library->i_table = table;
    library->i_count = index->block_count;
    library->i_capacity = index->block_count;
}

static enum outcome library_open(struct pst_block_file *file, const char *path, struct err *err)
{
    file->library = calloc(1, sizeof *file->library);
    if (!file->library)
        abort();
    if (pst_open(file->library, path, "utf-8") != 0)
        return err_set(err, OUTCOME_DEAD, "libpst cannot open the store");
    file->library_open = true;
    if (unpack_here(file))
        file->library->encryption = 0;
    /* each block lies elsewhere: a buffer of stdio would be filled for nothing and read three times as often */
    setvbuf(file->library->fp, NULL, _IONBF, 0);
    table_give(file);
    return OUTCOME_OK;
}

static enum outcome file_open(struct pst_block_file *file, const char *path, struct err *err)
{
    char head[PST_HEADER_BYTES];
    struct stat status;
    file->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (file->fd < 0 || fstat(file->fd, &status) != 0)
        return err_set(err, OUTCOME_DEAD, "cannot be opened: %s", strerror(errno));
    if (!S_ISREG(status.st_mode))
        return err_set(err, OUTCOME_DEAD, "is not a file");
    file->size = (uint64_t)status.st_size;
    file->bytes_left = file->size > UINT64_MAX / LIMIT_PST_READ_TIMES ? UINT64_MAX : file->size * LIMIT_PST_READ_TIMES;
    ssize_t got = pread(file->fd, head, sizeof head, 0);
    if (got < 0)
        return err_set(err, OUTCOME_DEAD, "cannot be read: %s", strerror(errno));
    return pst_header_read((struct span){head, (size_t)got}, &file->header, err);
}

enum outcome pst_block_open(const char *path, struct pst_block_file **ret_file, struct err *err)
{
    struct pst_block_file *file = calloc(1, sizeof *file);
    if (!file)
        abort();
    enum outcome outcome = file_open(file, path, err);
    if (outcome == OUTCOME_OK)
        outcome = pst_index_read(file->fd, file->size, &file->header, &file->index, err);
    if (outcome == OUTCOME_OK)
        outcome = library_open(file, path, err);
    if (outcome != OUTCOME_OK) {
        pst_block_close(file);
        return outcome;
    }
    *ret_file = file;
    return OUTCOME_OK;
}

void pst_block_close(struct pst_block_file *file)
{
    if (!file)
        return;
    if (file->library_open)
        pst_close(file->library);
    if (file->fd >= 0)
        close(file->fd);
    pst_index_free(&file->index);
    free(file->library);
    free(file->buffer);
    free(file);
}

const struct pst_header *pst_block_header(const struct pst_block_file *file)
{
    return &file->header;
}

const struct pst_index *pst_block_index(const struct pst_block_file *file)
{
    return &file->index;
}

uint64_t pst_block_file_size(const struct pst_block_file *file)
{
    return file->size;
}

/* Replaces file->buffer, `size` bytes of zlib data, by what they unpack to. */
static bool block_unpack(struct pst_block_file *file, size_t size, size_t inflated, size_t *ret_size)
{
    uLongf got = (uLongf)inflated;
    char *unpacked = malloc(inflated);
    if (!unpacked)
        abort();
    int result = uncompress((Bytef *)unpacked, &got, (const Bytef *)file->buffer, (uLong)size);
    free(file->buffer);
    file->buffer = unpacked;
    *ret_size = got;
    return result == Z_OK && got == inflated;
}

/* The block in file->buffer. Its place is checked here: libpst would take what a short read left. */
static bool block_load(struct pst_block_file *file, uint64_t bid, struct span *ret_bytes)
{
    const struct pst_page_block *block = pst_index_block(&file->index, bid & ~UINT64_C(1));
    if (!block || block->size == 0 || block->offset > file->size || block->size > file->size - block->offset)
        return false;
    uint64_t cost = block->inflated > block->size ? block->inflated : block->size;
    if (file->bytes_left < cost) {
        file->bytes_left = 0;
        return false;
    }
    file->bytes_left -= cost;
    free(file->buffer); /* libpst would take a new one and forget it */
    file->buffer = NULL;
    size_t size = pst_ff_getIDblock_dec(file->library, block->bid, &file->buffer);
    if (size != block->size || !file->buffer) /* the file may shrink while it is read */
        return false;
    if (block->inflated > block->size && !block_unpack(file, size, block->inflated, &size))
        return false;
    if (unpack_here(file) && !(block->bid & BLOCK_INTERNAL))
        pst_crypt_clear(file->header.encryption, block->bid, file->buffer, size);
    file->changed += !pst_trailer_seals(file->fd, file->header.layout, block);
    *ret_bytes = (struct span){file->buffer, size};
    return true;
}

bool pst_block_read(struct pst_block_file *file, struct arena *arena, uint64_t bid, struct span *ret_bytes)
{
    struct span bytes;
    if (!block_load(file, bid, &bytes))
        return false;
    *ret_bytes = arena_copy(arena, bytes);
    return true;
}

/* The leaf blocks of a data tree, in order. */
struct leaves {
    uint64_t *bids;
    size_t count, capacity;
    uint64_t bytes, limit;
    bool full, damaged;
};

static void leaf_add(struct pst_block_file *file, struct leaves *leaves, uint64_t bid)
{
    const struct pst_page_block *block = pst_index_block(&file->index, bid & ~UINT64_C(1));
    if (leaves->bytes >= leaves->limit || leaves->count == LIMIT_PST_DATA_BLOCKS) {
        leaves->full = true;
        return;
    }
    if (leaves->count == leaves->capacity) {
        leaves->capacity = leaves->capacity ? leaves->capacity * 2 : 64;
        uint64_t *more = realloc(leaves->bids, leaves->capacity * sizeof *more);
        if (!more)
            abort();
        leaves->bids = more;
    }
    leaves->bids[leaves->count++] = bid;
    if (!block)
        leaves->damaged = true; /* the ones before it are still read */
    else
        leaves->bytes += block->inflated > block->size ? block->inflated : block->size;
}

/* XBLOCK (level 1) and XXBLOCK (level 2). */
static void tree_list(struct pst_block_file *file, uint64_t bid, unsigned level_max, struct leaves *leaves,
                      uint64_t *ret_size)
{
    size_t number = file->header.layout == PST_LAYOUT_ANSI ? 4 : 8;
    BUF_LOCAL copy = {0}; /* the next level is read into the same file->buffer */
    struct span block;
    bool found = block_load(file, bid, &block);
    if (found)
        buf_add(&copy, block);
    block = buf_span(&copy);
    unsigned level = pst_bytes_u8(block, 1);
    size_t count = pst_bytes_u16(block, 2);
    if (!found || pst_bytes_u8(block, 0) != TREE_BLOCK || level == 0 || level > level_max || count == 0) {
        leaves->damaged = true;
        return;
    }
    *ret_size = pst_bytes_u32(block, 4);
    for (size_t i = 0; i < count && !leaves->full && !leaves->damaged; i++) {
        uint64_t child = pst_bytes_number(block, 8 + i * number, number), size;
        if (!pst_bytes_inside(block, 8 + i * number, number))
            leaves->damaged = true;
        else if (level == 1)
            leaf_add(file, leaves, child);
        else
            tree_list(file, child, level - 1, leaves, &size);
    }
}

/* Fills data->bytes until a block cannot be read. */
static void leaves_join(struct pst_block_file *file, struct arena *arena, const struct leaves *leaves,
                        struct pst_block_data *data)
{
    char *joined = arena_alloc(arena, (size_t)leaves->bytes);
    size_t *ends = arena_array(arena, leaves->count, sizeof *ends), filled = 0;
    for (size_t i = 0; i < leaves->count; i++) {
        struct span bytes;
        if (!block_load(file, leaves->bids[i], &bytes) || bytes.size > leaves->bytes - filled) {
            data->damaged = true;
            break;
        }
        memcpy(joined + filled, bytes.data, bytes.size);
        filled += bytes.size;
        ends[data->block_count++] = filled;
    }
    data->bytes = (struct span){joined, filled};
    data->ends = ends;
}

void pst_block_data(struct pst_block_file *file, struct arena *arena, uint64_t bid, uint64_t limit,
                    struct pst_block_data *ret_data)
{
    struct pst_block_data data = {0};
    struct leaves leaves = {.limit = limit};
    if (bid & BLOCK_INTERNAL)
        tree_list(file, bid, LEVELS_MAX, &leaves, &data.size);
    else if (bid)
        leaf_add(file, &leaves, bid);
    leaves_join(file, arena, &leaves, &data);
    free(leaves.bids);
    data.cut = leaves.full || data.bytes.size > limit;
    data.bytes = span_slice(data.bytes, 0, limit > SIZE_MAX ? SIZE_MAX : (size_t)limit);
    data.damaged |= leaves.damaged || (!data.cut && data.bytes.size < data.size);
    if (data.size < data.bytes.size)
        data.size = data.bytes.size;
    *ret_data = data;
}
