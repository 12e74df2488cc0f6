/* Reads dates and senders in their older forms. */
#include "decode/tnef_legacy.h"

#include <stdint.h>
#include <time.h>
#include "store/pst/pst_bytes.h"

#define TICKS_PER_SECOND 10000000
#define SECONDS_1601_TO_1970 INT64_C(11644473600)
#define TIME_BYTES 8
#define ONE_OFF 4
#define TRP_BYTES 8

bool tnef_legacy_time(struct arena *arena, struct span value, struct span *ret_time)
{
    struct tm date = {.tm_year = pst_bytes_u16(value, 0) - 1900, .tm_mon = pst_bytes_u16(value, 2) - 1, .tm_mday = pst_bytes_u16(value, 4),
                      .tm_hour = pst_bytes_u16(value, 6), .tm_min = pst_bytes_u16(value, 8), .tm_sec = pst_bytes_u16(value, 10)};
    if (!pst_bytes_inside(value, 0, 12) || date.tm_year < 1601 - 1900 || date.tm_year > 9999 - 1900 || date.tm_mon < 0 || date.tm_mon > 11
        || date.tm_mday < 1 || date.tm_mday > 31 || date.tm_hour > 23 || date.tm_min > 59 || date.tm_sec > 60)
        return false;
    uint64_t ticks = (uint64_t)((int64_t)timegm(&date) + SECONDS_1601_TO_1970) * TICKS_PER_SECOND;
    char *bytes = arena_alloc(arena, TIME_BYTES);
    for (size_t i = 0; i < TIME_BYTES; i++)
        bytes[i] = (char)(unsigned char)(ticks >> 8 * i);
    *ret_time = (struct span){bytes, TIME_BYTES};
    return true;
}

static struct span up_to_nul(struct span text)
{
    size_t end = span_find_byte(text, '\0', 0);
    return span_slice(text, 0, end == SIZE_MAX ? text.size : end);
}

bool tnef_legacy_from(struct span value, struct span *ret_name, struct span *ret_type, struct span *ret_address)
{
    size_t name = pst_bytes_u16(value, 4), address = pst_bytes_u16(value, 6);
    if (pst_bytes_u16(value, 0) != ONE_OFF || !pst_bytes_inside(value, TRP_BYTES, name + address))
        return false;
    struct span whole = up_to_nul(span_slice(value, TRP_BYTES + name, address));
    size_t colon = span_find_byte(whole, ':', 0);
    *ret_name = up_to_nul(span_slice(value, TRP_BYTES, name));
    *ret_type = span_slice(whole, 0, colon == SIZE_MAX ? 0 : colon);
    *ret_address = span_slice(whole, colon == SIZE_MAX ? 0 : colon + 1, whole.size);
    return true;
}
