/* Landlock: takes every file from this process but its store and what the system's libraries read of their own accord. */
#ifndef REPLYTRACE_ISOLATE_FILES_H
#define REPLYTRACE_ISOLATE_FILES_H

#include <stdbool.h>

/* From now on only `path` (a file, or a folder with all that is below it) and the system's libraries, character sets, time zones
   and the like can be opened, for reading; where the kernel can, TCP, and sockets and signals that lead out of here, are refused
   too. Needs no_new_privs. False where the kernel has no Landlock: nothing has changed then. */
bool isolate_files_restrict(const char *path);

#endif
