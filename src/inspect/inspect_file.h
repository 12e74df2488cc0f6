/* Finds out what one file is and asks the reader of its type; used for the attachment and again for each member of it. */
#ifndef REPLYTRACE_INSPECT_FILE_H
#define REPLYTRACE_INSPECT_FILE_H

#include "inspect/inspection.h"

/* Sets file->type. Below INSPECTION_DEPTH only type and name are looked at, which is said as a limit for what could be opened. */
void inspect_file(struct inspection *inspection, struct inspected_file *file);

#endif
