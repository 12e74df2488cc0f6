/* The bytes of one member of a ZIP archive, inflated up to a bound. */
#ifndef REPLYTRACE_ZIP_READ_H
#define REPLYTRACE_ZIP_READ_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* The first `room` bytes of a member packed by a method of APPNOTE 4.4.5: stored, deflated, bzip2, LZMA, Zstandard, xz. False for
   another and when nothing can be unpacked. `packed` may run on behind its end. */
bool zip_unpack(struct arena *arena, unsigned method, struct span packed, size_t room, struct span *ret_bytes);

/* The first LIMIT_MEMBER_BYTES of the member called `name` (ASCII, any case), unpacked. False when the directory
   lists none, when it is encrypted, or packed otherwise. A stream that breaks off gives what came before. */
bool zip_read(struct arena *arena, struct span content, struct span name, struct span *ret_bytes);

#endif
