/* Reads an allow list from disk. */
#include "cmd/allow_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/i18n.h"

static enum command_status read_text(const char *path, struct arena *arena, struct span *ret_text)
{
    char *text = arena_alloc(arena, ALLOW_LIST_BYTES + 1);
    FILE *file = fopen(path, "rbe");
    if (!file)
        return (enum command_status)command_fail("%s: %s", path, strerror(errno));
    *ret_text = (struct span){text, fread(text, 1, ALLOW_LIST_BYTES + 1, file)};
    int error = ferror(file) ? errno : 0;
    fclose(file);
    return error ? (enum command_status)command_fail("%s: %s", path, strerror(error)) : STATUS_NOTHING_FOUND;
}

static void warn(const char *path, const struct allow_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (address_public_provider(address_organisation(list->entries[i])) && !memchr(list->entries[i].data, '@', list->entries[i].size))
            command_fail(_("%s: everybody can get an address of %.*s, thieves too: better name single addresses"), path,
                         SPAN_ARGS(list->entries[i]));
}

enum command_status allow_file_read(const char *path, struct arena *arena, const struct allow_list **ret_list)
{
    struct err err;
    struct span text;
    struct allow_list *list = arena_alloc(arena, sizeof *list);
    enum command_status status = path ? read_text(path, arena, &text) : STATUS_NOTHING_FOUND;
    *ret_list = NULL;
    if (!path || status != STATUS_NOTHING_FOUND)
        return status;
    if (allow_list_parse(text, path, arena, list, &err) != OUTCOME_OK)
        return (enum command_status)command_fail("%s", err.text);
    warn(path, list);
    *ret_list = list;
    return STATUS_NOTHING_FOUND;
}
