/* Bounces of a case, counted: by origin, account, machine and day. */
#ifndef REPLYTRACE_BOUNCE_DATA_H
#define REPLYTRACE_BOUNCE_DATA_H

#include "case/case_bounce.h"

enum bounce_left { BOUNCE_LEFT_NO, BOUNCE_LEFT_PERHAPS, BOUNCE_LEFT_YES };

/* Reports that have something in common. */
struct bounce_group {
    struct span key;
    size_t reports, mails, recipients; /* different mails that are reported on, different addresses that they did not reach */
    size_t accounts;                   /* different ones */
    int64_t first, last;               /* MESSAGE_NO_DATE = unknown */
    const struct case_bounce **list;   /* its reports, by date */
};

struct bounce_data {
    const struct case_bounce *bounces; /* by date */
    size_t count;
    const struct case_own_host *hosts;
    size_t host_count;
    enum bounce_left left;             /* did mail leave us that its authors did not send? Perhaps: only with low confidence */
    struct bounce_group abuse;         /* that mail: where some is sure, only what is not of low confidence */
    struct bounce_group doubtful;      /* the rest of it */
};

/* Everything lives in `arena`. */
enum outcome bounce_data_load(struct case_file *file, struct arena *arena, struct bounce_data *ret_data, struct err *err);

/* True for failures, delays, complaints, challenges and lures: what is counted. Receipts and vacation notes are told, no more. */
bool bounce_data_counts(const struct case_bounce *bounce);
/* True for mail that left us and that its author did not send. */
bool bounce_data_abuse(const struct case_bounce *bounce);

enum bounce_by { BOUNCE_BY_ORIGIN, BOUNCE_BY_ACCOUNT, BOUNCE_BY_CLIENT, BOUNCE_BY_DAY };

/* Groups of what counts; by account and client only of `abuse`. Reports without the key are left out. Origins come in the order of decision, days in
   order, others by number of mails. */
void bounce_data_group(struct arena *arena, const struct bounce_data *data, enum bounce_by by, const struct bounce_group **ret_groups,
                       size_t *ret_count);

/* Of the reports of a group, mails of this origin. */
size_t bounce_data_mails_of(const struct bounce_group *group, struct span origin);

/* Origins in the order of decision, by number; SPAN_NONE behind the last. */
struct span bounce_data_origin(size_t number);

/* The first sentence of evidence on which the origin stands; NULL: none. */
const struct case_bounce_evidence *bounce_data_deciding(const struct case_bounce *bounce);

/* Mail of somebody else that returns words of stored mail: it was stolen, whoever sent it. */
bool bounce_data_stolen(const struct case_bounce *bounce);

#endif
