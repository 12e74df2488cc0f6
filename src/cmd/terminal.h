/* What an output is: a terminal or not, how wide, and whether colours are wanted. */
#ifndef REPLYTRACE_TERMINAL_H
#define REPLYTRACE_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

bool terminal_is(FILE *stream);
/* Columns of the terminal, or of $COLUMNS; 0 = unknown. */
unsigned terminal_columns(FILE *stream);
/* A terminal that is not dumb, and NO_COLOR is not set. */
bool terminal_color(FILE *stream);

#endif
