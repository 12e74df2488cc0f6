/* The stolen messages of a case: what the hits answer, each message once, with the hits that answer it. */
#ifndef REPLYTRACE_STOLEN_H
#define REPLYTRACE_STOLEN_H

#include "judge/hit.h"

/* Whose copy of it the hits quote, by the warning that a gateway wrote over it; found by judge/copy_mark.h. */
enum stolen_copy { STOLEN_COPY_SILENT, STOLEN_COPY_OURS, STOLEN_COPY_NOT_OURS };

/* One stolen message: all hits that answer it count once, for a mass mailing is one theft. */
struct stolen {
    uint32_t mail;
    uint32_t first_hit, hit_count; /* slice of `order` */
    bool weak;                     /* no hit has its text: only a reply header names it */
    enum stolen_copy copy;
};

struct stolen_list {
    const struct hit_list *hits;
    uint32_t *of;                  /* by position of the hit: the message it answers, or CORPUS_NONE where it does not count; malloc'ed */
    uint32_t *order;               /* hits that quote and count, sorted by stolen message; malloc'ed */
    uint32_t quoting;              /* how many */
    struct stolen *list;           /* malloc'ed */
    uint32_t count;
    int64_t first_hit;             /* date of the earliest of these hits; MESSAGE_NO_DATE = none has one */
};

/* A hit answers the newest message that it quotes with a share that counts. It counts itself when its severity is not low. Forged
   mail is nobody's stolen mail: where a hit quotes other hits (copies of one mail that is not stored), they are left out. */
void stolen_collect(const struct corpus *corpus, const struct hit_list *hits, struct stolen_list *ret_stolen);
void stolen_free(struct stolen_list *stolen);

#endif
