/* Files that are blown up so that scanners leave them out. */
#ifndef REPLYTRACE_PADDED_H
#define REPLYTRACE_PADDED_H

#include "inspect/inspection.h"

#define PADDED_BYTES (16u * 1024 * 1024) /* filler below this hides from nobody */

/* Tells PADDED when the bytes end in PADDED_BYTES or more of one value and these are nine tenths of the file. */
void padded_inspect(struct inspection *inspection, const struct inspected_file *file);

#endif
