/* Inflates what lies packed in documents, within the budget of the mail. */
#ifndef REPLYTRACE_ZLIB_STREAM_H
#define REPLYTRACE_ZLIB_STREAM_H

#include <stdbool.h>
#include "inspect/inspection.h"

/* A zlib stream (RFC 1950), as far as inspection_room() lets it go; in the arena. False when nothing comes of it. */
bool zlib_stream_open(struct inspection *inspection, struct span packed, struct span *ret_bytes);

#endif
