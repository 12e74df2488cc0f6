/* A ZIP archive under inspection: members, encryption, and what kind of document it is. */
#ifndef REPLYTRACE_ZIP_INSPECT_H
#define REPLYTRACE_ZIP_INSPECT_H

#include "inspect/inspection.h"

void zip_inspect(struct inspection *inspection, struct inspected_file *file);
/* The same for a file that may end in an archive: nothing when it does not. */
void zip_inspect_end(struct inspection *inspection, struct inspected_file *file);

#endif
