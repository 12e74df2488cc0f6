/* Pages, heaps and trees of a PST from hand-made bytes: what is right is found, what lies outside is never read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "store/pst/pst_btree.h"
#include "store/pst/pst_heap.h"
#include "store/pst/pst_page.h"

#define HID(index) ((uint32_t)(index) << 5)
#define BLOCK_BYTES 256

static void put(char *bytes, size_t at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[at + i] = (char)(value >> 8 * i);
}

/* A heap of one block: its header, pieces one behind the other, and the map of where they begin. */
struct heap_maker {
    char bytes[BLOCK_BYTES];
    size_t ends[16];
    size_t count, filled;
};

static uint32_t piece_add(struct heap_maker *maker, const void *piece, size_t size)
{
    memcpy(maker->bytes + maker->filled, piece, size);
    maker->filled += size;
    maker->ends[maker->count++] = maker->filled;
    return HID(maker->count);
}

static struct pst_block_data heap_close(struct heap_maker *maker, uint8_t client, uint32_t root, size_t *end)
{
    size_t map = (maker->filled + 1) & ~(size_t)1;
    put(maker->bytes, 0, map, 2);
    put(maker->bytes, 2, 0xEC, 1);
    put(maker->bytes, 3, client, 1);
    put(maker->bytes, 4, root, 4);
    put(maker->bytes, map, maker->count, 2);
    put(maker->bytes, map + 4, 12, 2);
    for (size_t i = 0; i < maker->count; i++)
        put(maker->bytes, map + 6 + 2 * i, maker->ends[i], 2);
    *end = map + 6 + 2 * maker->count;
    return (struct pst_block_data){.bytes = {maker->bytes, *end}, .ends = end, .block_count = 1, .size = *end};
}

static void heap_finds_its_pieces(void **state)
{
    (void)state;
    struct heap_maker maker = {.filled = 12};
    struct pst_heap heap;
    size_t end;
    uint32_t first = piece_add(&maker, "hello", 5), empty = piece_add(&maker, "", 0), last = piece_add(&maker, "world!", 6);
    struct pst_block_data data = heap_close(&maker, PST_HEAP_PROPERTIES, first, &end);
    assert_true(pst_heap_open(&data, PST_LAYOUT_UNICODE, &heap));
    assert_int_equal(heap.client, PST_HEAP_PROPERTIES);
    assert_int_equal(heap.root, first);
    assert_true(span_equal(pst_heap_piece(&heap, first), SPAN_LITERAL("hello")));
    assert_true(span_equal(pst_heap_piece(&heap, last), SPAN_LITERAL("world!")));
    assert_non_null(pst_heap_piece(&heap, empty).data);
    assert_int_equal(pst_heap_piece(&heap, empty).size, 0);
    assert_null(pst_heap_piece(&heap, 0).data);
    assert_null(pst_heap_piece(&heap, HID(4)).data);           /* one more than there are */
    assert_null(pst_heap_piece(&heap, first | 1u << 16).data); /* a block that is not there */
    assert_null(pst_heap_piece(&heap, first | 4).data);        /* the nid of a subnode */
    assert_true(pst_heap_open(&data, PST_LAYOUT_UNICODE_4K, &heap));
    assert_null(pst_heap_piece(&heap, first | 1u << 19).data);
}

static void heap_with_a_false_map_reads_nothing(void **state)
{
    (void)state;
    struct heap_maker maker = {.filled = 12};
    struct pst_heap heap;
    size_t end;
    uint32_t first = piece_add(&maker, "hello", 5);
    struct pst_block_data data = heap_close(&maker, PST_HEAP_PROPERTIES, first, &end);
    assert_true(pst_heap_open(&data, PST_LAYOUT_UNICODE, &heap));
    put(maker.bytes, 0, 0xFFFF, 2); /* the map lies beyond the block */
    assert_null(pst_heap_piece(&heap, first).data);
    put(maker.bytes, 0, 18, 2);
    put(maker.bytes, 24, 0xFFF0, 2); /* the piece ends beyond the block */
    assert_null(pst_heap_piece(&heap, first).data);
    put(maker.bytes, 24, 3, 2); /* the piece ends before it begins */
    assert_null(pst_heap_piece(&heap, first).data);
    data.bytes.size = end = 11;
    assert_false(pst_heap_open(&data, PST_LAYOUT_UNICODE, &heap));
    data.block_count = 0;
    assert_false(pst_heap_open(&data, PST_LAYOUT_UNICODE, &heap));
}

