/* Asks the user's YARA rules about bytes at hand. */
#ifndef REPLYTRACE_YARA_LOOK_H
#define REPLYTRACE_YARA_LOOK_H

#include "inspect/inspection.h"

#define YARA_SECONDS 1      /* for one look, by the clock; */
#define YARA_MAIL_SECONDS 3 /* and CPU time of all looks of one mail: none begins beyond it. Inspection has its own time */
#define YARA_MATCHES 20     /* rules that are named for one attachment */

/* A fact for each rule that matches `bytes`: those of `file`, or what was unpacked or decoded of it. Nothing is asked where there are no
   rules. A rule that takes too long or finds too much is said as a limit. */
void yara_look(struct inspection *inspection, const struct inspected_file *file, struct span bytes);

#endif
