/* Exchange names: the legacy DN (MS-OXOABK 2.2.1.1) by which Exchange knows a mailbox, and the SMTP address that goes with it. */
#ifndef REPLYTRACE_EXCHANGE_NAME_H
#define REPLYTRACE_EXCHANGE_NAME_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* That a mailbox has both: what one item of a store shows. */
struct exchange_name {
    struct span dn;   /* "/o=.../cn=...", lower case */
    struct span smtp; /* lower case */
};

/* True for a DN and an address as address_make() leaves them, each of at most LIMIT_FIELD_BYTES. */
bool exchange_name_valid(const struct exchange_name *name);

/* The DN that an address of kind ADDRESS_EX stands for: itself, or what an IMCEAEX address encapsulates (MS-OXOMSG; `_` is `/`,
   `+XX` a byte): in the arena, lower case. Empty where that is no DN, holds a control character or is no UTF-8. */
struct span exchange_name_dn(struct arena *arena, struct span addr);

/* True where `smtp` may stand for `addr`: an encapsulated address names the domain that wrapped it, and another organisation's wrapping
   is no more than a claim. */
bool exchange_name_fits(struct span addr, struct span smtp);

#endif