/* A tree with one level of children above its two leaves. */
static uint32_t tree_add(struct heap_maker *maker, uint32_t second_leaf)
{
    char head[8] = {(char)0xB5, 2, 6, 1}, index[12];
    uint32_t leaf = piece_add(maker, "\x01\x00" "aaaaaa" "\x02\x00" "bbbbbb", 16);
    uint32_t other = piece_add(maker, "\x03\x00" "cccccc", 8);
    put(index, 0, 1, 2);
    put(index, 2, leaf, 4);
    put(index, 6, 3, 2);
    put(index, 8, second_leaf ? second_leaf : other, 4);
    put(head, 4, piece_add(maker, index, 12), 4);
    return piece_add(maker, head, 8);
}

static void tree_gives_its_records(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct heap_maker maker = {.filled = 12};
    struct pst_heap heap;
    struct pst_btree tree;
    size_t end;
    uint32_t header = tree_add(&maker, 0);
    struct pst_block_data data = heap_close(&maker, PST_HEAP_PROPERTIES, header, &end);
    assert_true(pst_heap_open(&data, PST_LAYOUT_UNICODE, &heap));
    assert_true(pst_btree_read(arena, &heap, header, &tree));
    assert_int_equal(tree.record_count, 3);
    assert_int_equal(tree.leaf_count, 2);
    assert_int_equal(tree.record_bytes, 8);
    assert_false(tree.damaged);
    assert_true(span_equal(tree.leaves[1], SPAN_LITERAL("\x03\x00" "cccccc")));
    assert_false(pst_btree_read(arena, &heap, HID(1), &tree)); /* no header */
    assert_false(pst_btree_read(arena, &heap, 0, &tree));
}

/* A child that is the tree's own index would be walked for ever, were its pieces not counted against the heap. */
static void tree_in_a_circle_ends(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct heap_maker maker = {.filled = 12};
    struct pst_heap heap;
    struct pst_btree tree;
    size_t end;
    uint32_t header = tree_add(&maker, HID(3));
    maker.bytes[maker.ends[3] - 8 + 3] = 8; /* levels */
    struct pst_block_data data = heap_close(&maker, PST_HEAP_PROPERTIES, header, &end);
    assert_true(pst_heap_open(&data, PST_LAYOUT_UNICODE, &heap));
    assert_true(pst_btree_read(arena, &heap, header, &tree));
    assert_true(tree.damaged);
    assert_true(tree.record_count <= end);
    maker.bytes[maker.ends[3] - 8 + 3] = 9;
    assert_false(pst_btree_read(arena, &heap, header, &tree));
}

static void page_is_checked(void **state)
{
    (void)state;
    char bytes[512] = {0};
    struct pst_page page;
    put(bytes, 0, 0x2223, 4);       /* nid */
    put(bytes, 8, 0x44, 8);         /* data */
    put(bytes, 16, 0x5A, 8);        /* subnodes */
    put(bytes, 24, 0x122, 4);       /* parent */
    put(bytes, 488, 1, 1);
    put(bytes, 490, 32, 1);
    put(bytes, 496, 0x8181, 2);
    put(bytes, 504, 77, 8);
    assert_true(pst_page_parse(PST_LAYOUT_UNICODE, (struct span){bytes, 512}, &page));
    assert_int_equal(page.bid, 77);
    assert_int_equal(page.count, 1);
    assert_false(page.crc_right);
    struct pst_page_node node = pst_page_node(PST_LAYOUT_UNICODE, &page, 0);
    assert_int_equal(node.nid, 0x2223);
    assert_int_equal(node.data, 0x44);
    assert_int_equal(node.sub, 0x5A);
    assert_int_equal(node.parent, 0x122);
    put(bytes, 488, 16, 1); /* more entries than a page can hold */
    assert_false(pst_page_parse(PST_LAYOUT_UNICODE, (struct span){bytes, 512}, &page));
    put(bytes, 488, 1, 1);
    put(bytes, 490, 0, 1); /* entries without size */
    assert_false(pst_page_parse(PST_LAYOUT_UNICODE, (struct span){bytes, 512}, &page));
    put(bytes, 490, 32, 1);
    put(bytes, 497, 0x80, 1); /* the two types differ */
    assert_false(pst_page_parse(PST_LAYOUT_UNICODE, (struct span){bytes, 512}, &page));
    assert_false(pst_page_parse(PST_LAYOUT_UNICODE, (struct span){bytes, 511}, &page));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heap_finds_its_pieces),
        cmocka_unit_test(heap_with_a_false_map_reads_nothing),
        cmocka_unit_test(tree_gives_its_records),
        cmocka_unit_test(tree_in_a_circle_ends),
        cmocka_unit_test(page_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
