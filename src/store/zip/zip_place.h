/* Where a store lies: on disk, or within a ZIP archive. The path of the latter is the archive's and then the member's or folder's
   ("/srv/export.zip/Takeout/Mail/Inbox.mbox"), through one archive within another too. */
#ifndef REPLYTRACE_ZIP_PLACE_H
#define REPLYTRACE_ZIP_PLACE_H

#include "store/scratch.h"

struct zip_place {
    char *path;        /* what to open: on disk, or the member unpacked in memory */
    char *folder;      /* NULL: a driver opens `path`; else `path` is an archive and this one of its folders ("" = root) */
    unsigned level;    /* archives that were opened; a further scratch is of this level */
    bool inside;       /* within an archive */
    uint32_t flags;    /* enum message_flag that the member's name tells */
    struct scratch scratches[SCRATCH_LEVELS];
    struct err damage; /* the member was unpacked in part: why; else empty */
};

/* malloc'ed: the file or folder on disk that it lies in: its longest beginning that is there; the path itself when it is, or nothing. */
char *zip_place_file(const char *path);

/* DEAD with a reason when there is no such archive or member, or it cannot be unpacked. */
enum outcome zip_place_open(const char *path, struct zip_place *ret_place, struct err *err);
void zip_place_close(struct zip_place *place);

#endif
