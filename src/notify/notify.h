/* The folder of notification: lists, counts, drafts, facts. It writes files and sends nothing. */
#ifndef REPLYTRACE_NOTIFY_H
#define REPLYTRACE_NOTIFY_H

#include "notify/exposed.h"

struct notify_options {
    const char *folder;    /* DIR */
    const char *templates; /* folder of templates; NULL = those of the program */
    bool force;            /* see notify_folder.h */
    struct span known;     /* day of knowledge; empty = not given */
    struct span from, to;  /* as in exposed_options, for the fact sheet */
};

struct notify_summary {
    uint32_t persons, drafts;
    size_t told, excluded;
};

/* FAULT where a file cannot be written or a template cannot be read; nothing is written before both templates are good. */
enum outcome notify_write(const struct exposed *exposed, const struct notify_options *options, struct notify_summary *ret_summary,
                          struct err *err);

#endif
