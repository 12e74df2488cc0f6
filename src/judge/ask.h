/* Asks every heuristic about every mail in order of time, and learns from what is no hit. */
#ifndef REPLYTRACE_ASK_H
#define REPLYTRACE_ASK_H

#include "judge/hit.h"
#include "judge/mailing_list.h"
#include "judge/match.h"
#include "model/lure.h"
#include "model/password.h"

/* Hits in order of time; their spans live in `arena`. */
enum outcome ask_all(struct case_file *file, const struct corpus *corpus, const struct match *match,
                     const struct mailing_list *lists, const struct words *passwords, const struct words *lures,
                     struct arena *arena, struct hit_list *ret_hits, struct err *err);

#endif
