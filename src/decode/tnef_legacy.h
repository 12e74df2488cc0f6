/* What TNEF keeps in forms older than MAPI (MS-OXTNEF 2.1.3.3): Outlook leaves these facts out of the list of properties. */
#ifndef REPLYTRACE_TNEF_LEGACY_H
#define REPLYTRACE_TNEF_LEGACY_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* A DTR as the 8 bytes of a MAPI_TIME, in the arena. False where it is no date of the years 1601 to 9999. */
bool tnef_legacy_time(struct arena *arena, struct span value, struct span *ret_time);

/* The sender, a TRP of a one-off: 8-bit strings within `value`, the type ("SMTP") empty where the address names none. False where it
   is another kind or ends early. */
bool tnef_legacy_from(struct span value, struct span *ret_name, struct span *ret_type, struct span *ret_address);

#endif
