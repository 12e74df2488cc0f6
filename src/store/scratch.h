/* Memory that is opened like a file: where a member of an archive is unpacked, for readers that want a path. */
#ifndef REPLYTRACE_SCRATCH_H
#define REPLYTRACE_SCRATCH_H

#include <stdint.h>
#include "base/err.h"
#include "base/span.h"

/* One for each archive within another. */
#define SCRATCH_LEVELS 2
/* Numbers of the descriptors that a caged worker finds open: its cage makes them, for it may make none itself. */
#define SCRATCH_DESCRIPTOR 400

struct scratch {
    int fd;
    unsigned level;
    uint64_t size;
    char path[40]; /* to open it by, for reading */
};

/* Makes the descriptors from SCRATCH_DESCRIPTOR on; without memory for them scratch_open fails later. */
void scratch_reserve(void);

/* Empty. A reserved one is taken where there is one: one user at a time for each level. DEAD with a reason. */
enum outcome scratch_open(unsigned level, struct scratch *ret_scratch, struct err *err);
/* Gives the memory back; {.fd = -1} is fine. */
void scratch_close(struct scratch *scratch);
void scratch_empty(struct scratch *scratch);
/* Appends. DEAD when there is no memory. */
enum outcome scratch_add(struct scratch *scratch, struct span bytes, struct err *err);

/* Bytes that one may hold: LIMIT_SCRATCH_BYTES, and an eighth of the machine's memory at most, for workers are several. */
uint64_t scratch_most(void);

#endif
