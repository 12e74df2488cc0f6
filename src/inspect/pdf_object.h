/* Objects of PDF (ISO 32000-2, 7.3) found and taken apart without the cross-reference table: hostile files lie there. */
#ifndef REPLYTRACE_PDF_OBJECT_H
#define REPLYTRACE_PDF_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/span.h"

#define PDF_TOKENS 20000     /* of one dictionary that are read */
#define PDF_OBJECT_BYTES (128u * 1024) /* of one object that are read; streams have no bound */
#define PDF_DICTIONARY 4096u /* bytes before a name within which the beginning of its object is sought */

/* The first object in `text` (blanks and comments before it left out): a whole dictionary or array with what is in it, a string, a name
   with its `/`, else a run of other signs. Empty at the end. *ret_rest, where not NULL: what follows it. */
struct span pdf_object_take(struct span text, struct span *ret_rest);

/* The value of a key of the dictionary at the beginning of `text`, and what follows it there ("12" and " 0 R ..."); empty when it has none. */
struct span pdf_object_value(struct span text, const char *key);

/* Whether a name, with its `/` and its #xx, is `plain`. */
bool pdf_object_is_name(struct span name, const char *plain);

/* The object of this number, newest first: what follows "12 0 obj". A value "12 0 R" is resolved, another is given back. */
struct span pdf_object_resolve(struct span file, struct span value);

/* The dictionary of the object in which position `at` lies; empty when none begins within PDF_DICTIONARY bytes before. */
struct span pdf_object_around(struct span file, size_t at);

/* The bytes of a stream whose dictionary begins `text`, to its end as `endstream` has it; empty when it is none. */
struct span pdf_object_stream(struct span text);

#endif
