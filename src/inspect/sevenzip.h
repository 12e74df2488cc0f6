/* 7z archives: entries and encryption from the header, which may itself be packed or encrypted; members whose packing is known are read. */
#ifndef REPLYTRACE_SEVENZIP_H
#define REPLYTRACE_SEVENZIP_H

#include "inspect/inspection.h"

void sevenzip_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
