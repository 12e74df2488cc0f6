/* Cabinet files: entries, and the beginning of folders that are stored or packed with MSZIP. */
#ifndef REPLYTRACE_CAB_H
#define REPLYTRACE_CAB_H

#include "inspect/inspection.h"

void cab_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
