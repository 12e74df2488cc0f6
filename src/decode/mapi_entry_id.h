/* Entry ids of people (MS-OXCDATA 2.2.5): one-off entries carry name and address, Exchange entries a legacy name. */
#ifndef REPLYTRACE_MAPI_ENTRY_ID_H
#define REPLYTRACE_MAPI_ENTRY_ID_H

#include <stddef.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/address.h"

/* ADDRESS_NONE for other kinds of entries and for damaged ones. */
struct address mapi_entry_id_person(struct arena *arena, struct span entry, unsigned codepage);

/* A FLATENTRYLIST (MS-OXCDATA 2.3.3) of people; *ret_list and *ret_count untouched where it names nobody. False where it has entries
   that are not given: of other kinds, damaged, or past LIMIT_ADDRESSES. */
bool mapi_entry_id_list(struct arena *arena, struct span list, unsigned codepage, const struct address **ret_list,
                        size_t *ret_count);

#endif
