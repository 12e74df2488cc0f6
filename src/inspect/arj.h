/* ARJ archives: entries and their encryption; only stored members are read. */
#ifndef REPLYTRACE_ARJ_H
#define REPLYTRACE_ARJ_H

#include "inspect/inspection.h"

#define ARJ_HEADERS 20000   /* of one archive that are read */
#define ARJ_EXTENSIONS 64   /* extended headers of one entry */

void arj_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
