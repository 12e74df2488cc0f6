/* One message of a PST with its recipients, attachments and the messages attached to it (MS-PST 2.4.5, 2.4.6). */
#ifndef REPLYTRACE_PST_MESSAGE_H
#define REPLYTRACE_PST_MESSAGE_H

#include "base/arena.h"
#include "base/err.h"
#include "store/mapi.h"
#include "store/pst/pst_block.h"

/* `names` of its store, lent to the item; may be NULL. DAMAGED when its properties cannot be read; what else is broken stands in the item's defects. Lives in `arena`. */
enum outcome pst_message_read(struct pst_block_file *file, struct arena *arena, const struct pst_page_node *node,
                              const struct mapi_names *names, const struct mapi_item **ret_item, struct err *err);

#endif
