/* Which stored messages a mail quotes: rare fingerprints in common, counted thread by thread. */
#ifndef REPLYTRACE_MATCH_H
#define REPLYTRACE_MATCH_H

#include <stdint.h>
#include "base/err.h"
#include "case/case_file.h"
#include "judge/corpus.h"

/* A fingerprint of more than this many threads is boilerplate and proves nothing: 3, and 5 where the stores are large. */
#define MATCH_THREADS 3
#define MATCH_THREADS_LARGE 5
#define MATCH_LARGE_MAILS 200000

/* What one mail has in common with one thread, or with one earlier message of it. */
struct match_count {
    uint32_t mail;      /* number of the quoting mail */
    uint32_t other;     /* thread number, or number of the earlier message */
    uint32_t quoted;    /* rare fingerprints of its quoted text that are found there */
    uint32_t unmarked;  /* rare fingerprints of its own text that are found there, from another sender: a quote without marks */
    uint32_t carried;   /* of `quoted`, those that no stored mail has as its own text: `other` only quotes them itself */
};

/* Both lists are sorted by mail, then quoted + unmarked (most first), then age of the other (oldest first); `first` gives where
   those of a mail begin, and has one more entry at the end. */
struct match_list {
    struct match_count *counts;
    size_t count;
    size_t *first;
};

struct match {
    struct match_list threads;
    struct match_list originals; /* of each fingerprint only the earliest message that has it as own text (or, where none has,
                                    the earliest that quotes it), and copies of that message */
    uint32_t *rare_quoted;       /* by mail: its rare fingerprints of quoted text, and of own text */
    uint32_t *rare_own;
    uint32_t *conversation;      /* by mail: the thread it belongs to, threads joined by quotes being one (conversation.h) */
    uint32_t *joined;            /* by mail: the thread it quotes best, where it quotes one, else its conversation */
};

/* Two passes over the fingerprints: the first joins mails and threads that quote to the thread they quote best, so that fifty forged
   copies of one stolen mail, or replies without References, count as one thread; the second counts. */
enum outcome match_find(struct case_file *file, const struct corpus *corpus, struct match **ret_match, struct err *err);
void match_free(struct match *match); /* NULL is fine */

#endif
