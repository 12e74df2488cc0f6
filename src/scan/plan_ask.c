/* One caged process for each archive: it lists, the parent reads its answer. */
#include "scan/plan_ask.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/limits.h"
#include "base/memory.h"
#include "scan/isolate.h"
#include "scan/record_codec.h"
#include "store/store_open.h"
#include "store/zip/store_zip.h"

#define CPU_SECONDS_AT_LEAST 120
#define BYTES_A_CPU_SECOND (4u * 1024 * 1024) /* far below what listing takes, members unpacked for a look included */
#define READ_BYTES (64u * 1024)
#define LEAST_STORE 16 /* bytes of an empty one in the answer */
#define LEAST_NOTE 5
#define NOTES (4 * LIMIT_PLAN_NOTES + 100)

static char *text_of(struct span text)
{
    char *copy = memory_must(malloc(text.size + 1));
    if (text.size)
        memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

/* A path within the archive, which only names what lies there: the archive is a file, so nothing else can be meant. */
static bool within(struct span path, struct span archive)
{
    return path.size > archive.size + 1 && span_starts(path, archive) && path.data[archive.size] == '/'
        && span_find_byte(path, '\0', 0) == SIZE_MAX;
}

static struct plan_zip_store store_field(struct record_codec *codec, struct plan_zip_store store, struct span archive)
{
    struct span path = span_of(store.path ? store.path : ""), format = span_of(store.format ? store.format : "");
    record_codec_bytes(codec, &path);
    record_codec_text(codec, &format);
    record_codec_u64(codec, &store.size);
    if (codec->out)
        return store;
    store.format = store_named(format);
    codec->failed |= !store.format || !within(path, archive);
    if (!codec->failed)
        store.path = text_of(path);
    return store;
}

static void stores(struct record_codec *codec, struct plan_zip *plan, struct span archive)
{
    struct plan_zip_store *all = record_codec_array(codec, plan->stores, &plan->store_count, sizeof *all, LEAST_STORE, LIMIT_ZIP_STORES);
    size_t count = plan->store_count;
    if (!codec->out) {
        plan->stores = NULL;
        plan->store_count = 0;
    }
    for (size_t i = 0; i < count && !codec->failed; i++) {
        struct plan_zip_store store = store_field(codec, all[i], archive);
        if (codec->out || codec->failed)
            continue;
        plan->stores = memory_grown(plan->stores, plan->store_count, &plan->store_capacity, sizeof *plan->stores);
        plan->stores[plan->store_count++] = store;
    }
}

static void notes(struct record_codec *codec, struct plan_zip *plan)
{
    struct plan_zip_note *all = record_codec_array(codec, plan->notes, &plan->note_count, sizeof *all, LEAST_NOTE, NOTES);
    size_t count = plan->note_count;
    if (!codec->out) {
        plan->notes = NULL;
        plan->note_count = 0;
    }
    for (size_t i = 0; i < count && !codec->failed; i++) {
        struct plan_zip_note note = all[i];
        struct span text = span_of(note.text ? note.text : "");
        record_codec_bool(codec, &note.incomplete);
        record_codec_text(codec, &text);
        if (codec->out || codec->failed)
            continue;
        note.text = text_of(text);
        plan->notes = memory_grown(plan->notes, plan->note_count, &plan->note_capacity, sizeof *plan->notes);
        plan->notes[plan->note_count++] = note;
    }
}

static void answer_fields(struct record_codec *codec, struct plan_ask *answer, struct span archive)
{
    record_codec_bool(codec, &answer->mail);
    stores(codec, &answer->plan, archive);
    notes(codec, &answer->plan);
}

void plan_ask_write(struct buf *out, const struct plan_ask *answer, const char *path)
{
    struct record_codec codec = {.out = out};
    struct plan_ask copy = *answer;
    answer_fields(&codec, &copy, span_of(path));
}

bool plan_ask_read(struct span bytes, const char *path, struct plan_ask *ret_answer)
{
    ARENA_LOCAL arena = arena_open();
    struct record_codec codec = {.in = bytes, .arena = arena};
    struct plan_ask answer = {0};
    answer_fields(&codec, &answer, span_of(path));
    if (codec.failed || codec.in.size > 0) {
        plan_ask_free(&answer);
        return false;
    }
    *ret_answer = answer;
    return true;
}

static _Noreturn void answer(const char *path, uint64_t size, int fd, pid_t parent)
{
    struct isolate_cage cage = {.path = path, .cpu_seconds = CPU_SECONDS_AT_LEAST + size / BYTES_A_CPU_SECOND, .parent = parent, .fd = fd};
    struct plan_ask answer = {0};
    struct buf out = {0};
    isolate_enter(&cage);
    const char *format = store_format(path);
    answer.mail = format && !strcmp(format, store_zip_driver.name);
    if (answer.mail)
        plan_zip_list(path, &answer.plan);
    plan_ask_write(&out, &answer, path);
    for (size_t done = 0; done < out.size;) {
        ssize_t put = write(fd, out.data + done, out.size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(1);
        done += (size_t)put;
    }
    _exit(0);
}

/* False when it says more than an answer may be long. */
static bool listen_to(int fd, struct buf *in)
{
    while (in->size <= LIMIT_RECORD_BYTES) {
        buf_reserve(in, READ_BYTES);
        ssize_t got = read(fd, in->data + in->size, READ_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        in->size += (size_t)got;
    }
    return false;
}

static char *trouble_of(int status)
{
    char *text;
    int length = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? asprintf(&text, "could not be listed: it took too long")
               : WIFSIGNALED(status) ? asprintf(&text, "could not be listed: the worker crashed (signal %d)", WTERMSIG(status))
                                     : asprintf(&text, "could not be listed: the worker failed (status %d)", WEXITSTATUS(status));
    if (length < 0)
        abort();
    return text;
}

static char *no_worker(void)
{
    char *text;
    if (asprintf(&text, "no worker can be started: %s", strerror(errno)) < 0)
        abort();
    return text;
}

void plan_ask(const char *path, struct plan_ask *ret_answer)
{
    struct stat info;
    int ends[2], status = 0;
    pid_t parent = getpid();
    *ret_answer = (struct plan_ask){0};
    uint64_t size = stat(path, &info) == 0 && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        ret_answer->trouble = no_worker();
        return;
    }
    pid_t pid = fork();
    if (pid == 0)
        answer(path, size, ends[1], parent);
    if (pid < 0)
        ret_answer->trouble = no_worker();
    close(ends[1]);
    BUF_LOCAL in = {0};
    bool heard = pid > 0 && listen_to(ends[0], &in);
    close(ends[0]);
    if (pid < 0)
        return;
    if (!heard)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!heard || status != 0 || !plan_ask_read(buf_span(&in), path, ret_answer))
        ret_answer->trouble = trouble_of(status);
}

void plan_ask_free(struct plan_ask *answer)
{
    plan_zip_free(&answer->plan);
    free(answer->trouble);
    *answer = (struct plan_ask){0};
}
