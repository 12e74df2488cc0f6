/* Asks every heuristic about every mail in order of time, and learns from what is no hit, or none that counts. */
#ifndef REPLYTRACE_ASK_H
#define REPLYTRACE_ASK_H

#include "judge/allow_list.h"
#include "judge/hit.h"
#include "judge/mailing_list.h"
#include "judge/match.h"
#include "judge/triage.h"
#include "model/lure.h"
#include "model/password.h"

/* What is known before the first mail is asked about. All borrowed. */
struct ask_given {
    const struct match *match;
    const struct mailing_list *lists;
    const struct words *passwords, *lures;
    const bool *ids_long;        /* hit_id_long() */
    const struct triage *triage;
    const struct allow_list *allow;
};

/* Hits in order of time; their spans live in `arena`. A hit that counts for nothing is in `aside` instead. What a person judged is
   always a hit, whatever its score: a true one of high severity, a false one set aside. `near`: what is no hit for want of less than a
   campaign adds. */
enum outcome ask_all(struct case_file *file, const struct corpus *corpus, const struct ask_given *given, struct arena *arena,
                     struct hit_list *ret_hits, struct hit_list *ret_aside, struct hit_list *ret_near, struct err *err);

#endif
