/* The folder that lists and drafts go to: what is there is never overwritten unless that was asked for, and nobody else can read it. */
#ifndef REPLYTRACE_NOTIFY_FOLDER_H
#define REPLYTRACE_NOTIFY_FOLDER_H

#include <stdbool.h>
#include "base/err.h"
#include "base/span.h"

#define NOTIFY_FOLDER_DRAFTS "drafts"

struct notify_folder {
    const char *path; /* borrowed */
    int whole;        /* descriptor of the folder */
    int drafts;       /* of drafts/ in it */
    bool force;
};

/* Makes the folder (mode 0700) and drafts/ in it. Without `force` it must be new or empty: FAULT. With it, drafts of an earlier run (P and digits,
   .eml) are removed: somebody who is no longer on the list must not be written to; other files stay until one of their name is written. */
enum outcome notify_folder_open(const char *path, bool force, struct notify_folder *ret_folder, struct err *err);
void notify_folder_close(struct notify_folder *folder);

/* A new file (mode 0600) in the folder, or in drafts/. With `force` one of this name is replaced; a link is replaced, never followed. */
enum outcome notify_folder_write(const struct notify_folder *folder, bool draft, const char *name, struct span bytes, struct err *err);

#endif
