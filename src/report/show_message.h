/* One message as `replytrace show` presents it: header facts, where it lies, and its words. */
#ifndef REPLYTRACE_SHOW_MESSAGE_H
#define REPLYTRACE_SHOW_MESSAGE_H

#include "case/case_read.h"
#include "report/pane.h"

struct show_message {
    struct case_message row;
    struct span own, quoted; /* words of a kind, its segments joined by line ends */
    struct span all;         /* both, in reading order */
    struct span place;       /* where it lies, visible */
    struct span sha256;      /* hex, of the raw bytes that the case keeps; empty = none kept */
};

/* Lives in `arena`. */
enum outcome show_message_load(struct case_file *file, struct arena *arena, int64_t id, struct show_message *ret_shown,
                               struct err *err);
void show_message_head(struct pane *pane, const char *title, const struct show_message *shown);
/* Nothing when `body` is empty; its bytes from..to are marked. */
void show_message_words(struct pane *pane, const char *title, struct span body, size_t from, size_t to);

#endif
