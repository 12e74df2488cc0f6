/* Makes and removes the folder of a temporary case. */
#include "cmd/temporary_case.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "temporary.case"

bool temporary_case_make(struct temporary_case *ret_temporary)
{
    struct temporary_case made = {0};
    const char *base = getenv("TMPDIR");
    int length = snprintf(made.folder, sizeof made.folder, "%s/replytrace-XXXXXX", base && *base ? base : "/tmp");
    if (length < 0 || (size_t)length + sizeof FILE_NAME >= sizeof made.folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (!mkdtemp(made.folder))
        return false;
    memcpy(made.path, made.folder, (size_t)length);
    memcpy(made.path + length, "/" FILE_NAME, sizeof "/" FILE_NAME);
    *ret_temporary = made;
    return true;
}

void temporary_case_remove(struct temporary_case *temporary)
{
    if (!temporary->folder[0])
        return;
    DIR *folder = opendir(temporary->folder);
    if (folder) {
        const struct dirent *entry;
        while ((entry = readdir(folder)))
            if (strncmp(entry->d_name, FILE_NAME, sizeof FILE_NAME - 1) == 0)
                unlinkat(dirfd(folder), entry->d_name, 0);
        closedir(folder);
    }
    rmdir(temporary->folder);
    temporary->folder[0] = '\0';
}
