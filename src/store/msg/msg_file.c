/* Opens .msg files with libgsf, behind the guard. */
#include "store/msg/msg_file.h"

#include <gsf/gsf.h>
#include <threads.h>
#include "base/limits.h"
#include "store/mail_file.h"
#include "store/msg/msg_guard.h"
#include "store/msg/msg_item.h"

static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer context)
{
    (void)domain, (void)level, (void)message, (void)context;
}

/* libgsf complains of each broken file on standard error, under several names and none. */
static void start(void)
{
    g_log_set_default_handler(say_nothing, NULL);
    gsf_init();
}

static void start_gsf(void)
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, start);
}

/* "__properties" in UTF-16, as the directory has it. */
static bool shows_properties(struct span head)
{
    static const char name[] = "_\0_\0p\0r\0o\0p\0e\0r\0t\0i\0e\0s\0_\0v\0e\0r\0s\0i\0o\0n";
    return span_find(head, (struct span){name, sizeof name - 1}, 0) != SIZE_MAX;
}

bool msg_file_is(const char *path, struct span head)
{
    if (!msg_guard_magic(head))
        return false;
    start_gsf();
    ARENA_LOCAL arena = arena_open();
    bool message = false;
    GsfInput *input = gsf_input_stdio_new(path, NULL);
    if (!input)
        return false;
    enum outcome outcome = msg_guard(arena, input, &message, NULL);
    g_object_unref(input);
    return outcome == OUTCOME_OK ? message : shows_properties(head);
}

enum outcome msg_file_parse(struct arena *arena, struct span bytes, const struct mapi_item **ret_item, struct err *err)
{
    start_gsf();
    GsfInput *input = gsf_input_memory_new((const guint8 *)bytes.data, (gsf_off_t)bytes.size, FALSE);
    bool message = false;
    enum outcome outcome = input ? msg_guard(arena, input, &message, err) : err_set(err, OUTCOME_DAMAGED, "is an empty file");
    if (outcome == OUTCOME_OK && !message)
        outcome = err_set(err, OUTCOME_DAMAGED, "is a compound file without a message");
    GsfInfile *root = outcome == OUTCOME_OK ? gsf_infile_msole_new(input, NULL) : NULL;
    if (root)
        outcome = msg_item_read(arena, root, ret_item, err);
    else if (outcome == OUTCOME_OK)
        outcome = err_set(err, OUTCOME_DAMAGED, "its allocation table is broken");
    if (root)
        g_object_unref(root);
    if (input)
        g_object_unref(input);
    return outcome;
}

enum outcome msg_file_read(struct arena *arena, const char *path, const struct mapi_item **ret_item, struct err *err)
{
    uint64_t size = 0;
    size_t done = 0;
    enum outcome outcome = mail_file_head(path, NULL, 0, &done, &size, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (size > LIMIT_MSG_BYTES)
        return err_set(err, OUTCOME_DAMAGED, "has %llu bytes: limit reached", (unsigned long long)size);
    char *bytes = arena_alloc(arena, (size_t)size);
    outcome = mail_file_head(path, bytes, (size_t)size, &done, &size, err);
    return outcome == OUTCOME_OK ? msg_file_parse(arena, (struct span){bytes, done}, ret_item, err) : outcome;
}
