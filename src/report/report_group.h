/* Hits put together: by the sender that they claim, by the account that sent them, by organisation, by campaign. */
#ifndef REPLYTRACE_REPORT_GROUP_H
#define REPLYTRACE_REPORT_GROUP_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "report/report_data.h"

enum report_group_by {
    REPORT_BY_CLAIMED,          /* address of the claimed sender, or his name where no address is known */
    REPORT_BY_CLAIMED_CAMPAIGN, /* the same, and apart for each campaign */
    REPORT_BY_ACCOUNT,
    REPORT_BY_ORGANISATION,     /* of the claimed sender */
};

struct report_group {
    struct span key;           /* empty: the hits where it is not known */
    struct span campaign;      /* of REPORT_BY_CLAIMED_CAMPAIGN */
    const struct report_hit *const *hits; /* in report order */
    size_t hit_count;
    int64_t first, last;       /* MESSAGE_NO_DATE = no hit has a date */
};

/* Largest group first, then by key and campaign; groups of unknown key last. In `arena`. */
void report_group(struct arena *arena, const struct report_data *data, enum report_group_by by,
                  const struct report_group **ret_groups, size_t *ret_count);

/* The same of the hits that the allow list left out, by their sending account. */
void report_group_allowed(struct arena *arena, const struct report_data *data, const struct report_group **ret_groups, size_t *ret_count);

/* How many different sending accounts the group has. */
size_t report_group_accounts(struct arena *arena, const struct report_group *group);

#endif
