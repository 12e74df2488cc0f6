/* Counts days with the C library's calendar, in UTC. */
#include "notify/notify_day.h"

#include <time.h>

#define SECONDS_PER_DAY 86400

static int number(struct span digits)
{
    int value = 0;
    for (size_t i = 0; i < digits.size; i++)
        value = value * 10 + (digits.data[i] - '0');
    return value;
}

static bool shaped(struct span day)
{
    static const char form[] = "0000-00-00";
    bool good = day.size == sizeof form - 1;
    for (size_t i = 0; good && i < day.size; i++)
        good = form[i] == '-' ? day.data[i] == '-' : day.data[i] >= '0' && day.data[i] <= '9';
    return good;
}

static bool take(struct span day, time_t *ret_time)
{
    if (!shaped(day))
        return false;
    struct tm parts = {.tm_year = number(span_slice(day, 0, 4)) - 1900, .tm_mon = number(span_slice(day, 5, 2)) - 1,
                       .tm_mday = number(span_slice(day, 8, 2))};
    struct tm wanted = parts;
    time_t time = timegm(&parts);
    *ret_time = time;
    return wanted.tm_year >= 70 && wanted.tm_year < 300 && parts.tm_mon == wanted.tm_mon && parts.tm_mday == wanted.tm_mday;
}

bool notify_day_valid(struct span day)
{
    time_t time;
    return take(day, &time);
}

struct span notify_day_later(struct arena *arena, struct span day, int days)
{
    time_t time;
    struct tm parts;
    char text[32];
    if (!take(day, &time))
        return SPAN_NONE;
    time += (time_t)days * SECONDS_PER_DAY;
    if (!gmtime_r(&time, &parts))
        return SPAN_NONE;
    return arena_copy(arena, (struct span){text, strftime(text, sizeof text, "%Y-%m-%d", &parts)});
}
