/* The storages of a message (MS-OXMSG 2.2 to 2.4): what lies in one, and its properties. */
#ifndef REPLYTRACE_MSG_STORAGE_H
#define REPLYTRACE_MSG_STORAGE_H

#include <gsf/gsf-infile.h>
#include <gsf/gsf-input.h>
#include "base/arena.h"
#include "base/err.h"
#include "store/mapi.h"

/* What all storages of one file share while they are read. */
struct msg_reader {
    struct arena *arena;
    uint64_t bytes_left;      /* that the whole message may still take into memory; begins with LIMIT_MESSAGE_BYTES */
    size_t attachments_left;
    const struct mapi_names *names; /* of the whole file */
    struct span *defects;     /* of the message being read; room for LIMIT_DEFECTS */
    size_t defect_count;
};

/* English, one line; those past LIMIT_DEFECTS are left out. */
void msg_storage_defect(struct msg_reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Names in the file's own order, which libgsf sorts. */
struct msg_storage {
    GsfInfile *file; /* borrowed */
    const char **names; /* NULL where an entry has none */
    size_t count;
};

void msg_storage_list(struct msg_reader *reader, GsfInfile *file, struct msg_storage *ret_storage);

/* The child of this name (any case), to be unreferenced; NULL where there is none or it cannot be opened. */
GsfInput *msg_storage_child(const struct msg_storage *storage, const char *name);

/* A stream's first `limit` bytes, less where the budget or the file ends (defect). *ret_size is what it should have. */
struct span msg_storage_bytes(struct msg_reader *reader, GsfInput *stream, uint64_t limit, const char *name, uint64_t *ret_size);

struct msg_properties {
    struct mapi_bag bag;
    uint64_t data_size; /* whole size of property 3701 where there is one, else 0 */
    struct span header; /* of the property stream */
};

/* The properties of a storage: fixed ones from its property stream behind `header_bytes`, the others from their own streams, strings
   without terminator. Multiple values are left out (msg_binaries.h); of a string in both widths the Unicode one is kept. What the property stream lists
   and is not there, or not whole, is a defect. False where there is no property stream. */
bool msg_storage_properties(struct msg_reader *reader, const struct msg_storage *storage, size_t header_bytes,
                            struct msg_properties *ret_properties);

/* The number behind '#' in the name of a recipient or attachment storage; false for other names. */
bool msg_storage_number(const char *name, const char *prefix, uint32_t *ret_number);

#endif
