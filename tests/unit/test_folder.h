/* A temporary folder for the tests of one program: set-up and tear-down of cmocka, and paths within it. */
#ifndef REPLYTRACE_TEST_FOLDER_H
#define REPLYTRACE_TEST_FOLDER_H

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

static char folder_root[64];

static int folder_make(void **state)
{
    (void)state;
    snprintf(folder_root, sizeof folder_root, "/tmp/%s.XXXXXX", program_invocation_short_name);
    return mkdtemp(folder_root) ? 0 : -1;
}

static int folder_remove_entry(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info, (void)type, (void)ftw;
    return remove(path);
}

static int folder_remove(void **state)
{
    (void)state;
    return nftw(folder_root, folder_remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* Good until the fourth call from here. */
static inline const char *path_of(const char *name)
{
    static char path[4][256];
    static unsigned next;
    char *at = path[next++ % 4];
    snprintf(at, sizeof path[0], "%s/%s", folder_root, name);
    return at;
}

#endif
