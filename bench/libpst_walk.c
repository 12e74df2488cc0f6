/* Walks a PST as libpst alone does: opens it, loads its index and parses every item. A yardstick for bench.py: the index of libpst takes
   quadratic time, so that the loop over the items is timed by itself. */
#include <libpst-4/libpst/libpst.h>
#include <stdio.h>
#include <time.h>

struct walk {
    pst_file file;
    size_t items;
};

static void tree_walk(struct walk *walk, pst_desc_tree *node)
{
    for (; node; node = node->next) {
        pst_item *item = node->desc ? pst_parse_item(&walk->file, node, NULL) : NULL;
        walk->items += item && item->email;
        pst_freeItem(item);
        tree_walk(walk, node->child);
    }
}

int main(int argc, char **argv)
{
    static struct walk walk;
    if (argc != 2) {
        fprintf(stderr, "usage: libpst_walk STORE\n");
        return 2;
    }
    if (pst_open(&walk.file, argv[1], "utf-8") != 0 || pst_load_index(&walk.file) != 0
        || pst_load_extended_attributes(&walk.file) == 0) {
        fprintf(stderr, "libpst_walk: libpst cannot open %s\n", argv[1]);
        return 1;
    }
    clock_t start = clock();
    tree_walk(&walk, walk.file.d_head);
    printf("%zu items; CPU seconds of the loop: %.2f\n", walk.items, (double)(clock() - start) / CLOCKS_PER_SEC);
    pst_close(&walk.file);
    return 0;
}
