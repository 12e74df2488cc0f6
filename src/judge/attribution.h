/* The stored mail that a reply header names, for quotes too short to have fingerprints. */
#ifndef REPLYTRACE_ATTRIBUTION_H
#define REPLYTRACE_ATTRIBUTION_H

#include "judge/corpus.h"

struct attribution {
    const struct corpus *corpus;
    uint32_t *order;  /* mail numbers by base subject, then time; malloc'ed */
    uint32_t *first;  /* by subject, one more at the end: position in order; malloc'ed */
};

void attribution_open(struct attribution *attribution, const struct corpus *corpus);
void attribution_close(struct attribution *attribution);

/* The topmost reply header of `mail` fits the earlier `original`: its subject and its sender (address, else distinct name). */
bool attribution_names(const struct corpus *corpus, const struct corpus_mail *mail, const struct corpus_mail *original);

/* The earlier mail with the subject and the sender (address, else distinct name) that the topmost reply header of `mail` names: the newest
   whose minute of the hour fits, else the newest. CORPUS_NONE: there is none, or no such header. *ret_dated (may be NULL): the minute fits. */
uint32_t attribution_find(const struct attribution *attribution, uint32_t mail, bool *ret_dated);

#endif
