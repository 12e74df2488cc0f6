/* What a scan will read of a ZIP archive: every folder with mails and every store in it, through archives within it. */
#ifndef REPLYTRACE_PLAN_ZIP_H
#define REPLYTRACE_PLAN_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct plan_zip_store {
    char *path;         /* as zip_place_open takes it; never the archive's own, whose root needs no row here */
    const char *format;
    uint64_t size;      /* bytes unpacked, as the archive says */
};

struct plan_zip_note {
    bool incomplete;
    char *text;
};

struct plan_zip {
    struct plan_zip_store *stores; /* in the order of the archive's directory, then its folders sorted by bytes */
    size_t store_count, store_capacity;
    struct plan_zip_note *notes;   /* about the archive */
    size_t note_count, note_capacity;
};

/* Never fails: what cannot be looked into is noted as incomplete, what is no mail as left out; of each kind LIMIT_PLAN_NOTES members
   are named and the rest is counted. */
void plan_zip_list(const char *path, struct plan_zip *ret_plan);
void plan_zip_free(struct plan_zip *plan);

#endif
