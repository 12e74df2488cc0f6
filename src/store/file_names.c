/* Lists a directory. */
#include "store/file_names.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/limits.h"

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void file_names_add(struct file_names *names, size_t *capacity, char *name)
{
    if (names->count == *capacity) {
        *capacity = *capacity ? *capacity * 2 : 64;
        names->names = reallocarray(names->names, *capacity, sizeof *names->names);
        if (!names->names)
            abort();
    }
    names->names[names->count++] = name;
}

static void add_copy(struct file_names *names, size_t *capacity, const char *name)
{
    char *copy = strdup(name);
    if (!copy)
        abort();
    file_names_add(names, capacity, copy);
}

void file_names_sort(struct file_names *names)
{
    if (names->count > 1)
        qsort(names->names, names->count, sizeof *names->names, by_bytes);
}

enum outcome file_names_read(const char *path, struct file_names *ret_names, struct err *err)
{
    DIR *directory = opendir(path);
    if (!directory)
        return err_set(err, OUTCOME_DEAD, "cannot be listed: %s", strerror(errno));
    struct file_names names = {0};
    size_t capacity = 0;
    const struct dirent *entry;
    errno = 0;
    while ((entry = readdir(directory))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (names.count == LIMIT_DIRECTORY_ENTRIES) {
            names.cut = true;
            break;
        }
        add_copy(&names, &capacity, entry->d_name);
    }
    int error = errno;
    closedir(directory);
    if (!entry && error) {
        file_names_free(&names);
        return err_set(err, OUTCOME_DEAD, "cannot be listed: %s", strerror(error));
    }
    file_names_sort(&names);
    *ret_names = names;
    return OUTCOME_OK;
}

void file_names_free(struct file_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->names[i]);
    free(names->names);
    *names = (struct file_names){0};
}

char *file_names_join(const char *path, const char *name)
{
    size_t size = strlen(path);
    const char *slash = size > 0 && path[size - 1] == '/' ? "" : "/";
    char *joined;
    if (asprintf(&joined, "%s%s%s", path, *name ? slash : "", name) < 0)
        abort();
    return joined;
}

bool file_names_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

bool file_names_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}
