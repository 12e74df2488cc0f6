/* A compound file under inspection: which program's it is, whether it is encrypted, and its macros. */
#ifndef REPLYTRACE_OLE_H
#define REPLYTRACE_OLE_H

#include "inspect/inspection.h"

/* Makes file->type finer: "doc", "xls", "ppt", "ooxml" (an encrypted docx, xlsx or pptx), "msg", "msi", "vsd", "pub", "hwp"; else it stays "ole". */
void ole_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
