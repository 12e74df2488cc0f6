/* seccomp: the system calls that reading mail needs, and no other. */
#ifndef REPLYTRACE_ISOLATE_CALLS_H
#define REPLYTRACE_ISOLATE_CALLS_H

#include <stdbool.h>

/* From now on the process may read files, have memory, write to `fd`, to standard error and to the scratches, look at clocks and end; any other system
   call kills it (SIGSYS), opening for writing, sockets, exec and fork among them. Needs no_new_privs. False where the kernel has no
   seccomp: nothing has changed then. */
bool isolate_calls_restrict(int fd);

#endif
