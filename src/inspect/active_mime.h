/* ActiveMime: how Office keeps a VBA project in a page that it saved, plain or in base64. */
#ifndef REPLYTRACE_ACTIVE_MIME_H
#define REPLYTRACE_ACTIVE_MIME_H

#include "inspect/inspection.h"

#define ACTIVE_MIME_PARTS 8 /* of one page that are looked into */

bool active_mime(struct span bytes);
/* `bytes` are such a part. */
void active_mime_inspect(struct inspection *inspection, const struct inspected_file *file, struct span bytes);
/* A page of several parts (MHT) or a document of Word 2003 (XML): those in it. Then what any page is looked at for (html_smuggle.h). */
void active_mime_page(struct inspection *inspection, struct inspected_file *file);

#endif
