/* How a command says that it could not run. */
#include "cmd/command.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/utf8.h"

#define MESSAGE_BYTES 2048

int command_fail(const char *format, ...)
{
    char text[MESSAGE_BYTES];
    ARENA_LOCAL arena = arena_open();
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct span shown = utf8_visible(arena, span_of(text));
    fprintf(stderr, "replytrace: %.*s\n", SPAN_ARGS(shown));
    return STATUS_CANNOT_RUN;
}
