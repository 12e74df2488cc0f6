/* Blocks and the data trees made of them (MS-PST 2.2.2.8): libpst reads and decrypts, we unpack and say what may be read. */
#ifndef REPLYTRACE_PST_BLOCK_H
#define REPLYTRACE_PST_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "store/pst/pst_header.h"
#include "store/pst/pst_index.h"

struct pst_block_file;

/* The data of a node: the blocks of its data tree joined in order. */
struct pst_block_data {
    struct span bytes;     /* in the arena */
    const size_t *ends;    /* where each block ends within bytes: [block_count] */
    size_t block_count;
    uint64_t size;         /* whole size as the tree says, even where it was cut */
    bool cut;              /* `limit` was reached */
    bool damaged;          /* a block is missing, unreadable or beyond the end of the file: bytes ends before it; or there are fewer than
                              the tree says */
};

/* DEAD when the header, the index or the file itself cannot be read. Says nothing on stdout or stderr. */
enum outcome pst_block_open(const char *path, struct pst_block_file **ret_file, struct err *err);
void pst_block_close(struct pst_block_file *file); /* NULL is fine */

const struct pst_header *pst_block_header(const struct pst_block_file *file);
const struct pst_index *pst_block_index(const struct pst_block_file *file);
uint64_t pst_block_file_size(const struct pst_block_file *file); /* bytes on disk when it was opened */

/* True once LIMIT_PST_READ_TIMES is reached: nodes share their blocks so often that reading would never end; from then on every
   block is missing. */
bool pst_block_exhausted(const struct pst_block_file *file);

/* Blocks given so far whose trailer is not theirs or whose checksum is wrong: their bytes are not what was written. */
uint64_t pst_block_changed(const struct pst_block_file *file);

/* One block, decrypted (blocks of bookkeeping never are), in the arena. False when it is missing or beyond the file's end. */
bool pst_block_read(struct pst_block_file *file, struct arena *arena, uint64_t bid, struct span *ret_bytes);

/* The data tree below `bid`; 0 gives no bytes. At most `limit` bytes are read. */
void pst_block_data(struct pst_block_file *file, struct arena *arena, uint64_t bid, uint64_t limit,
                    struct pst_block_data *ret_data);

#endif
