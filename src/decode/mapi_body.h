/* The body of a MAPI item (MS-OXBBODY): the best of HTML, plain text and RTF, own words apart from quoted ones. */
#ifndef REPLYTRACE_MAPI_BODY_H
#define REPLYTRACE_MAPI_BODY_H

#include "base/arena.h"
#include "model/message.h"
#include "store/mapi.h"

/* Fills in segments, quote_headers and, where it is known, charset of *message; notes defects. */
void mapi_body_read(struct arena *arena, const struct mapi_item *item, struct message *message);

#endif
