/* Asks every heuristic about every mail of a case and writes hits, suspects and the verdict back into it. Reads no store. */
#ifndef REPLYTRACE_JUDGE_H
#define REPLYTRACE_JUDGE_H

#include <stddef.h>
#include "base/err.h"
#include "case/case_file.h"
#include "judge/allow_list.h"

struct judge_options {
    const char *const *own;  /* domains given by --own; none: those given to the last judge of the case, else learnt from whose
                              mailboxes the stores are */
    size_t own_count;
    const char *const *own_hosts; /* names, addresses, networks given by --own-host; none: those given to the last judge of the case, else
                                     learnt from genuine mail */
    size_t own_host_count;
    const struct allow_list *allow; /* senders whose mail is left out; NULL: those given to the last judge of the case */
};

enum outcome judge_run(struct case_file *file, const struct judge_options *options, struct err *err);

#endif
