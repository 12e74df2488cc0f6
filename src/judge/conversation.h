/* Which threads are one conversation: a thread in which a participant of another quotes that other one. */
#ifndef REPLYTRACE_CONVERSATION_H
#define REPLYTRACE_CONVERSATION_H

#include "judge/match.h"

/* A mail goes on with the thread that it quotes most of when it has so many rare fingerprints in common with it, and these are */
#define CONVERSATION_HITS 3
/* this share of all that it quotes; or else this share of what it quotes from stored mail and of a whole stored mail: under a long reply
   header, and beside text that is not stored, a quoted mail may be the smaller part of a quote, and yet is there from end to end. A disclaimer
   is not: it stands beside other words each time. */
#define CONVERSATION_SHARE 0.5

/* What the first pass counted; match.h says what the numbers are. */
struct conversation_counts {
    const struct match_list *threads, *originals;
    const uint32_t *rare_quoted, *rare_own;
};

/* Both lists have an entry for every mail and are malloc'ed here.
   conversation: the thread a mail belongs to. A reply without References is a thread of its own to thread_join; where its sender took part in
   the thread that it quotes, that is its thread, and so for all that answers it. Of threads that are joined the oldest gives the number.
   joined: the thread a mail counts to: the one that it quotes best where it quotes one, whoever sent it, else its conversation. */
void conversation_find(const struct corpus *corpus, const struct conversation_counts *counts, uint32_t **ret_conversation,
                       uint32_t **ret_joined);

#endif
