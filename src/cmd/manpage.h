/* The man page replytrace(1), made from the commands' tables. */
#ifndef REPLYTRACE_MANPAGE_H
#define REPLYTRACE_MANPAGE_H

#include <stdio.h>
#include "cmd/command.h"

/* man(7) roff in English, whatever the locale. `commands` ends with NULL. */
void manpage_print(FILE *out, const struct command *const *commands);

#endif
