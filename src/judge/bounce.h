/* Where the mails came from that reports return: sent by their authors, by an intruder, through a stolen account, or never through us. */
#ifndef REPLYTRACE_BOUNCE_H
#define REPLYTRACE_BOUNCE_H

#include "base/words.h"
#include "case/case_bounce.h"
#include "judge/corpus.h"
#include "judge/hit.h"
#include "judge/match.h"

struct bounce_given {
    const struct match *match;
    const struct hit_list *hits;
    const struct words *lures;
    const char *const *own_hosts; /* values of --own-host */
    size_t own_host_count;
};

/* Fills bounces and own_hosts of the result; all of it lives in `arena`. Own domains must be known.
   The first of these decides, and all evidence is kept:
   a lure that looks like a report; the original among the sent mails (by an intruder where it is unlike its owner); it left through a server
   of ours with a login or from within; our server took it from outside; the first foreign hop is not ours; nothing to go by. */
enum outcome bounce_find(struct case_file *file, const struct corpus *corpus, const struct bounce_given *given, struct arena *arena,
                         struct case_result *result, struct err *err);

#endif
