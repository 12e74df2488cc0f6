/* The file that --allow names. */
#ifndef REPLYTRACE_ALLOW_FILE_H
#define REPLYTRACE_ALLOW_FILE_H

#include "cmd/command.h"
#include "judge/allow_list.h"

/* Reads it into `arena` and sets *ret_list to it; a NULL path gives NULL. STATUS_CANNOT_RUN with a line on stderr when it cannot be
   read or a line of it is bad; entries that let everybody in are warned of. */
enum command_status allow_file_read(const char *path, struct arena *arena, const struct allow_list **ret_list);

#endif
