/* The parts of a mail (RFC 2046) as a flat list in reading order, each with its raw content. */
#ifndef REPLYTRACE_MIME_TREE_H
#define REPLYTRACE_MIME_TREE_H

#include "base/arena.h"
#include "base/span.h"
#include "decode/mime_coding.h"
#include "decode/mime_field.h"
#include "model/message.h"

struct mime_part {
    struct span type;        /* "text/plain": lower case, defaults filled in */
    struct span type_value;  /* the Content-Type field as sent; may be empty */
    struct span disposition; /* the Content-Disposition field as sent; may be empty */
    struct span content_id;
    struct span description;
    enum mime_coding coding;
    struct span content;     /* undecoded; a leaf's only. Part of the raw mail */
    size_t end;              /* index behind its last descendant: the children of i are i + 1, part[i + 1].end, ... below end */
    bool multipart;
};

struct mime_tree {
    const struct mime_part *part; /* at least one; 0 is the whole mail */
    size_t count;                 /* at most LIMIT_PARTS, nested at most LIMIT_NESTING deep */
};

/* `fields` are the mail's own. A mail of one part is read here, a multipart by GMime within the bounds of mime_guard; embedded
   messages are leaves of type message/rfc822. A multipart without boundary or parts is one text/plain leaf. Defects go to
   `message`. */
void mime_tree_read(struct arena *arena, struct span raw, const struct mime_fields *fields, struct message *message,
                    struct mime_tree *ret_tree);

#endif
