/* Files that nobody's magic knows: scripts, by name and by what they say. */
#ifndef REPLYTRACE_SCRIPT_H
#define REPLYTRACE_SCRIPT_H

#include "inspect/inspection.h"

/* XML too: a script with a frame around it, or a document of Word 2003 with its macros. Also for archives that end such bytes (zip_inspect_end). file->type becomes "js", "vbs", "wsf", "hta", "ps1", "bat", "slk" or "activemime". */
void script_inspect(struct inspection *inspection, struct inspected_file *file);

#endif
