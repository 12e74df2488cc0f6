/* Which mails belong to one conversation: by References and In-Reply-To, then by subject for replies that have neither. */
#ifndef REPLYTRACE_THREAD_H
#define REPLYTRACE_THREAD_H

#include "judge/corpus.h"

/* Sets corpus->mails[].thread: the number of the oldest mail of the thread, the same for all of it. A reply without references joins
   the newest mail of the last THREAD_SUBJECT_DAYS with the same base subject and a person in common. */
#define THREAD_SUBJECT_DAYS 180
void thread_join(struct corpus *corpus);

/* The numbers of all mails, thread by thread, oldest first within each. `threads` says by mail number which thread it counts to. */
struct thread_index {
    uint32_t *mails;  /* malloc'ed */
    uint32_t *first;  /* by thread number: position in mails; malloc'ed */
    uint32_t *count;  /* by thread number; malloc'ed */
};
void thread_index_make(const struct corpus *corpus, const uint32_t *threads, struct thread_index *ret_index);
void thread_index_free(struct thread_index *index);

#endif
