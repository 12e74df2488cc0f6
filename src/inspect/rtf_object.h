/* RTF under inspection: the OLE objects that it holds ([MS-OLEDS] 2.2 as hex after \objdata). */
#ifndef REPLYTRACE_RTF_OBJECT_H
#define REPLYTRACE_RTF_OBJECT_H

#include "inspect/inspection.h"

#define RTF_OBJECTS 32 /* of one file that are looked into */

void rtf_object_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
