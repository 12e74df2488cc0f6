/* What the source of a macro does, by its words: starts by itself, writes, executes. */
#ifndef REPLYTRACE_VBA_WORDS_H
#define REPLYTRACE_VBA_WORDS_H

#include "base/span.h"

/* The first word of each kind that was seen; spans of the source. */
struct vba_deeds {
    struct span starts;   /* name of a procedure that the program calls by itself */
    struct span writes;   /* a statement or function that writes files */
    struct span executes; /* one that runs something outside of the document */
};

/* Adds what is in `source`. Comments and strings do not count. */
void vba_words_read(struct span source, struct vba_deeds *deeds);

#endif
