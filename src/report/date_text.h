/* Times as reports show them. */
#ifndef REPLYTRACE_DATE_TEXT_H
#define REPLYTRACE_DATE_TEXT_H

#include <stdint.h>
#include "base/arena.h"

/* All take Unix seconds and give text in `arena`; empty for MESSAGE_NO_DATE and other times outside the years 1000 to 9999. */

/* RFC 3339 in UTC: 2022-03-01T01:00:00Z. */
struct span date_text_utc(struct arena *arena, int64_t date);
/* 2022-03-01 01:00 UTC; where the environment sets TZ, in that zone: 2022-03-01 10:00 +0900. */
struct span date_text_minute(struct arena *arena, int64_t date);
/* 2022-03-01, in the same zone. */
struct span date_text_day(struct arena *arena, int64_t date);

#endif
