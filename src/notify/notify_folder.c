/* Makes files below a descriptor. */
#include "notify/notify_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/i18n.h"

static enum outcome fail(const char *path, const char *name, struct err *err)
{
    return err_set(err, OUTCOME_FAULT, "%s%s%s: %s", path, *name ? "/" : "", name, strerror(errno));
}

/* P00001.eml and its like. */
static bool is_draft(const char *name)
{
    size_t digits = strspn(name + (name[0] == 'P'), "0123456789");
    return name[0] == 'P' && digits > 0 && strcmp(name + 1 + digits, ".eml") == 0;
}

/* Calls itself nothing of what it finds; `remove`: drafts are deleted. */
static bool look_through(int folder, bool remove, bool *ret_empty)
{
    int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    bool good = list != NULL;
    *ret_empty = true;
    for (struct dirent *entry; good && (entry = readdir(list));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        *ret_empty = false;
        if (remove && is_draft(entry->d_name))
            good = unlinkat(folder, entry->d_name, 0) == 0;
    }
    if (list)
        closedir(list);
    else if (copy >= 0)
        close(copy);
    return good;
}

static bool make_and_open(int within, const char *path, int *ret_folder)
{
    if (mkdirat(within, path, 0700) != 0 && errno != EEXIST)
        return false;
    *ret_folder = openat(within, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (within == AT_FDCWD ? 0 : O_NOFOLLOW));
    return *ret_folder >= 0;
}

enum outcome notify_folder_open(const char *path, bool force, struct notify_folder *ret_folder, struct err *err)
{
    struct notify_folder folder = {path, -1, -1, force};
    bool empty = true;
    if (!make_and_open(AT_FDCWD, path, &folder.whole) || !look_through(folder.whole, false, &empty)) {
        enum outcome outcome = fail(path, "", err);
        notify_folder_close(&folder);
        return outcome;
    }
    if (!empty && !force) {
        notify_folder_close(&folder);
        return err_set(err, OUTCOME_FAULT, _("%s is not empty: give a new folder, or replace with --force what is there"), path);
    }
    if (!make_and_open(folder.whole, NOTIFY_FOLDER_DRAFTS, &folder.drafts) || !look_through(folder.drafts, true, &empty)) {
        enum outcome outcome = fail(path, NOTIFY_FOLDER_DRAFTS, err);
        notify_folder_close(&folder);
        return outcome;
    }
    *ret_folder = folder;
    return OUTCOME_OK;
}

void notify_folder_close(struct notify_folder *folder)
{
    if (folder->whole >= 0)
        close(folder->whole);
    if (folder->drafts >= 0)
        close(folder->drafts);
    folder->whole = folder->drafts = -1;
}

static bool write_all(int file, struct span bytes)
{
    while (bytes.size) {
        ssize_t written = write(file, bytes.data, bytes.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = span_slice(bytes, (size_t)written, SIZE_MAX);
    }
    return true;
}

enum outcome notify_folder_write(const struct notify_folder *folder, bool draft, const char *name, struct span bytes, struct err *err)
{
    int within = draft ? folder->drafts : folder->whole;
    if (folder->force && unlinkat(within, name, 0) != 0 && errno != ENOENT)
        return fail(folder->path, name, err);
    int file = openat(within, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(folder->path, name, err);
    bool good = write_all(file, bytes);
    int reason = errno;
    if (close(file) != 0 && good) {
        good = false;
        reason = errno;
    }
    if (!good)
        unlinkat(within, name, 0); /* half a list looks like a whole one */
    errno = reason;
    return good ? OUTCOME_OK : fail(folder->path, name, err);
}
