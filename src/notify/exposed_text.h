/* What a text tells of people: addresses, telephone numbers, postal addresses. */
#ifndef REPLYTRACE_EXPOSED_TEXT_H
#define REPLYTRACE_EXPOSED_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#define EXPOSED_TEXT_FINDS 200 /* telephone numbers in one line that are counted: a longer line is data, not a letter */
#define EXPOSED_TEXT_KEPT (32u * 1024 * 1024) /* bytes of lines, and what was found in them, that are remembered: mails quote each other */

/* Who is told of each find. The spans live in the scratch arena. */
struct exposed_text_sink {
    void *context;
    void (*address)(void *context, struct span addr);    /* lower case */
    void (*telephone)(void *context, struct span digits);/* digits alone; +81 3 is 03 */
    void (*postal)(void *context, struct span letters);  /* folded letters and digits, to be compared */
    uint32_t lines_cut;                                  /* lines with more addresses than EXPOSED_LINE_ADDRESSES */
};

/* A reader with the patterns of exposure.yaml as it was when the program was built. FAULT: they do not compile. */
struct exposed_text;
enum outcome exposed_text_open(struct exposed_text **ret_reader, struct err *err);
void exposed_text_close(struct exposed_text *reader); /* NULL is fine */

/* `text` is UTF-8 with LF line ends. */
void exposed_text_read(struct exposed_text *reader, struct arena *scratch, struct span text, struct exposed_text_sink *sink);

/* True for text with kana: Japanese, whatever else is in it. */
bool exposed_text_kana(struct span text);

#endif
