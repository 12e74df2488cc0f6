/* The records of a workbook of Excel before 2007 ([MS-XLS]): encryption and macro sheets. */
#ifndef REPLYTRACE_BIFF_H
#define REPLYTRACE_BIFF_H

#include "inspect/inspection.h"

#define BIFF_RECORDS 200000 /* records of the globals that are read */

/* `stream`: Workbook or Book, or a file of Excel 2 to 4 as it is. Facts, XLM macros and encryption of `file` are told. */
void biff_inspect(struct inspection *inspection, const struct inspected_file *file, struct span stream);

#endif
