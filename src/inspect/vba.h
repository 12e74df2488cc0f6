/* VBA projects ([MS-OVBA]) in a compound file: found by what they are, wherever they lie. */
#ifndef REPLYTRACE_VBA_H
#define REPLYTRACE_VBA_H

#include "inspect/cfb.h"
#include "inspect/inspection.h"

#define VBA_PROJECTS 64                       /* projects of one file that are read */
#define VBA_MODULES 500                       /* modules of one project that are read */
#define VBA_SOURCE_BYTES (1024u * 1024)       /* source of one module that is read */

/* Tells inspection of VBA macros in `cfb` and of what they do. True when there are any. */
bool vba_inspect(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb);

/* The same for bytes that are a compound file: the part vbaProject.bin of a docm, a project in a PowerPoint atom. False also when they are none. */
bool vba_inspect_bytes(struct inspection *inspection, const struct inspected_file *file, struct span bytes);

#endif
