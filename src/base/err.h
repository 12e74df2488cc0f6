/* The ladder of outcomes and the one line of text that says what went wrong, set where it was found. */
#ifndef REPLYTRACE_ERR_H
#define REPLYTRACE_ERR_H

#include "base/limits.h"

enum outcome {
    OUTCOME_OK,      /* done */
    OUTCOME_END,     /* nothing more to give */
    OUTCOME_DAMAGED, /* this item is broken; the next one can still be read */
    OUTCOME_DEAD,    /* this store or file can give nothing more */
    OUTCOME_FAULT,   /* our side failed: disk full, no permission to write, a bug */
};

struct err {
    char text[LIMIT_ERR_TEXT]; /* UTF-8, NUL-terminated, no newline; valid after any outcome but OK and END */
};

/* Formats the text (cut to its bound at a character) and returns `outcome`, so that a caller can write
   `return err_set(err, OUTCOME_DEAD, ...)`. `err` may be NULL. Control characters are shown as '?'. */
enum outcome err_set(struct err *err, enum outcome outcome, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
