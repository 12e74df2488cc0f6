/* Lists of MAPI properties as TNEF has them (MS-OXTNEF 2.1.3.4 and 2.1.3.5). */
#ifndef REPLYTRACE_TNEF_PROPERTY_H
#define REPLYTRACE_TNEF_PROPERTY_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "store/mapi.h"

/* A bag that grows in the arena; start with {0}. */
struct tnef_bag {
    struct mapi_property *properties;
    size_t count;
    size_t room;
};

/* False, and nothing is added, at LIMIT_PROPERTIES. */
bool tnef_property_add(struct arena *arena, struct tnef_bag *bag, struct mapi_property property);

/* Takes one list off *rest into *bag. Named and multiple values are read over; a value of type OBJECT keeps the 16 bytes of its
   interface in front. False where the list breaks off or the bag is full: *rest is then of no use. */
bool tnef_property_list(struct arena *arena, struct span *rest, struct tnef_bag *bag);

#endif
