/* Sections of OneNote ([MS-ONESTORE]) under inspection: the files that they hold. */
#ifndef REPLYTRACE_ONENOTE_H
#define REPLYTRACE_ONENOTE_H

#include "inspect/inspection.h"

#define ONENOTE_FILES 200 /* of one section that are looked into */

void onenote_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
