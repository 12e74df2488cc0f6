/* Reads every item of a PST with our own driver and nothing more: what reading costs without decoding, judging and writing. */
#include <stdio.h>
#include "base/arena.h"
#include "store/pst/store_pst.h"

int main(int argc, char **argv)
{
    struct store *store;
    struct store_item item;
    struct err err;
    enum outcome outcome;
    size_t items = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: store_walk STORE\n");
        return 2;
    }
    if (store_pst_driver.open(argv[1], &store, &err) != OUTCOME_OK) {
        fprintf(stderr, "store_walk: %s\n", err.text);
        return 1;
    }
    ARENA_LOCAL arena = arena_open();
    while ((outcome = store_pst_driver.next(store, arena, &item, &err)) == OUTCOME_OK || outcome == OUTCOME_DAMAGED) {
        items += outcome == OUTCOME_OK;
        arena_reset(arena);
    }
    store_pst_driver.close(store);
    printf("%zu items\n", items);
    return 0;
}
