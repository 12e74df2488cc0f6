/* What a file name's ending says of what the file may do. */
#ifndef REPLYTRACE_RISKY_NAME_H
#define REPLYTRACE_RISKY_NAME_H

#include "base/span.h"

/* By what payloads came as, 2019-2025: the rarer in honest mail, the later. */
enum risky_name {
    RISKY_NAME_NO,
    RISKY_NAME_ARCHIVE,  /* zip and its kin: everyday */
    RISKY_NAME_DOCUMENT, /* old Office formats, RTF: room for macros */
    RISKY_NAME_PAGE,     /* HTML, SVG: may build a file within the reader's browser */
    RISKY_NAME_MACROS,   /* Office formats that exist for macros */
    RISKY_NAME_RUNS,     /* programs, scripts, disk images, shortcuts, notes with attachments */
};

/* By the ending of a trimmed name; the case of ASCII letters does not matter. */
enum risky_name risky_name(struct span name);

#endif
