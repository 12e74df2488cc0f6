/* What an attachment is and what was found in it, for people. */
#ifndef REPLYTRACE_ATTACHMENT_TEXT_H
#define REPLYTRACE_ATTACHMENT_TEXT_H

#include "model/attachment.h"
#include "report/page.h"

/* `name` as a heading, and below it, indented, all that is known. */
void attachment_text(const struct page *page, unsigned indent, struct span name, const struct attachment *attachment);

#endif
