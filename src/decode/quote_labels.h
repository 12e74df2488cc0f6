/* The words that mail programs put above a quoted mail, per language: labels of header blocks and separator lines. */
#ifndef REPLYTRACE_QUOTE_LABELS_H
#define REPLYTRACE_QUOTE_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/span.h"

enum quote_field { QUOTE_FROM, QUOTE_SENT, QUOTE_TO, QUOTE_CC, QUOTE_SUBJECT, QUOTE_FIELDS };

#define QUOTE_LANGUAGES 22 /* bits of quote_label.languages */

struct quote_label {
    const char *text;       /* without colon; ASCII letters match in any case */
    enum quote_field field;
    uint32_t languages;     /* one bit each: labels of one block must share a language */
};

/* All labels; for tests. */
const struct quote_label *quote_labels_table(size_t *ret_count);

/* Cheap gate: can a label, or a star in front of one, start with this byte? */
bool quote_labels_first_byte(char byte);

/* `line` is a trimmed line. Label, blanks, `:` or U+FF1A, with `*bold*` stars anywhere around them; *ret_value is the trimmed
   rest. NULL where the line starts with no label. */
const struct quote_label *quote_labels_match(struct span line, struct span *ret_value);

enum quote_separator {
    QUOTE_SEPARATOR_NONE,
    QUOTE_SEPARATOR_ANNOUNCES, /* "Begin forwarded message:": says something only with a block or a quote behind it */
    QUOTE_SEPARATOR_CUTS,      /* "-----Original Message-----": what follows is quoted in any case */
};

/* What a trimmed line is as a separator. */
enum quote_separator quote_labels_separator(struct span line);

/* A line of at least 5 dashes, underscores, equal signs or stars and nothing else. */
bool quote_labels_rule(struct span line);

#endif
