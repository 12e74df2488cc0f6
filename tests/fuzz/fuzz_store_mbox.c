/* Fuzzes the mbox driver: every mail of a hostile file is taken, and again after a seek. */
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/arena.h"
#include "store/store_mbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t walk(const char *path, uint64_t from)
{
    struct store *store;
    struct err err;
    struct store_item item;
    uint64_t bytes = 0;
    if (store_mbox_driver.open(path, &store, &err) != OUTCOME_OK)
        return 0;
    ARENA_LOCAL arena = arena_open();
    store_mbox_driver.seek(store, from, &err);
    while (store_mbox_driver.next(store, arena, &item, &err) == OUTCOME_OK) {
        for (size_t i = 0; i < item.rfc5322.size; i++)
            bytes += (unsigned char)item.rfc5322.data[i];
        arena_reset(arena);
    }
    store_mbox_driver.close(store);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    walk(path, 0);
    walk(path, 1);
    close(fd);
    return 0;
}
