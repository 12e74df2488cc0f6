/* Documents of Office since 2007 (ECMA-376): macros by content type, and what they load from elsewhere. */
#ifndef REPLYTRACE_OOXML_H
#define REPLYTRACE_OOXML_H

#include "inspect/inspection.h"

#define OOXML_PARTS 20000       /* content types of one document that are read */
#define OOXML_PROJECTS 8        /* VBA projects of one document that are looked into */
#define OOXML_RELATIONS 16      /* lists of relationships, and again of links, of one document that are read */

/* `file` is a ZIP archive with a part [Content_Types].xml; `members` are those of it. A document that has macros gets its type of the
   same name with m: "docx" becomes "docm". */
void ooxml_inspect(struct inspection *inspection, struct inspected_file *file, const struct attachment_member *members, size_t count);

#endif
