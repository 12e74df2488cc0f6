/* The progress bar of a scan, on stderr when that is a terminal. */
#ifndef REPLYTRACE_PROGRESS_H
#define REPLYTRACE_PROGRESS_H

#include "scan/scan.h"

struct progress {
    bool active; /* stderr is a terminal */
    bool drawn;
};

struct progress progress_begin(void);
/* For scan_options.progress; `context` is the struct progress. */
void progress_draw(void *context, const struct scan_progress *at);
/* Takes the bar off the screen. */
void progress_end(struct progress *progress);

#endif
