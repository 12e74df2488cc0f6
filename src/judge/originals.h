/* Which stored mails a mail quotes, within the thread that it quotes most of. */
#ifndef REPLYTRACE_ORIGINALS_H
#define REPLYTRACE_ORIGINALS_H

#include "judge/suspicion.h"

struct original {
    uint32_t mail;  /* number */
    uint32_t hits;  /* rare fingerprints of the quote that it explains; 0 = the reply header alone names it */
};

/* Newest first: the mails whose own words are quoted, and the one that the reply header names. Mails that only quote the same themselves
   come behind them, newest first, where they explain more than the others together: they stand for originals that are not stored.
   Copies of one mail (one Message-ID) are named once, and what is a hit itself never. `marked`: by quoted text, else by own text.
   At most SUSPICION_QUOTES, those with the most hits. */
size_t originals_find(const struct suspicion_sources *sources, uint32_t mail, uint32_t thread, bool marked,
                      struct original ret_originals[SUSPICION_QUOTES]);

#endif
