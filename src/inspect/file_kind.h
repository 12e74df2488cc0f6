/* What the end of a file name promises, and whether a type keeps the promise. */
#ifndef REPLYTRACE_FILE_KIND_H
#define REPLYTRACE_FILE_KIND_H

#include <stdbool.h>
#include "base/span.h"

enum file_kind {
    FILE_KIND_NONE,     /* an ending that promises nothing */
    FILE_KIND_OFFICE,
    FILE_KIND_PDF,
    FILE_KIND_PICTURE,
    FILE_KIND_MEDIA,    /* sound and film */
    FILE_KIND_TEXT,     /* plain text, tables, mail, calendars */
    FILE_KIND_PAGE,     /* HTML, SVG: opened by the browser */
    FILE_KIND_ARCHIVE,
    FILE_KIND_PROGRAM,
    FILE_KIND_SCRIPT,
    FILE_KIND_SHORTCUT,
    FILE_KIND_DISK,
};

/* Behind the last dot, without blanks and hidden signs at its end; empty when there is none. */
struct span file_kind_extension(struct span name);

/* Any case. ".com" is none: it ends more addresses of websites than programs. */
enum file_kind file_kind_of_extension(struct span extension);

/* Of a type as sniff_type() and the formats say. */
enum file_kind file_kind_of_type(struct span type);

/* True for kinds that run when they are opened. */
bool file_kind_runs(enum file_kind kind);

/* False only when a file of this type under this ending deceives: not when programs write it so, or open it all the same. */
bool file_kind_fits(enum file_kind promised, enum file_kind found);

#endif
