/* The id of a mail as a hit: made of its key alone, so it is the same after every scan and every judge. */
#ifndef REPLYTRACE_HIT_ID_H
#define REPLYTRACE_HIT_ID_H

#include "base/arena.h"
#include "judge/corpus.h"

/* "H" and so many hexadecimal digits of the key. Mails of one corpus that have them in common, by chance or because somebody
   computed them so, have all digits in their ids: an id never means two mails. */
#define HIT_ID_DIGITS 10

/* By mail: true where the id has all digits. malloc'ed: the caller frees it. */
bool *hit_id_long(const struct corpus *corpus);
struct span hit_id(const struct corpus *corpus, const bool *ids_long, uint32_t mail, struct arena *arena);

#endif
