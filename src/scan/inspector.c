/* The parent of an inspecting process: sends it files, waits for its answers, and trusts none of them. */
#include "scan/inspector.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "inspect/yara_look.h"
#include "scan/inspector_child.h"
#include "scan/worker_frame.h"

#define LINE_BYTES (1024 * 1024)
#define READ_BYTES (256u * 1024)
#define CPU_SECONDS (INSPECTION_SECONDS + 1) /* the process stops by itself before that, */
#define YARA_CPU_SECONDS (YARA_MAIL_SECONDS + YARA_SECONDS) /* and rules of the user by themselves before that */
#define WALL_SECONDS 60
#define LOOK_MILLISECONDS 100
#define KEPT_BYTES (4u * 1024 * 1024) /* memory beyond that a large file or answer took is given back */

struct inspector {
    const struct inspection_options *options;
    struct worker_state *state; /* shared with the process, */
    char *shared;               /* and this: name and bytes of the file at work */
    struct inspector_request request;
    pid_t pid;                  /* 0 = none runs */
    bool has_clock;
    clockid_t clock;            /* of its CPU time */
    int fd;
    struct buf in;              /* answer */
    double cpu, wall;           /* when the request was begun */
    const char *why;            /* why the process was ended; NULL = by itself */
};

static double seconds(clockid_t clock)
{
    struct timespec now;
    return clock_gettime(clock, &now) == 0 ? (double)now.tv_sec + (double)now.tv_nsec / 1e9 : 0;
}

/* Of the process that runs. */
static double cpu(const struct inspector *inspector)
{
    return inspector->has_clock ? seconds(inspector->clock) : 0;
}

static void *shared_memory(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        abort();
    return memory;
}

struct inspector *inspector_open(const struct inspection_options *options)
{
    struct inspector *inspector = memory_must(calloc(1, sizeof *inspector));
    inspector->options = options;
    inspector->fd = -1;
    inspector->state = shared_memory(sizeof *inspector->state);
    inspector->shared = shared_memory(INSPECTOR_SHARED_BYTES);
    return inspector;
}

