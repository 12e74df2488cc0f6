/* Handles one worker process from fork to wait. */
#include "scan/scan_slot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/limits.h"
#include "scan/worker_frame.h"

#define PIPE_BYTES (1024 * 1024)
#define READ_BYTES (1024u * 1024)
#define KEPT_BYTES (4u * 1024 * 1024) /* a buffer that grew beyond is given back */
#define WALL_FACTOR 10 /* a slow disk is no endless loop */

double scan_slot_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double cpu_clock(pid_t pid)
{
    clockid_t clock;
    struct timespec now;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct worker_state *shared_state(void)
{
    void *memory = mmap(NULL, sizeof(struct worker_state), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

enum outcome scan_slot_start(struct scan_slot *slot, const struct worker_task *task, struct err *err)
{
    int ends[2];
    struct worker_state *state = shared_state();
    if (!state || pipe2(ends, O_CLOEXEC) != 0) {
        if (state)
            munmap(state, sizeof *state);
        return err_set(err, OUTCOME_FAULT, "no worker can be started: %s", strerror(errno));
    }
    state->item = task->start;
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
    pid_t pid = fork();
    if (pid == 0)
        worker_run(task, ends[1], state);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        munmap(state, sizeof *state);
        return err_set(err, OUTCOME_FAULT, "no worker can be started: %s", strerror(errno));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    struct buf in = slot->in; /* its memory serves the next worker */
    buf_clear(&in);
    *slot = (struct scan_slot){.pid = pid, .fd = ends[0], .state = state, .in = in, .watch_item = task->start,
                               .watch_phase = WORKER_OPENING, .watch_wall = scan_slot_clock()};
    return OUTCOME_OK;
}

bool scan_slot_read(struct scan_slot *slot)
{
    struct buf *in = &slot->in;
    if (slot->taken > 0) {
        memmove(in->data, in->data + slot->taken, in->size - slot->taken);
        in->size -= slot->taken;
        slot->taken = 0;
    }
    buf_reserve(in, READ_BYTES);
    ssize_t got = read(slot->fd, in->data + in->size, READ_BYTES);
    if (got > 0)
        in->size += (size_t)got;
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

bool scan_slot_frame(struct scan_slot *slot, struct span *ret_payload, bool *ret_bad)
{
    struct span rest = span_slice(buf_span(&slot->in), slot->taken, SIZE_MAX);
    if (rest.size < WORKER_FRAME_HEAD)
        return false;
    size_t size = worker_frame_size(rest.data);
    if (size > LIMIT_RECORD_BYTES) {
        *ret_bad = true;
        return false;
    }
    if (rest.size - WORKER_FRAME_HEAD < size)
        return false;
    *ret_payload = span_slice(rest, WORKER_FRAME_HEAD, size);
    slot->taken += WORKER_FRAME_HEAD + size;
    return true;
}

void scan_slot_pause(struct scan_slot *slot)
{
    slot->watch_wall = scan_slot_clock();
}

void scan_slot_kill(struct scan_slot *slot)
{
    if (slot->pid > 0)
        kill(slot->pid, SIGKILL);
}

void scan_slot_watch(struct scan_slot *slot, unsigned item_seconds, uint64_t open_seconds)
{
    uint64_t item = atomic_load_explicit(&slot->state->item, memory_order_relaxed);
    uint32_t phase = atomic_load_explicit(&slot->state->phase, memory_order_relaxed);
    double cpu = cpu_clock(slot->pid), wall = scan_slot_clock();
    if (item != slot->watch_item || phase != slot->watch_phase) {
        slot->watch_item = item;
        slot->watch_phase = phase;
        slot->watch_cpu = cpu;
        slot->watch_wall = wall;
        return;
    }
    double most = phase == WORKER_READING ? item_seconds : (double)open_seconds;
    if (cpu - slot->watch_cpu <= most && wall - slot->watch_wall <= WALL_FACTOR * most)
        return;
    slot->late = true;
    scan_slot_kill(slot);
}

static void explain(int status, const struct scan_slot *slot, struct scan_slot_end *end)
{
    if (slot->late)
        snprintf(end->why, sizeof end->why, "it took too long");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        snprintf(end->why, sizeof end->why, "its store took too long");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        snprintf(end->why, sizeof end->why, "worker tried what no reader of mail does");
    else if (WIFSIGNALED(status))
        snprintf(end->why, sizeof end->why, "worker crashed (signal %d)", WTERMSIG(status));
    else if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        snprintf(end->why, sizeof end->why, "worker failed (status %d)", WEXITSTATUS(status));
    else
        end->sound = true;
}

void scan_slot_finish(struct scan_slot *slot)
{
    int status = 0;
    struct scan_slot_end end = {.late = slot->late};
    while (waitpid(slot->pid, &status, 0) < 0 && errno == EINTR)
        ;
    explain(status, slot, &end);
    end.missing = atomic_load(&slot->state->missing);
    end.item = atomic_load(&slot->state->item);
    end.reading = atomic_load(&slot->state->phase) == WORKER_READING;
    close(slot->fd);
    munmap(slot->state, sizeof *slot->state);
    slot->pid = 0;
    slot->fd = -1;
    slot->state = NULL;
    slot->end = end;
    slot->ended = true;
}

void scan_slot_free(struct scan_slot *slot)
{
    struct buf in = slot->in;
    buf_clear(&in);
    if (in.capacity > KEPT_BYTES)
        buf_free(&in);
    *slot = (struct scan_slot){.in = in, .fd = -1};
}
