/* Puts together all that heuristics may ask about one mail. */
#ifndef REPLYTRACE_SUSPICION_H
#define REPLYTRACE_SUSPICION_H

#include "case/case_file.h"
#include "heuristics/heuristic.h"
#include "judge/attribution.h"
#include "judge/circle.h"
#include "judge/habit.h"
#include "judge/like_org.h"
#include "judge/message_ids.h"
#include "model/lure.h"
#include "model/password.h"

struct suspicion_sources {
    struct case_file *file;
    const struct corpus *corpus;
    const struct match *match;
    const struct mailing_list *lists;
    const struct attribution *attribution;
    const struct knowledge *knowledge;
    const struct words *passwords; /* patterns of heuristics/words/password.yaml */
    const struct words *lures;     /* patterns of heuristics/words/lure.yaml */
    const struct message_ids *ids;
    const struct like_org *likes;
    const struct habit *habits;
    struct circle *circle;
};

#define SUSPICION_PEOPLE 8   /* namesakes and named addresses that are shown to a heuristic */
#define SUSPICION_QUOTES 20  /* originals that are named */

/* What heuristics do not need but the hit does. */
struct suspicion_numbers {
    uint32_t namesakes[SUSPICION_PEOPLE];  /* persons, as in suspicion->namesakes */
    uint32_t named[SUSPICION_PEOPLE];      /* persons or CORPUS_NONE, as in suspicion->named_addresses */
    uint32_t quotes[SUSPICION_QUOTES];     /* mail numbers, as in suspicion->thread.quotes */
};

/* True when a closer look can find anything at all; reads only numbers. */
bool suspicion_worth_asking(const struct suspicion_sources *sources, uint32_t mail);

/* Reads the mail again and fills everything in; it all lives in `arena`. */
enum outcome suspicion_make(const struct suspicion_sources *sources, uint32_t mail, struct arena *arena,
                            struct suspicion *ret_suspicion, struct suspicion_numbers *ret_numbers, struct err *err);

#endif
