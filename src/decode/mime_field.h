/* A header block as a list of fields (RFC 5322 2.2), nothing decoded: names and values are spans of the raw bytes. */
#ifndef REPLYTRACE_MIME_FIELD_H
#define REPLYTRACE_MIME_FIELD_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

struct mime_field {
    struct span name;  /* as sent, without the colon and blanks before it */
    struct span value; /* raw: folded, undecoded, blanks at both ends taken off */
};

struct mime_fields {
    const struct mime_field *field;
    size_t count;
    struct span body;  /* what follows the empty line, or the line where the fields end */
    bool cut;          /* LIMIT_HEADER_BYTES or LIMIT_HEADER_FIELDS reached: later fields are missing, except some Content- fields */
    bool garbage;      /* lines that are no field were skipped, or the empty line is missing */
};

/* Reads the fields at the start of `raw`. A "From " line of an mbox and empty lines before the first field are skipped.
   LF and CRLF end a line. A parameter at the start of a line belongs to the value above that ends in `;`. Never fails: bytes without any field are all body. */
void mime_field_parse(struct arena *arena, struct span raw, struct mime_fields *ret_fields);

/* True for a field of this name, in any case. */
static inline bool mime_field_is(const struct mime_field *field, struct span name)
{
    return field->name.size == name.size && span_equal_nocase(field->name, name);
}

/* The value of the first field of this name (any case), or an empty span. */
struct span mime_field_value(const struct mime_fields *fields, struct span name);

/* The value without its line breaks (RFC 5322 2.2.3); the value itself where it has none. */
struct span mime_field_unfold(struct arena *arena, struct span value);

#endif
