/* Documents of ODF under inspection: the scripts that they hold (ODF 1.3 part 3, 3.13). */
#ifndef REPLYTRACE_ODF_BASIC_H
#define REPLYTRACE_ODF_BASIC_H

#include "inspect/inspection.h"

/* Basic modules and scripts of other languages count as VBA: they do what it does. `members` are those of the document. */
void odf_basic_inspect(struct inspection *inspection, struct inspected_file *file, const struct attachment_member *members, size_t count);

#endif
