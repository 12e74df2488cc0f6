/* What a scan will read: the given paths, and below given folders every mail store that is found by content. */
#ifndef REPLYTRACE_PLAN_H
#define REPLYTRACE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include "base/err.h"

/* Format of the row that stands for a given folder itself, to which notes about what was left out belong. */
#define PLAN_FOLDER "folder"

struct plan_store {
    char *path;
    const char *format;   /* driver name, PLAN_FOLDER, or "" where no driver wants it (reason says why) */
    char *archive;        /* the ZIP file it lies in, or NULL */
    bool directory;
    uint64_t size;        /* bytes; of folders the sum of their mail files; within an archive unpacked */
    int64_t mtime;        /* Unix nanoseconds, the newest of its parts */
    char *reason;         /* why nothing can be read from it, or NULL */
    uint64_t skipped;     /* PLAN_FOLDER: files below it that are no mail stores */
};

struct plan_note {
    size_t store;         /* index of the store it belongs to */
    bool incomplete;
    char *text;
};

struct plan {
    struct plan_store *stores; /* in the order they were found: paths as given, names sorted by bytes */
    size_t store_count;
    struct plan_note *notes;
    size_t note_count;
};

/* Never fails: what cannot be read becomes a store with a reason, or a note. Directories are entered once, whatever links lead
   to them, and to LIMIT_PATH_DEPTH. */
void plan_make(const char *const *paths, size_t path_count, struct plan *ret_plan);
void plan_free(struct plan *plan);

/* As in struct plan_store; 0 for times before 1970. */
int64_t plan_mtime(const struct stat *info);

#endif
