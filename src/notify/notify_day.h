/* Days as people give them: 2022-03-01. */
#ifndef REPLYTRACE_NOTIFY_DAY_H
#define REPLYTRACE_NOTIFY_DAY_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* True for a day of the years 1970 to 2199 that the calendar has. */
bool notify_day_valid(struct span day);
/* `days` later; empty where `day` is not valid. */
struct span notify_day_later(struct arena *arena, struct span day, int days);

#endif
