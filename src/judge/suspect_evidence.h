/* What speaks for and against a suspect, counted: the report says it beside the probability. */
#ifndef REPLYTRACE_SUSPECT_EVIDENCE_H
#define REPLYTRACE_SUSPECT_EVIDENCE_H

#include "judge/suspects.h"

/* Counts are of hits, unless named otherwise. */
struct suspect_evidence {
    uint32_t explains;    /* it held their newest quoted message */
    uint32_t internal;    /* of these: all holders, two or more, are of its organisation */
    uint32_t alone;       /* of these: nobody else is known to have held it */
    uint32_t ours, not_ours; /* of these: they quote our copy of it, or another's (stolen->copy) */
    uint32_t messages;    /* stolen messages that it held */
    uint32_t orgs;        /* other organisations in these messages, where no other mailbox held them all; else 0 */
    uint32_t claims;      /* the forged mail bears its owner's name */
    uint32_t received;    /* sent to it */
    uint32_t newer;       /* quote what is newer than the first hit that it explains */
    uint32_t alike;       /* another holder of all messages that it held (the likeliest), or CORPUS_NONE */
    int64_t oldest, from, to; /* oldest and newest stolen message (no newer than the first hit), first hit; MESSAGE_NO_DATE = unknown */
};

void suspect_evidence_count(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                            const struct suspects *suspects, uint32_t holder, struct suspect_evidence *ret_evidence);

#endif
