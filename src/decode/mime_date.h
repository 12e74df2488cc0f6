/* Dates of mail as they are really written: RFC 5322, RFC 850, asctime, ISO 8601 and what lies between. */
#ifndef REPLYTRACE_MIME_DATE_H
#define REPLYTRACE_MIME_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

/* Tolerates comments, two- and three-digit years (RFC 5322 4.3), missing seconds, weekday or zone (read as UTC), zone names,
   `+09:00`, 12-hour clocks. A wrong weekday is ignored, the zone is taken as sent. False where day, month or year are missing
   or out of range: then nothing is set. ret_time: Unix seconds; ret_zone: minutes east of UTC, may be NULL. */
bool mime_date(struct span text, int64_t *ret_time, int *ret_zone);

#endif
