/* Keeps the list of defects: rare, so it is copied as it grows. */
#include "decode/mime_note.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/limits.h"

#define NOTE_BYTES 300

static void add(struct arena *arena, struct message *message, struct span text)
{
    for (size_t i = 0; i < message->defect_count; i++)
        if (span_equal(message->defects[i], text))
            return;
    if (message->defect_count >= LIMIT_DEFECTS)
        return;
    struct span *grown = arena_array(arena, message->defect_count + 1, sizeof *grown);
    if (message->defect_count)
        memcpy(grown, message->defects, message->defect_count * sizeof *grown);
    bool last = message->defect_count + 1 == LIMIT_DEFECTS;
    grown[message->defect_count++] = last ? SPAN_LITERAL("more defects than are listed") : arena_copy(arena, text);
    message->defects = grown;
}

void mime_note(struct arena *arena, struct message *message, const char *format, ...)
{
    char text[NOTE_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    add(arena, message, span_of(text));
}

void mime_note_cut(struct arena *arena, struct message *message, const char *format, ...)
{
    char text[NOTE_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    message->flags |= MESSAGE_CUT;
    add(arena, message, span_of(text));
}
