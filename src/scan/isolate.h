/* The cage of a worker process: what hostile bytes may still do once they have taken it over. One file for each platform. */
#ifndef REPLYTRACE_ISOLATE_H
#define REPLYTRACE_ISOLATE_H

#include <stdint.h>
#include <sys/types.h>

struct isolate_cage {
    const char *path;      /* the only file or folder outside the system's own libraries and data that may be read */
    uint64_t cpu_seconds;  /* of the whole process */
    uint64_t memory;       /* address space, bytes; 0 = LIMIT_WORKER_MEMORY */
    pid_t parent;          /* dies when it is gone */
    int fd;                /* the only descriptor that stays open beside standard streams and the scratches: the pipe to the parent */
};

/* What the kernel could not give: bits of the result. */
enum isolate_missing {
    ISOLATE_NO_FILES = 1 << 0,  /* Landlock is missing: other files stay readable */
    ISOLATE_NO_CALLS = 1 << 1,  /* seccomp is missing: system calls stay open */
};

/* Called once, in the worker, before it opens its store. Memory, CPU time, descriptors and core dumps are limited, the process dies with
   its parent and gains no privileges. It is given the scratches (store/scratch.h) to unpack archives into. Returns enum isolate_missing; does not return where even that fails. */
unsigned isolate_enter(const struct isolate_cage *cage);

#endif
