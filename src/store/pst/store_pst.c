/* Gives the messages of a PST or OST one by one. */
#include "store/pst/store_pst.h"

#include <stdarg.h>
#include <stdlib.h>
#include "store/pst/pst_count.h"
#include "store/pst/pst_message.h"
#include "store/pst/pst_names.h"
#include "store/pst/pst_walk.h"

struct note {
    struct note *next;
    bool incomplete;
    struct span text;
};

struct pst_store {
    struct store base;
    struct arena *arena; /* the plan and the notes */
    struct pst_block_file *file;
    struct mapi_names names;
    struct pst_walk walk;
    size_t position;
    struct note *notes, **notes_end; /* of opening, told before the first item */
    uint64_t items_with_defects;
    bool ended;
};

static struct pst_store *pst_of(struct store *store)
{
    return (struct pst_store *)store;
}

static int pst_bid(const struct store_probe *probe)
{
    return !probe->directory && pst_header_is(probe->head) ? 100 : 0;
}

/* A store_note_function: nobody listens yet while the store is being opened. */
static void note_keep(void *context, bool incomplete, struct span text)
{
    struct pst_store *pst = context;
    struct note *note = arena_alloc(pst->arena, sizeof *note);
    note->incomplete = incomplete;
    note->text = arena_copy(pst->arena, text);
    *pst->notes_end = note;
    pst->notes_end = &note->next;
}

static void note_format(struct pst_store *pst, bool incomplete, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void note_format(struct pst_store *pst, bool incomplete, const char *format, ...)
{
    char text[LIMIT_ERR_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    note_keep(pst, incomplete, span_of(text));
}

/* What the header and the trees say about the state of the file. */
static void file_notes(struct pst_store *pst)
{
    const struct pst_header *header = pst_block_header(pst->file);
    const struct pst_index *index = pst_block_index(pst->file);
    uint64_t size = pst_block_file_size(pst->file);
    if (size < header->file_size)
        note_format(pst, true, "the file is cut off: %llu of %llu bytes are there", (unsigned long long)size,
                    (unsigned long long)header->file_size);
    if (index->root_stale)
        note_format(pst, false, "the header's ids of the trees are stale; the trees were read all the same");
    if (index->pages_bad)
        note_format(pst, true, "%llu pages of the trees are broken; the whole file was searched and gave %llu nodes and "
                    "%llu blocks more, deleted ones among them", (unsigned long long)index->pages_bad,
                    (unsigned long long)index->nodes_found, (unsigned long long)index->blocks_found);
}

static void walk_notes(struct pst_store *pst)
{
    if (pst->walk.missing)
        note_format(pst, true, "%llu messages that the folders list are not in the store",
                    (unsigned long long)pst->walk.missing);
    if (pst->walk.lost)
        note_format(pst, true, "%llu messages that the folders count are lost", (unsigned long long)pst->walk.lost);
    if (pst_block_changed(pst->file))
        note_format(pst, true, "%llu blocks of folders are not as they were written: their checksum is wrong",
                    (unsigned long long)pst_block_changed(pst->file));
    if (pst->walk.orphans)
        note_format(pst, false, "%llu messages that no folder lists were found in the node tree",
                    (unsigned long long)pst->walk.orphans);
}

static enum outcome pst_open_store(const char *path, struct store **ret_store, struct err *err)
{
    struct pst_block_file *file;
    enum outcome outcome = pst_block_open(path, &file, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct pst_store *pst = calloc(1, sizeof *pst);
    if (!pst)
        abort();
    pst->base.driver = &store_pst_driver;
    pst->arena = arena_open();
    pst->file = file;
    pst->notes_end = &pst->notes;
    file_notes(pst);
    pst_names_read(file, pst->arena, &pst->names);
    pst_walk_plan(file, pst->arena, note_keep, pst, &pst->walk);
    walk_notes(pst);
    pst_count_folders(&pst->walk, pst->arena, &pst->base.folders, &pst->base.folder_count);
    pst->base.owner = pst->walk.folders.owner;
    pst->base.counts.expected = pst->walk.item_count + pst->walk.lost;
    *ret_store = &pst->base;
    return OUTCOME_OK;
}

static void notes_tell(struct pst_store *pst)
{
    for (const struct note *note = pst->notes; note; note = note->next)
        store_say(&pst->base, note->incomplete, "%.*s", SPAN_ARGS(note->text));
    pst->notes = NULL;
    pst->notes_end = &pst->notes;
}

static enum outcome end_tell(struct pst_store *pst)
{
    if (pst->ended)
        return OUTCOME_END;
    if (pst->items_with_defects)
        store_say(&pst->base, true, "parts of %llu messages could not be read", (unsigned long long)pst->items_with_defects);
    if (pst_block_exhausted(pst->file))
        store_say(&pst->base, true, "reading was given up: its messages share their data so often that it would never end");
    pst->base.counts.failed += pst->walk.lost;
    pst->ended = true;
    return OUTCOME_END;
}

static enum outcome pst_next(struct store *store, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    struct pst_store *pst = pst_of(store);
    notes_tell(pst);
    if (pst->position >= pst->walk.item_count)
        return end_tell(pst);
    const struct pst_walk_item *item = &pst->walk.items[pst->position];
    const struct pst_page_node *node = pst_index_node(pst_block_index(pst->file), item->nid);
    struct store_item result = {
        .where = {.folder = pst_walk_path(&pst->walk, item, arena), .item = pst->position, .offset = item->nid},
        .flags = item->folder == UINT32_MAX ? 0 : pst->walk.folders.list[item->folder].flags,
    };
    pst->position++;
    enum outcome outcome = node
        ? pst_message_read(pst->file, arena, node, &pst->names, &result.mapi, err)
        : err_set(err, OUTCOME_DAMAGED, "the folder lists a message that is not in the store (node %X)", item->nid);
    *ret_item = result;
    if (outcome != OUTCOME_OK) {
        store->counts.failed++;
        return outcome;
    }
    store->counts.read++;
    pst->items_with_defects += mapi_incomplete(result.mapi);
    return OUTCOME_OK;
}

static enum outcome pst_seek(struct store *store, uint64_t item, struct err *err)
{
    struct pst_store *pst = pst_of(store);
    if (item > pst->walk.item_count)
        return err_set(err, OUTCOME_DEAD, "the store has %zu messages; there is no position %llu", pst->walk.item_count,
                       (unsigned long long)item);
    pst->position = (size_t)item;
    return OUTCOME_OK;
}

static void pst_close_store(struct store *store)
{
    if (!store)
        return;
    struct pst_store *pst = pst_of(store);
    pst_block_close(pst->file);
    arena_close(pst->arena);
    free(pst);
}

const struct store_driver store_pst_driver = {
    .name = "pst", .bid = pst_bid, .open = pst_open_store, .next = pst_next, .seek = pst_seek, .close = pst_close_store,
};
