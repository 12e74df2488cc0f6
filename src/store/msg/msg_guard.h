/* Looks at the directory of a compound file (MS-CFB) before libgsf does, which takes any shape of it at any cost. */
#ifndef REPLYTRACE_MSG_GUARD_H
#define REPLYTRACE_MSG_GUARD_H

#include <stdbool.h>
#include <gsf/gsf-input.h>
#include "base/arena.h"
#include "base/err.h"

/* libgsf recurses once for each link of the directory, and its time grows with the square of the entries of one storage: 3.4 s for
   16,000, more than 20 s for 50,000. */

/* True for the first 8 bytes of a compound file. */
bool msg_guard_magic(struct span head);

/* OK when sector sizes are those of the standard, every link of the directory leads to an entry of it that no other link leads to,
   no way through them is longer than MSG_GUARD_STEPS and no storage has more than LIMIT_MSG_SIBLINGS entries. *ret_message: the root storage has a property stream, so it is a message
   (MS-OXMSG 2.2.3). Else DAMAGED with the reason. Allocates in `arena` about the bytes of the directory. */
#define MSG_GUARD_STEPS 8192
enum outcome msg_guard(struct arena *arena, GsfInput *input, bool *ret_message, struct err *err);

#endif
