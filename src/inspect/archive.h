/* What all archives have in common: entries are listed, their names and sizes looked at, and what can be read is inspected in turn. */
#ifndef REPLYTRACE_ARCHIVE_H
#define REPLYTRACE_ARCHIVE_H

#include "inspect/inspection.h"

#define ARCHIVE_NAME_BYTES 1024

struct archive_listed {
    struct span name;   /* valid UTF-8; copied, the first ARCHIVE_NAME_BYTES of it */
    uint64_t size;      /* declared, unpacked */
    uint64_t packed;    /* declared, in the archive; 0 where only the whole archive has one */
    bool encrypted;
    bool folder;        /* nothing is looked at but that it is there */
};

/* Declared sizes at which an entry is blown up: more than this, and more than so many times its packed size. Mail gateways and sandboxes
   leave files of 25 to 100 MB out; honest documents pack 50 times at the most. */
#define ARCHIVE_PADDED_BYTES (50u * 1024 * 1024)
#define ARCHIVE_PADDED_RATIO 250u

bool archive_padded(const struct archive_listed *entry);

/* Lists an entry and tells the facts of its name and size. NULL when the list is full. Valid until the next call. */
struct attachment_member *archive_add(struct inspection *inspection, const struct inspected_file *outer, const struct archive_listed *entry);

/* The beginning of an entry: it is paid for, hashed and inspected. */
void archive_enter(struct inspection *inspection, const struct inspected_file *outer, struct attachment_member *member, struct span bytes);

#endif
