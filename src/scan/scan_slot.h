/* The parent's end of one worker process: starts it, reads its frames, watches its clock, buries it. */
#ifndef REPLYTRACE_SCAN_SLOT_H
#define REPLYTRACE_SCAN_SLOT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/buf.h"
#include "base/err.h"
#include "scan/worker.h"

struct scan_slot {
    pid_t pid;                  /* 0 = free */
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

/* Takes the next whole frame. False when there is none yet; *ret_bad: the worker sends what is no frame. The payload is valid until the
   next scan_slot_read. */
bool scan_slot_frame(struct scan_slot *slot, struct span *ret_payload, bool *ret_bad);

/* Kills the worker when it spends over `item_seconds` CPU seconds, or ten times as many by the clock, on one item; over `open_seconds`
   on opening or hashing its store. */
void scan_slot_watch(struct scan_slot *slot, unsigned item_seconds, uint64_t open_seconds);
void scan_slot_kill(struct scan_slot *slot);

/* Waits for its end and frees the slot. Writes one clause, "worker crashed (signal 11)" and the like; empty after a sound end. The
   item it was at, and whether it was reading items at all, are given. */
struct scan_slot_end {
    bool sound;
    bool late;
    bool reading;
    uint64_t item;
    char why[128];
};
void scan_slot_finish(struct scan_slot *slot, struct scan_slot_end *ret_end);

double scan_slot_clock(void); /* seconds, monotonic */

#endif
