/* Subjects without what replies and lists put in front (RFC 5256 2.1 in spirit, more languages). */
#ifndef REPLYTRACE_SUBJECT_H
#define REPLYTRACE_SUBJECT_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* The part of `subject` behind Re:, Fw:, AW:, SV:, 返信:, 転送:, 回复: ... and [list] tags, trimmed; not a copy.
   *ret_reply: a reply or forward prefix was there. */
struct span subject_strip(struct span subject, bool *ret_reply);

/* subject_strip(), folded for comparing (base/fold.h). In the arena. */
struct span subject_base(struct arena *arena, struct span subject, bool *ret_reply);

#endif
