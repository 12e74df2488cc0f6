/* Defects of a mail, noted where they are met: one English line each, at most LIMIT_DEFECTS. */
#ifndef REPLYTRACE_MIME_NOTE_H
#define REPLYTRACE_MIME_NOTE_H

#include "base/arena.h"
#include "model/message.h"

/* Adds a defect. The same text twice is one defect; the last place says that there are more. */
void mime_note(struct arena *arena, struct message *message, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* As mime_note, and the mail is MESSAGE_CUT: a limit was reached. */
void mime_note_cut(struct arena *arena, struct message *message, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
