/* Tags of the XML that Office writes, one by one: enough to read lists of parts and of relationships. */
#ifndef REPLYTRACE_XML_TAG_H
#define REPLYTRACE_XML_TAG_H

#include <stdbool.h>
#include "base/span.h"

/* Takes the next tag called `name` (without prefix) off *rest: what stands between the name and the `>`. False when there is none.
   Comments and CDATA are not told apart: what hides a tag in them is no program of Office. */
bool xml_tag_take(struct span *rest, struct span name, struct span *ret_tag);

/* The value of an attribute, with its prefix if it has one, as it is written; empty when there is none. */
struct span xml_tag_value(struct span tag, struct span attribute);

#endif
