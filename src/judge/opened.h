/* Who of our people answered or opened a forged mail, and which mailboxes were stolen after it: the second wave. */
#ifndef REPLYTRACE_OPENED_H
#define REPLYTRACE_OPENED_H

#include "judge/suspects.h"

/* How sure it is that somebody opened it, least first. */
enum opened_how {
    OPENED_READ,      /* marked as read, and it lies in his mailbox alone */
    OPENED_PASSED_ON, /* likewise marked as answered or forwarded: to whom is not known */
    OPENED_ANSWERED,  /* a stored mail of his answers it, and goes to its sender */
};

/* One forged mail that one of ours opened. */
struct opened {
    uint32_t person;  /* holder, own */
    uint32_t hit;     /* position in the hits */
    enum opened_how how;
    int64_t time;     /* of the answer, else of the forged mail */
};

struct opened_list {
    struct opened *list; /* by person, then time; malloc'ed */
    size_t count;
};

/* A mail that only goes to the help desk or to a partner is a report and no answer. Hits of low severity are left out. */
void opened_find(const struct corpus *corpus, const struct hit_list *hits, const struct holders *holders,
                 struct opened_list *ret_opened);
void opened_free(struct opened_list *opened);

/* An own mailbox that was stolen after it got a forged mail itself. */
struct second_wave {
    uint32_t person;
    uint32_t bait;    /* position of the forged mail: one he opened, else the latest that he got before */
    bool opened;
    enum opened_how how;
    int64_t since;    /* the first hit that quotes what it held and no other victim held */
};

/* For the victims of suspects, at most SUSPECTS_VICTIMS. Returns how many. */
size_t opened_second_wave(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                          const struct suspects *suspects, const struct opened_list *opened,
                          struct second_wave ret_waves[SUSPECTS_VICTIMS]);

#endif
