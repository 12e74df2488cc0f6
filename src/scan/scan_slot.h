/* The parent's end of one worker process: starts it, reads its frames, watches its clock, buries it. */
#ifndef REPLYTRACE_SCAN_SLOT_H
#define REPLYTRACE_SCAN_SLOT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/buf.h"
#include "base/err.h"
#include "scan/worker.h"

/* How a worker ended. */
struct scan_slot_end {
    bool sound;
    bool late;      /* killed because an item took too long */
    bool reading;   /* it was reading items, */
    uint64_t item;  /* and this one was at work */
    unsigned missing; /* enum isolate_missing: what its cage lacked */
    char why[128];  /* one clause, "worker crashed (signal 11)" and the like; empty after a sound end */
};

struct scan_slot {
    pid_t pid;                  /* 0 = no worker runs */
    bool ended;                 /* it ran and ended; `end` tells how */
    struct scan_slot_end end;
    int fd;
    struct worker_state *state; /* shared with the worker */
    struct buf in;              /* bytes that came and are not yet taken */
    size_t taken;               /* of them */
    bool deaf;                  /* it sent what is no frame: the rest of what it sends is not looked at */
    bool late;                  /* it was killed because an item took too long */
    uint64_t watch_item;        /* what it was at when last looked at, since when (seconds) */
    uint32_t watch_phase;
    double watch_cpu, watch_wall;
};

/* FAULT when no process can be started. */
enum outcome scan_slot_start(struct scan_slot *slot, const struct worker_task *task, struct err *err);

/* Reads what has come. False at the end of the pipe. */
bool scan_slot_read(struct scan_slot *slot);

/* Bytes that came and are not yet taken. */
static inline size_t scan_slot_held(const struct scan_slot *slot)
{
    return slot->in.size - slot->taken;
}

/* Takes the next whole frame. False when there is none yet; *ret_bad: the worker sends what is no frame. The payload is valid until the
   next scan_slot_read. */
bool scan_slot_frame(struct scan_slot *slot, struct span *ret_payload, bool *ret_bad);

/* Kills the worker when it spends over `item_seconds` CPU seconds, or ten times as many by the clock, on one item; over `open_seconds`
   on opening or hashing its store. */
void scan_slot_watch(struct scan_slot *slot, unsigned item_seconds, uint64_t open_seconds);
/* The worker waits for us: that is no time of its item. */
void scan_slot_pause(struct scan_slot *slot);
void scan_slot_kill(struct scan_slot *slot);

/* Waits for the worker's end and closes the pipe; `in` keeps what is not yet taken. */
void scan_slot_finish(struct scan_slot *slot);
/* Gives its memory back, so that another store can have it. */
void scan_slot_free(struct scan_slot *slot);

double scan_slot_clock(void); /* seconds, monotonic */

#endif
