/* TNEF (MS-OXTNEF), the winmail.dat of Outlook and Exchange: MAPI properties as a stream of attributes, read into a MAPI item. */
#ifndef REPLYTRACE_TNEF_H
#define REPLYTRACE_TNEF_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "store/mapi.h"

/* The signature that every such stream begins with. */
bool tnef_is(struct span bytes);

/* Values are spans of `bytes`. False where `bytes` are no TNEF. What is broken, cut off or past LIMIT_PROPERTIES, LIMIT_RECIPIENTS and
   LIMIT_ATTACHMENTS stands in the defects; what lies before it is given. `depth`: 0 for a stream in a mail; messages within are
   read down to LIMIT_EMBEDDED_DEPTH. */
bool tnef_read(struct arena *arena, struct span bytes, unsigned depth, struct mapi_item *ret_item);

#endif
