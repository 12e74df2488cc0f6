/* Serves an inspector's requests until the parent closes the line. */
#include "scan/inspector_child.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/limits.h"
#include "decode/attached_eml.h"
#include "decode/attached_msg.h"
#include "decode/decode_mime.h"
#include "inspect/inspect.h"
#include "inspect/sniff.h"
#include "scan/isolate.h"
#include "scan/mail_passwords.h"
#include "scan/worker_pipe.h"
#include "store/mail_sniff.h"
#include "store/store.h"

/* The parent watches over each file: this only ends a process whose parent hangs. */
#define CPU_SECONDS (24u * 60 * 60)

static void read_exactly(int fd, void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = read(fd, (char *)bytes + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            _exit(0); /* nothing more is asked */
        done += (size_t)got;
    }
}

/* The name of a stream that each .msg has (MS-OXMSG 2.4), as compound files write names. */
static bool is_msg(struct span bytes)
{
    static const char stream[] = "_\0_\0p\0r\0o\0p\0e\0r\0t\0i\0e\0s\0_\0v\0e\0r\0s\0i\0o\0n\0001\0.\0000\0";
    return attached_msg_is(bytes) && span_find(bytes, (struct span){stream, sizeof stream - 1}, 0) != SIZE_MAX;
}

/* An mbox is a store of mails and begins otherwise. */
static bool is_mail(const struct attachment *file)
{
    return attached_eml_is(file->name, file->content) || strcmp(sniff_type(file->content), "eml") == 0
        || (!span_starts(file->content, SPAN_LITERAL("From ")) && mail_sniff_is_mail(span_slice(file->content, 0, STORE_PROBE_BYTES)));
}

/* The mail that a file is. */
static void open_mail(struct arena *arena, struct attachment *file)
{
    struct message holder = {0};
    struct err err;
    if (is_msg(file->content)) {
        attached_msg_open(arena, 0, &holder, file);
        return;
    }
    if (!is_mail(file))
        return;
    struct message *mail = arena_alloc(arena, sizeof *mail);
    if (decode_mime(arena, file->content, 0, 1, mail, &err) == OUTCOME_OK)
        file->embedded = mail;
}

/* Passwords for the attachments of a file that is a mail: those given, then those in its words. */
struct both {
    struct arena *arena;
    const struct inspection_options *given;
    struct inspection_options mail;
};

static size_t find_both(void *context, const struct inspection_password **ret_passwords)
{
    const struct both *both = context;
    const struct inspection_password *found;
    size_t given = both->given->password_count, count = both->mail.find_passwords(both->mail.context, &found);
    struct inspection_password *all = arena_array(both->arena, given + count + 1, sizeof *all);
    for (size_t i = 0; i < given; i++)
        all[i] = both->given->passwords[i];
    for (size_t i = 0; i < count; i++)
        all[given + i] = found[i];
    *ret_passwords = all;
    return given + count;
}

static void inspect_whole(struct arena *arena, const struct inspection_options *options, struct message *message)
{
    const struct message *mail = message->attachments[0].embedded;
    if (!mail) {
        inspect_message(arena, options, message);
        return;
    }
    struct mail_passwords *passwords = mail_passwords_open();
    struct both both = {arena, options, mail_passwords_begin(passwords, arena, mail)};
    inspect_message(arena, &(struct inspection_options){.find_passwords = find_both, .context = &both, .yara = options->yara}, message);
    mail_passwords_close(passwords);
}

static void answer(struct worker_pipe *pipe, struct arena *arena, const struct inspection_options *options, struct attachment *file)
{
    struct worker_frame frame = {.kind = WORKER_FRAME_RECORD};
    struct record *record = &frame.record;
    open_mail(arena, file);
    record->message.attachments = file;
    record->message.attachment_count = 1;
    inspect_whole(arena, options, &record->message);
    record->embedded_count = record_embedded(&record->message);
    record->embedded = arena_array(arena, record->embedded_count, sizeof *record->embedded);
    bool fits = record->embedded_count <= RECORD_EMBEDDED && worker_pipe_put(pipe, &frame);
    if (!fits)
        worker_pipe_put(pipe, &(struct worker_frame){.kind = WORKER_FRAME_FAILED,
                                                     .text = SPAN_LITERAL("holds too much for one record")});
    worker_pipe_send(pipe, true);
}

static void serve(struct worker_pipe *pipe, const char *shared, struct arena *arena, const struct inspection_options *options)
{
    struct inspector_request request;
    read_exactly(pipe->fd, &request, sizeof request);
    struct span name = {shared, (size_t)request.name_bytes}, bytes = {shared + request.name_bytes, (size_t)request.bytes};
    struct attachment *file = arena_alloc(arena, sizeof *file);
    *file = (struct attachment){.name = name, .size = request.size, .cut = request.bytes < request.size, .content = bytes};
    hash_sha256(bytes, file->sha256);
    answer(pipe, arena, options, file);
    arena_reset(arena);
}

_Noreturn void inspector_child_run(int fd, pid_t parent, const struct inspection_options *options, struct worker_state *state,
                                   const char *shared)
{
    struct isolate_cage cage = {.path = "/dev/null", .cpu_seconds = CPU_SECONDS, .memory = LIMIT_INSPECTOR_MEMORY, .parent = parent, .fd = fd};
    cage.memory += options->yara ? LIMIT_YARA_MEMORY : 0;
    atomic_store(&state->missing, isolate_enter(&cage));
    struct worker_pipe pipe = {.fd = fd};
    struct arena *arena = arena_open();
    for (;;)
        serve(&pipe, shared, arena, options);
}
