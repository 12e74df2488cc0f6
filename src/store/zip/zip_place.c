/* Follows a path into archives. */
#include "store/zip/zip_place.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/memory.h"
#include "store/folder_role.h"
#include "store/zip/zip_stream.h"

static bool there(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

char *zip_place_file(const char *path)
{
    char *file = memory_must(strdup(path));
    while (!there(file)) {
        char *slash = strrchr(file, '/');
        if (!slash || slash == file) {
            free(file);
            return memory_must(strdup(path));
        }
        *slash = '\0';
    }
    return file;
}

static bool regular(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static void set_path(struct zip_place *place, const char *path)
{
    free(place->path);
    place->path = memory_must(strdup(path));
}

/* The entry whose name is all of `rest`, or, where that is no folder, its beginning up to a slash. */
static const struct zip_entry *entry_on_the_way(struct zip_archive *archive, struct span rest)
{
    const struct zip_entry *found = zip_archive_find(archive, rest);
    if (!found && zip_archive_has_folder(archive, rest))
        return NULL;
    for (size_t at = 0; !found && (at = span_find_byte(rest, '/', at)) != SIZE_MAX; at++)
        found = zip_archive_find(archive, span_slice(rest, 0, at));
    return found;
}

/* A store of which a part can be unpacked is read as far as that goes. */
static enum outcome unpack(struct zip_place *place, struct zip_archive *archive, const struct zip_entry *entry, struct err *err)
{
    struct scratch *scratch = &place->scratches[place->level];
    enum outcome outcome = scratch_open(place->level, scratch, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    uint64_t most = scratch_most();
    if (entry->record.size > most && entry->record.size != UINT64_MAX)
        return err_set(err, OUTCOME_DEAD, "has %" PRIu64 " bytes, more than the %" PRIu64 " that are unpacked in memory: unpack the "
                       "archive first", entry->record.size, most);
    struct err damage;
    outcome = zip_stream_unpack(archive, entry, most, scratch, &damage);
    if (outcome != OUTCOME_OK && (outcome != OUTCOME_DAMAGED || scratch->size == 0))
        return err_set(err, OUTCOME_DEAD, "%s", damage.text);
    if (outcome != OUTCOME_OK)
        place->damage = damage;
    place->level++;
    set_path(place, scratch->path);
    return OUTCOME_OK;
}

/* One archive further; *rest becomes what is left of the path. */
static enum outcome enter(struct zip_place *place, struct span *rest, struct err *err)
{
    struct zip_archive archive;
    enum outcome outcome = zip_archive_open(place->path, &archive, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    const struct zip_entry *entry = entry_on_the_way(&archive, *rest);
    if (entry) {
        outcome = unpack(place, &archive, entry, err);
        *rest = span_slice(*rest, entry->name.size + 1, rest->size);
    } else if (zip_archive_has_folder(&archive, *rest)) {
        place->folder = memory_must(strndup(rest->data, rest->size));
        *rest = SPAN_NONE;
    } else {
        outcome = err_set(err, OUTCOME_DEAD, "is not in the archive");
    }
    zip_archive_close(&archive);
    return outcome;
}

enum outcome zip_place_open(const char *path, struct zip_place *ret_place, struct err *err)
{
    struct zip_place place = {.scratches = {{.fd = -1}, {.fd = -1}}, .path = zip_place_file(path)};
    struct span rest = span_slice(span_of(path), strlen(place.path) + 1, SIZE_MAX);
    enum outcome outcome = OUTCOME_OK;
    place.inside = rest.size > 0 && regular(place.path);
    if (place.inside)
        place.flags = folder_role(rest);
    else
        set_path(&place, path);
    while (place.inside && rest.size > 0 && outcome == OUTCOME_OK)
        outcome = enter(&place, &rest, err);
    if (outcome != OUTCOME_OK)
        zip_place_close(&place);
    else
        *ret_place = place;
    return outcome;
}

void zip_place_close(struct zip_place *place)
{
    for (size_t i = 0; i < SCRATCH_LEVELS; i++)
        scratch_close(&place->scratches[i]);
    free(place->path);
    free(place->folder);
    *place = (struct zip_place){.scratches = {{.fd = -1}, {.fd = -1}}};
}
