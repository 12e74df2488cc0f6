/* Fuzzes ZIP archives of mail: the bid, the plan of what is in them, and every store and mail that the plan names. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/arena.h"
#include "scan/plan_zip.h"
#include "store/store_open.h"
#include "store/zip/store_zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ITEMS_A_STORE 50 /* the drivers have targets of their own */

static void walk(const char *path)
{
    struct store *store;
    struct err err;
    struct store_item item;
    if (store_open(path, NULL, NULL, &store, &err) != OUTCOME_OK)
        return;
    ARENA_LOCAL arena = arena_open();
    enum outcome outcome = OUTCOME_OK;
    for (int i = 0; i < ITEMS_A_STORE && (outcome == OUTCOME_OK || outcome == OUTCOME_DAMAGED); i++) {
        item = (struct store_item){0};
        outcome = store_next(store, arena, &item, &err);
        arena_reset(arena);
    }
    if (store->counts.read + store->counts.failed > store->counts.expected)
        abort();
    store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct plan_zip plan;
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    store_zip_search(path, 0);
    plan_zip_list(path, &plan);
    walk(path);
    for (size_t i = 0; i < plan.store_count; i++)
        walk(plan.stores[i].path);
    plan_zip_free(&plan);
    close(fd);
    return 0;
}
