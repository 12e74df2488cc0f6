/* What every format needs of a case: results, stores, troubles, and the header facts of the hits. */
#ifndef REPLYTRACE_REPORT_DATA_H
#define REPLYTRACE_REPORT_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "case/case_read.h"
#include "case/case_result.h"
#include "report/report.h"

struct report_hit {
    const struct case_hit *hit;
    int64_t date;        /* message_time(); MESSAGE_NO_DATE = unknown */
    struct span account; /* sending account, or, where none is visible, the From address */
};

struct report_data {
    bool judged;                       /* else result is empty */
    struct case_result result;
    const struct report_hit *hits;     /* result.hit_count, in the same order */
    const struct report_hit *aside;    /* result.aside_count, likewise: hits that count for nothing */
    size_t undone;                     /* hits about which a person decided, or took back, something since they were judged */
    const struct case_store *stores;   /* by path */
    size_t store_count;
    const struct case_folder *folders; /* by path of their store, then by name */
    size_t folder_count;
    const struct case_trouble *troubles;
    size_t trouble_count;
    bool complete;
};

/* Everything lives in `arena`. */
enum outcome report_data_load(struct case_file *file, struct arena *arena, struct report_data *ret_data, struct err *err);
struct report_summary report_data_summary(const struct report_data *data);

/* Where a message lay, as case_read_places(), but for copies within other mails where it also lay by itself: somebody who forwards
   a forged mail to the help desk sent evidence, not a hit. */
enum outcome report_data_places(struct case_file *file, int64_t message, struct arena *arena,
                                const struct case_place **ret_places, size_t *ret_count, struct err *err);

/* True when the store was read to its end and accounts for all it expects. */
bool report_data_store_complete(const struct case_store *store);

#endif
