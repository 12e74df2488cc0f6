/* The letter to those concerned as a text that people may edit: settings, an empty line, the letter with {words} in it. */
#ifndef REPLYTRACE_NOTIFY_TEMPLATE_H
#define REPLYTRACE_NOTIFY_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#define NOTIFY_TEMPLATE_BYTES (256u * 1024) /* one file */
#define NOTIFY_TEMPLATE_SETTINGS 32         /* lines above the letter */

/* A {word} and what takes its place. */
struct notify_word {
    const char *key;
    struct span value;
};

struct notify_template {
    struct { struct span name, text; } settings[NOTIFY_TEMPLATE_SETTINGS];
    size_t setting_count;
    struct span letter;
};

/* notify.<language>.txt in `folder`, or as it was when the program was built where folder is NULL. FAULT: it cannot be read, is no UTF-8, has a
   line above the letter that is no setting, or lacks Subject or the letter. Lives in `arena`. */
enum outcome notify_template_read(const char *folder, const char *language, struct arena *arena, struct notify_template *ret_template,
                                  struct err *err);

/* The text of a setting, without the quotes around it; empty where there is none. The case of ASCII letters does not matter. */
struct span notify_template_setting(const struct notify_template *template, const char *name);

/* Appends `text` with its {words} filled in; unknown ones stay. A line of one word and nothing to fill in is left out, and the empty line
   behind it. What is filled in is never looked at for words again. */
void notify_template_fill(struct span text, const struct notify_word *words, size_t count, struct buf *out);

#endif
