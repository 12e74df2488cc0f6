/* The attachments of a mail under construction: MIME leaves and uuencoded files in plain text. */
#ifndef REPLYTRACE_MIME_ATTACHMENT_H
#define REPLYTRACE_MIME_ATTACHMENT_H

#include <stdbool.h>
#include "base/arena.h"
#include "decode/mime_tree.h"
#include "model/message.h"

/* A growing list in the arena; start with {0} but for `arena` and `message`, which takes the defects. */
struct mime_attachment_list {
    struct arena *arena;
    struct message *message;
    struct attachment *attachment;
    size_t count;
    size_t room;
    struct span charset; /* to try for raw 8-bit file names */
    unsigned depth;      /* of the mail, for messages within */
    const struct message *tnef; /* what the first winmail.dat holds, or NULL */
};

/* The file name that a part declares (Content-Disposition filename, else Content-Type name), decoded; may be empty. */
struct span mime_attachment_name(struct arena *arena, const struct mime_part *part, struct span charset);

/* Adds a leaf: content decoded to LIMIT_ATTACHMENT_BYTES, whole size and SHA-256; a message/rfc822 or .msg is decoded as `embedded`
   down to LIMIT_EMBEDDED_DEPTH. Behind a winmail.dat (TNEF) the attachments in it are added. Past LIMIT_ATTACHMENTS nothing is added and the defect says so. */
void mime_attachment_add(struct mime_attachment_list *list, const struct mime_part *part);

/* Takes uuencoded files (`begin 644 name` ... `end`) out of a text: they become attachments, the rest is returned. The text itself
   when there is none. */
struct span mime_attachment_take_uu(struct mime_attachment_list *list, struct span text);

#endif
