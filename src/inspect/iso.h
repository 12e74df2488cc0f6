/* Disk images of ISO 9660: the files of their directories, with Joliet's names where there are some. */
#ifndef REPLYTRACE_ISO_H
#define REPLYTRACE_ISO_H

#include "inspect/inspection.h"

#define ISO_FOLDERS 200    /* of one image that are read */
#define ISO_DEPTH 8        /* folders within folders, ECMA-119 6.8.2.1 */
#define ISO_RECORDS 20000  /* of all folders together */

void iso_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
