/* Writes the one line of text that says what went wrong. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/utf8.h"

enum outcome err_set(struct err *err, enum outcome outcome, const char *format, ...)
{
    if (!err)
        return outcome;
    char text[2 * LIMIT_ERR_TEXT];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t size = length < 0 ? 0 : (size_t)length;
    if (size >= sizeof text)
        size = sizeof text - 1;
    struct span cut = utf8_cut((struct span){text, size}, sizeof err->text - 1);
    for (size_t i = 0; i < cut.size; i++)
        err->text[i] = (unsigned char)cut.data[i] < 0x20 || cut.data[i] == 0x7f ? '?' : cut.data[i];
    err->text[cut.size] = '\0';
    return outcome;
}
