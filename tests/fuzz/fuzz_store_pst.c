/* A whole PST or OST as any bytes: its trees, blocks, folders and messages, each message decoded. */
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/arena.h"
#include "decode/decode_item.h"
#include "store/pst/store_pst.h"

#define ITEMS 50

static void store_read(const char *path)
{
    struct store *store;
    struct store_item item;
    struct message message;
    struct err err;
    if (store_pst_driver.open(path, &store, &err) != OUTCOME_OK)
        return;
    for (int i = 0; i < ITEMS; i++) {
        ARENA_LOCAL arena = arena_open();
        enum outcome outcome = store_pst_driver.next(store, arena, &item, &err);
        if (outcome == OUTCOME_OK)
            decode_item(arena, &item, NULL, &message, &err);
        else if (outcome != OUTCOME_DAMAGED)
            break;
    }
    store_pst_driver.close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("store", MFD_CLOEXEC);
    if (fd < 0)
        return 0;
    if (write(fd, data, size) == (ssize_t)size) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        store_read(path);
    }
    close(fd);
    return 0;
}
