/* Forged mail and whom it went to: what lies in the stores as hits, and what a thief sent through us or with stolen words and came back. */
#ifndef REPLYTRACE_EXPOSED_FORGED_H
#define REPLYTRACE_EXPOSED_FORGED_H

#include "notify/exposed_walk.h"

/* Marks forged mails (they were never in the mailbox that was stolen before them, and count in no number) and puts their recipients into group 1.
   Of a mail that came back those whom it did not reach are left out; it counts only where its origin (case_bounce.h) is not of low confidence. */
enum outcome exposed_forged(struct exposed_walk *walk, struct err *err);

#endif
