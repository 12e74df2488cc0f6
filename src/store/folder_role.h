/* What a folder is for, told by its name: sent, drafts, deleted, in the languages that mail programs use. */
#ifndef REPLYTRACE_FOLDER_ROLE_H
#define REPLYTRACE_FOLDER_ROLE_H

#include <stdint.h>
#include "base/span.h"

/* MESSAGE_SENT_COPY, MESSAGE_DRAFT, MESSAGE_DELETED (enum message_flag) or 0, by the last component of `path`
   ('/' between, UTF-8; ".mbox", ".mbx" and ".eml" endings are passed over). */
uint32_t folder_role(struct span path);

#endif
