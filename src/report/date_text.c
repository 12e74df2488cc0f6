/* Times as text: UTC for data, the zone that TZ names for people. */
#include "report/date_text.h"

#include <stdlib.h>
#include <time.h>

#define DATE_FIRST (-30610224000) /* 1000-01-01T00:00:00Z */
#define DATE_LAST 253402214400    /* 9999-12-31T00:00:00Z: a zone cannot push it into the year 10000 */

/* Without TZ the zone is UTC, not the machine's: the same case then prints the same report everywhere. */
static struct span format_date(struct arena *arena, int64_t date, bool utc, const char *format)
{
    char text[64];
    struct tm parts;
    time_t time = (time_t)date;
    if (date < DATE_FIRST || date > DATE_LAST)
        return SPAN_NONE;
    if (!(utc ? gmtime_r(&time, &parts) : localtime_r(&time, &parts)))
        return SPAN_NONE;
    size_t size = strftime(text, sizeof text, format, &parts);
    return arena_copy(arena, (struct span){text, size});
}

struct span date_text_utc(struct arena *arena, int64_t date)
{
    return format_date(arena, date, true, "%Y-%m-%dT%H:%M:%SZ");
}

struct span date_text_minute(struct arena *arena, int64_t date)
{
    bool utc = !getenv("TZ");
    return format_date(arena, date, utc, utc ? "%Y-%m-%d %H:%M UTC" : "%Y-%m-%d %H:%M %z");
}

struct span date_text_day(struct arena *arena, int64_t date)
{
    return format_date(arena, date, !getenv("TZ"), "%Y-%m-%d");
}
