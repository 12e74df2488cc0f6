/* A ZIP archive in a file: the list of its members, in the order of its directory. */
#ifndef REPLYTRACE_ZIP_ARCHIVE_H
#define REPLYTRACE_ZIP_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/zip_record.h"

struct zip_entry {
    struct zip_record record; /* central, or local where the directory is missing; offset is that of the local header in the file */
    struct span name;         /* UTF-8, '/' between, no leading '/' */
};

struct zip_archive {
    int fd;
    uint64_t size;            /* of the file */
    uint64_t unpacked;        /* bytes so far, all members together */
    struct arena *arena;      /* of what follows */
    struct zip_entry *entries; /* folders left out */
    size_t count;
    const struct zip_entry **by_name; /* made by the first search */
    const char *trouble;      /* what of the list is missing, static, or NULL */
};

/* Local header of an archive, by its first bytes. */
bool zip_archive_magic(struct span head);

/* Without a directory (a download that was cut off) the local headers are followed as far as they tell their sizes. DEAD with a
   reason when it cannot be read or lists nothing. */
enum outcome zip_archive_open(const char *path, struct zip_archive *ret_archive, struct err *err);
void zip_archive_close(struct zip_archive *archive);

/* Up to `size` bytes of the file; how many. */
size_t zip_archive_peek(const struct zip_archive *archive, uint64_t at, char *ret_bytes, size_t size);

/* Office, OpenDocument, Java and the like: archives by make, not by use. By the names at their root. */
bool zip_archive_is_document(const struct zip_archive *archive);
/* The same by the first bytes, which hold the first member's name. */
bool zip_archive_starts_document(struct span head);

/* The first entry of that name, or NULL. */
const struct zip_entry *zip_archive_find(struct zip_archive *archive, struct span name);
/* Whether a member lies below the folder `name`. */
bool zip_archive_has_folder(struct zip_archive *archive, struct span name);

#endif
