/* Presentations of PowerPoint before 2007 ([MS-PPT]): encryption and VBA projects. */
#ifndef REPLYTRACE_PPT_H
#define REPLYTRACE_PPT_H

#include "inspect/cfb.h"
#include "inspect/inspection.h"

#define PPT_BYTES (16u * 1024 * 1024) /* of the document stream that are read */
#define PPT_RECORDS 200000            /* records of it */
#define PPT_PROJECTS 16               /* packed objects in it that are looked into */

void ppt_inspect(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb);

#endif
