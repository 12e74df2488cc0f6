/* The names in a directory, sorted by bytes: the same order on every machine and in every run. */
#ifndef REPLYTRACE_FILE_NAMES_H
#define REPLYTRACE_FILE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct file_names {
    char **names; /* owned, NUL-terminated, without "." and ".." */
    size_t count;
    bool cut;     /* LIMIT_DIRECTORY_ENTRIES was reached */
};

/* DEAD with a reason when the directory cannot be listed. */
enum outcome file_names_read(const char *path, struct file_names *ret_names, struct err *err);
/* Puts them in order; file_names_read() has done so. */
void file_names_sort(struct file_names *names);
/* Takes `name`, which was malloc'ed. */
void file_names_add(struct file_names *names, size_t *capacity, char *name);
void file_names_free(struct file_names *names);

/* malloc'ed "path/name" (one slash between); `name` may be empty. */
char *file_names_join(const char *path, const char *name);
/* What is there, symbolic links followed. */
bool file_names_directory(const char *path);
bool file_names_link(const char *path);

#endif
