/* Where a line of text speaks of a date: enough to know an attribution line by, not to compute with. */
#ifndef REPLYTRACE_QUOTE_DATE_H
#define REPLYTRACE_QUOTE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/span.h"

struct quote_date {
    size_t digit;   /* position of the first digit; SIZE_MAX = none at all, and then nothing else is set */
    size_t start;   /* of the first year, d/m/y or time, and of the day beside it */
    size_t end;     /* behind the last year, d/m/y, time and what belongs to it: AM, zone, weekday in brackets */
    bool full;      /* a year of four digits or d/m/y */
    bool time;      /* hh:mm */
};

struct quote_date quote_date_find(struct span text);

#endif