/* Waits for the end of the process; gives its status. */
static int stop(struct inspector *inspector)
{
    int status = 0;
    if (inspector->fd >= 0)
        close(inspector->fd);
    inspector->fd = -1;
    if (inspector->pid > 0) {
        kill(inspector->pid, SIGKILL); /* nothing happens to one that is dead */
        while (waitpid(inspector->pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    inspector->pid = 0;
    return status;
}

void inspector_close(struct inspector *inspector)
{
    if (!inspector)
        return;
    stop(inspector);
    munmap(inspector->state, sizeof *inspector->state);
    munmap(inspector->shared, INSPECTOR_SHARED_BYTES);
    buf_free(&inspector->in);
    free(inspector);
}

unsigned inspector_missing(const struct inspector *inspector)
{
    return atomic_load(&inspector->state->missing);
}

static enum outcome start(struct inspector *inspector, struct err *err)
{
    int ends[2], room = LINE_BYTES;
    pid_t parent = getpid();
    if (inspector->pid)
        return OUTCOME_OK;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return err_set(err, OUTCOME_FAULT, "no worker can be started: %s", strerror(errno));
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    pid_t pid = fork();
    if (pid == 0)
        inspector_child_run(ends[1], parent, inspector->options, inspector->state, inspector->shared);
    close(ends[1]);
    inspector->fd = ends[0];
    if (pid < 0) {
        stop(inspector);
        return err_set(err, OUTCOME_FAULT, "no worker can be started: %s", strerror(errno));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    inspector->pid = pid;
    inspector->has_clock = clock_getcpuclockid(pid, &inspector->clock) == 0;
    return OUTCOME_OK;
}

/* Waits until the line is ready. False when the process took too long: it is killed. */
static bool ready(struct inspector *inspector, short events)
{
    double most = CPU_SECONDS + (inspector->options->yara ? YARA_CPU_SECONDS : 0);
    for (;;) {
        struct pollfd line = {inspector->fd, events, 0};
        int got = poll(&line, 1, LOOK_MILLISECONDS);
        if (got > 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        bool late = cpu(inspector) - inspector->cpu > most || seconds(CLOCK_MONOTONIC) - inspector->wall > WALL_SECONDS;
        if (!late)
            continue;
        inspector->why = "it took too long to look at";
        return false;
    }
}

/* False when nobody takes it any more. */
static bool send_request(struct inspector *inspector)
{
    const char *out = (const char *)&inspector->request;
    for (size_t done = 0; done < sizeof inspector->request;) {
        ssize_t put = send(inspector->fd, out + done, sizeof inspector->request - done, MSG_NOSIGNAL);
        if (put > 0)
            done += (size_t)put;
        else if (put < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        else if (!ready(inspector, POLLOUT))
            return false;
    }
    return true;
}

/* Reads until one whole frame has come. False when it does not. */
static bool take_answer(struct inspector *inspector, struct span *ret_payload)
{
    struct buf *in = &inspector->in;
    buf_clear(in);
    for (;;) {
        size_t size = in->size >= WORKER_FRAME_HEAD ? worker_frame_size(in->data) : 0;
        if (size > LIMIT_RECORD_BYTES || (size && in->size > WORKER_FRAME_HEAD + size))
            return false;
        if (size && in->size == WORKER_FRAME_HEAD + size) {
            *ret_payload = span_slice(buf_span(in), WORKER_FRAME_HEAD, size);
            return true;
        }
        if (!ready(inspector, POLLIN))
            return false;
        buf_reserve(in, READ_BYTES);
        ssize_t got = read(inspector->fd, in->data + in->size, READ_BYTES);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        in->size += got > 0 ? (size_t)got : 0;
    }
}

/* Says why there is no answer and makes room for a new process. */
static enum outcome bury(struct inspector *inspector, struct err *err)
{
    const char *why = inspector->why;
    int status = stop(inspector);
    inspector->why = NULL;
    if (why)
        return err_set(err, OUTCOME_DAMAGED, "%s", why);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        return err_set(err, OUTCOME_DAMAGED, "the process that looked at it tried what no reader does");
    if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
        return err_set(err, OUTCOME_DAMAGED, "the process that looked at it crashed (signal %d)", WTERMSIG(status));
    return err_set(err, OUTCOME_DAMAGED, "the process that looked at it failed");
}

static enum outcome take_file(struct span payload, struct arena *arena, struct attachment *ret_attachment, struct err *err)
{
    struct worker_frame frame;
    if (!worker_frame_read(arena_copy(arena, payload), arena, &frame))
        return err_set(err, OUTCOME_DAMAGED, "the process that looked at it answers what is no answer");
    if (frame.kind == WORKER_FRAME_FAILED)
        return err_set(err, OUTCOME_DAMAGED, "%.*s", SPAN_ARGS(frame.text));
    if (frame.kind != WORKER_FRAME_RECORD || frame.record.message.attachment_count != 1)
        return err_set(err, OUTCOME_DAMAGED, "the process that looked at it answers what is no answer");
    *ret_attachment = frame.record.message.attachments[0];
    return OUTCOME_OK;
}

/* The request for an open file: its name and its beginning. */
static enum outcome read_file(struct inspector *inspector, int fd, const char *path, struct err *err)
{
    struct stat info;
    const char *slash = strrchr(path, '/');
    struct span name = span_slice(span_of(slash ? slash + 1 : path), 0, NAME_MAX);
    char *bytes = inspector->shared + name.size;
    size_t size = 0;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return err_set(err, OUTCOME_DAMAGED, "it is no file");
    memcpy(inspector->shared, name.data, name.size);
    for (;;) {
        ssize_t got = read(fd, bytes + size, LIMIT_ATTACHMENT_BYTES - size);
        if (got < 0 && errno != EINTR)
            return err_set(err, OUTCOME_DAMAGED, "%s", strerror(errno));
        if (got == 0)
            break;
        size += got > 0 ? (size_t)got : 0;
    }
    uint64_t whole = (uint64_t)info.st_size > size ? (uint64_t)info.st_size : size;
    inspector->request = (struct inspector_request){.name_bytes = name.size, .bytes = size, .size = whole};
    return OUTCOME_OK;
}

static enum outcome ask(struct inspector *inspector, struct arena *arena, struct attachment *ret_attachment, struct err *err)
{
    struct span payload;
    enum outcome outcome = start(inspector, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    inspector->cpu = cpu(inspector);
    inspector->wall = seconds(CLOCK_MONOTONIC);
    if (!send_request(inspector) || !take_answer(inspector, &payload))
        return bury(inspector, err);
    return take_file(payload, arena, ret_attachment, err);
}

enum outcome inspector_file(struct inspector *inspector, const char *path, struct arena *arena, struct attachment *ret_attachment,
                            struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_set(err, OUTCOME_DAMAGED, "%s", strerror(errno));
    enum outcome outcome = read_file(inspector, fd, path, err);
    close(fd);
    if (outcome == OUTCOME_OK)
        outcome = ask(inspector, arena, ret_attachment, err);
    if (inspector->request.bytes > KEPT_BYTES)
        madvise(inspector->shared, INSPECTOR_SHARED_BYTES, MADV_REMOVE);
    if (inspector->in.size > KEPT_BYTES)
        buf_free(&inspector->in);
    return outcome;
}
