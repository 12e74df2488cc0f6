/* Programs that unpack themselves: the archive behind or within them is inspected as if it stood alone. */
#ifndef REPLYTRACE_SELF_EXTRACT_H
#define REPLYTRACE_SELF_EXTRACT_H

#include "inspect/inspection.h"

/* Places that look like the beginning of an archive and are tried, for each format. */
#define SELF_EXTRACT_TRIES 16

void self_extract_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
