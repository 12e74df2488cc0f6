/* tar archives: POSIX ustar with pax names, and GNU's long names. */
#ifndef REPLYTRACE_TAR_H
#define REPLYTRACE_TAR_H

#include "inspect/inspection.h"

/* Headers of one archive that are read. */
#define TAR_HEADERS 20000

void tar_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
