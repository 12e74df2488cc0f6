/* Anonymous files in memory (memfd_create), reached through /proc. */
#include "store/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/limits.h"

#define SHARE_OF_MEMORY 8

static int make(void)
{
    return memfd_create("member", MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

void scratch_reserve(void)
{
    for (int i = 0; i < SCRATCH_LEVELS; i++) {
        int fd = make();
        if (fd < 0)
            return;
        dup3(fd, SCRATCH_DESCRIPTOR + i, O_CLOEXEC);
        close(fd);
    }
}

/* Only files in memory have seals. */
static bool reserved(int fd)
{
    return fcntl(fd, F_GET_SEALS) == 0;
}

enum outcome scratch_open(unsigned level, struct scratch *ret_scratch, struct err *err)
{
    if (level >= SCRATCH_LEVELS)
        return err_set(err, OUTCOME_DEAD, "lies too deep in archives within archives");
    int fd = SCRATCH_DESCRIPTOR + (int)level;
    if (!reserved(fd))
        fd = make();
    if (fd < 0 || ftruncate(fd, 0) != 0)
        return err_set(err, OUTCOME_DEAD, "there is no memory to unpack it: %s", strerror(errno));
    struct scratch scratch = {.fd = fd, .level = level};
    snprintf(scratch.path, sizeof scratch.path, "/proc/self/fd/%d", fd);
    *ret_scratch = scratch;
    return OUTCOME_OK;
}

void scratch_empty(struct scratch *scratch)
{
    scratch->size = 0;
    if (ftruncate(scratch->fd, 0) != 0)
        scratch->size = 0; /* what is left is written over, and cut with the next one */
}

void scratch_close(struct scratch *scratch)
{
    if (scratch->fd < 0)
        return;
    scratch_empty(scratch);
    if (scratch->fd != SCRATCH_DESCRIPTOR + (int)scratch->level)
        close(scratch->fd);
    scratch->fd = -1;
}

enum outcome scratch_add(struct scratch *scratch, struct span bytes, struct err *err)
{
    while (bytes.size > 0) {
        ssize_t put = pwrite(scratch->fd, bytes.data, bytes.size, (off_t)scratch->size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return err_set(err, OUTCOME_DEAD, "there is no memory to unpack it: %s", strerror(errno));
        scratch->size += (size_t)put;
        bytes = span_slice(bytes, (size_t)put, SIZE_MAX);
    }
    return OUTCOME_OK;
}

uint64_t scratch_most(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    uint64_t share = pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / SHARE_OF_MEMORY : LIMIT_SCRATCH_BYTES;
    return share < LIMIT_SCRATCH_BYTES ? share : LIMIT_SCRATCH_BYTES;
}
