/* Asks the system about a terminal (POSIX). */
#include "cmd/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_MOST 1000

bool terminal_is(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

unsigned terminal_columns(FILE *stream)
{
    struct winsize size;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    const char *text = getenv("COLUMNS");
    unsigned long columns = text ? strtoul(text, NULL, 10) : 0;
    return columns > COLUMNS_MOST ? COLUMNS_MOST : (unsigned)columns;
}

bool terminal_color(FILE *stream)
{
    const char *term = getenv("TERM"), *no = getenv("NO_COLOR");
    return terminal_is(stream) && term && strcmp(term, "dumb") != 0 && !(no && *no);
}
