/* Shortcuts of Windows ([MS-SHLLINK]) under inspection: what they run. */
#ifndef REPLYTRACE_LNK_H
#define REPLYTRACE_LNK_H

#include "inspect/inspection.h"

#define LNK_PADDED 60 /* blanks in a row that hide the end of a command from whoever looks at the properties */

void lnk_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
