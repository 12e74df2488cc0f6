/* One hit beside the original that it quotes. */
#ifndef REPLYTRACE_SHOW_H
#define REPLYTRACE_SHOW_H

#include <stdio.h>
#include "base/err.h"
#include "base/span.h"
#include "case/case_file.h"
#include "report/report.h"

#define SHOW_COLUMNS_BESIDE 100 /* from this width on side by side, else one below the other */

/* Two columns: the hit with its own words and the words it quotes, and the newest original, the longest common run marked in
   both. END when the case has no hit with this id (ASCII case does not matter); DEAD when it was never judged. */
enum outcome show_hit(struct case_file *file, struct span id, const struct report_options *options, FILE *out,
                      struct err *err);

#endif
