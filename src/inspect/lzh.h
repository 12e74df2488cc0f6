/* LZH archives (LHA, header levels 0 to 3; LArc): entries; members that are stored or packed by -lh4- to -lh7- are read. */
#ifndef REPLYTRACE_LZH_H
#define REPLYTRACE_LZH_H

#include "inspect/inspection.h"

#define LZH_HEADERS 20000   /* of one archive that are read */
#define LZH_EXTENSIONS 64   /* extended headers of one entry that are read */

void lzh_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
