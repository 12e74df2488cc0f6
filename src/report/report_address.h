/* Every address of the forged mail, and whether it really sent, was only abused, or received. */
#ifndef REPLYTRACE_REPORT_ADDRESS_H
#define REPLYTRACE_REPORT_ADDRESS_H

#include "report/report_data.h"

enum report_address_role {
    REPORT_ADDRESS_REAL,      /* the account that sent, as far as a server or the From field tells */
    REPORT_ADDRESS_FAKE,      /* the person pretended to, or a From address behind which another account sent; also his
                                 very address in From, where no server says who sent: that calls nobody's account hijacked */
    REPORT_ADDRESS_RECIPIENT, /* To, Cc, Bcc */
};

struct report_address {
    struct span address;
    enum report_address_role role;
    const struct report_hit *const *hits; /* in report order */
    size_t hit_count;
    int64_t first, last;      /* MESSAGE_NO_DATE = no hit has a date */
};

/* By role, then most hits, then address; an address of several roles is listed in each. Only hits of high severity are looked at:
   what is merely worth a look makes nobody's account hijacked. In `arena`. */
enum outcome report_address_list(struct case_file *file, const struct report_data *data, struct arena *arena,
                                 const struct report_address **ret_addresses, size_t *ret_count, struct err *err);

/* "real", "fake", "recipient". */
const char *report_address_word(enum report_address_role role);

#endif
