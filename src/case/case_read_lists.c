/* Stores, places and troubles out of the case: short lists, each read whole. */
#include "case/case_read.h"

#include "base/buf.h"
#include "case/case_db.h"

static void add(struct buf *rows, const void *row, size_t size)
{
    buf_add(rows, (struct span){row, size});
}

static struct case_store store_of(sqlite3_stmt *row, struct arena *arena)
{
    struct case_store store = {.id = sqlite3_column_int64(row, 0)};
    store.path = case_db_text(row, 1, arena);
    store.format = case_db_text(row, 2, arena);
    store.owner = case_db_text(row, 3, arena);
    store.size = (uint64_t)sqlite3_column_int64(row, 4);
    store.mtime = sqlite3_column_int64(row, 5);
    case_db_fixed(row, 6, store.sha256, sizeof store.sha256);
    store.expected = (uint64_t)sqlite3_column_int64(row, 7);
    store.read = (uint64_t)sqlite3_column_int64(row, 8);
    store.failed = (uint64_t)sqlite3_column_int64(row, 9);
    store.skipped = (uint64_t)sqlite3_column_int64(row, 10);
    store.next_item = (uint64_t)sqlite3_column_int64(row, 11);
    int state = sqlite3_column_int(row, 12);
    store.state = state == CASE_STORE_DONE || state == CASE_STORE_DEAD ? (enum case_store_state)state : CASE_STORE_UNFINISHED;
    store.reason = case_db_text(row, 13, arena);
    return store;
}

static const char stores_sql[] = "SELECT id, path, format, owner, size, mtime, sha256, expected, read, failed, skipped, next_item,"
                                 " state, reason FROM store ORDER BY path";

enum outcome case_read_stores(struct case_file *file, struct arena *arena, const struct case_store **ret_stores,
                              size_t *ret_count, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, stores_sql, -1, &statement, NULL) != SQLITE_OK)
        return case_db_fail(file, err);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK) {
        struct case_store store = store_of(statement, arena);
        add(&rows, &store, sizeof store);
    }
    sqlite3_finalize(statement);
    if (outcome != OUTCOME_END)
        return outcome;
    *ret_stores = case_db_settle(arena, &rows, sizeof **ret_stores, ret_count);
    return OUTCOME_OK;
}

static struct case_place place_of(sqlite3_stmt *row, struct arena *arena)
{
    struct case_place place = {.store = sqlite3_column_int64(row, 0)};
    place.store_path = case_db_text(row, 1, arena);
    place.format = case_db_text(row, 2, arena);
    place.owner = case_db_text(row, 3, arena);
    place.where.folder = case_db_text(row, 4, arena);
    place.where.item = (uint64_t)sqlite3_column_int64(row, 5);
    place.where.path = case_db_text(row, 6, arena);
    place.where.offset = (uint64_t)sqlite3_column_int64(row, 7);
    place.where.length = (uint64_t)sqlite3_column_int64(row, 8);
    place.outer = sqlite3_column_int64(row, 9);
    return place;
}

static const char places_sql[] =
    "SELECT store.id, store.path, format, owner, folder, item, occurrence.path, offset, length, outer"
    " FROM occurrence CROSS JOIN store ON store.id = occurrence.store WHERE message = ?1 ORDER BY store.path, item";

enum outcome case_read_places(struct case_file *file, int64_t id, struct arena *arena, const struct case_place **ret_places,
                              size_t *ret_count, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_PLACES, places_sql, err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, id);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK) {
        struct case_place place = place_of(statement, arena);
        add(&rows, &place, sizeof place);
    }
    if (outcome != OUTCOME_END)
        return outcome;
    *ret_places = case_db_settle(arena, &rows, sizeof **ret_places, ret_count);
    return OUTCOME_OK;
}

static const char folders_sql[] =
    "WITH read AS (SELECT store, folder, count(*) AS items FROM occurrence WHERE outer IS NULL GROUP BY store, folder),"
    " lost AS (SELECT store, folder, count(*) AS items FROM failed GROUP BY store, folder)"
    " SELECT store.id, path, name, folder.expected, coalesce(read.items, 0), coalesce(lost.items, 0)"
    " FROM folder JOIN store ON store.id = folder.store"
    " LEFT JOIN read ON read.store = folder.store AND read.folder = name"
    " LEFT JOIN lost ON lost.store = folder.store AND lost.folder = name ORDER BY path, name";

enum outcome case_read_folders(struct case_file *file, struct arena *arena, const struct case_folder **ret_folders,
                               size_t *ret_count, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, folders_sql, -1, &statement, NULL) != SQLITE_OK)
        return case_db_fail(file, err);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK) {
        struct case_folder folder = {.store = sqlite3_column_int64(statement, 0),
                                     .store_path = case_db_text(statement, 1, arena),
                                     .name = case_db_text(statement, 2, arena),
                                     .expected = (uint64_t)sqlite3_column_int64(statement, 3),
                                     .read = (uint64_t)sqlite3_column_int64(statement, 4),
                                     .failed = (uint64_t)sqlite3_column_int64(statement, 5)};
        add(&rows, &folder, sizeof folder);
    }
    sqlite3_finalize(statement);
    if (outcome != OUTCOME_END)
        return outcome;
    *ret_folders = case_db_settle(arena, &rows, sizeof **ret_folders, ret_count);
    return OUTCOME_OK;
}

/* Notes stand before the failed items of their store. */
static const char troubles_sql[] =
    "SELECT coalesce(path, ''), '', 0, 0, incomplete, text, -1 AS rank FROM note LEFT JOIN store ON store.id = note.store"
    " UNION ALL SELECT store.path, folder, item, 1, 0, failed.reason, item FROM failed JOIN store ON store.id = failed.store"
    " ORDER BY 1, rank, 6";

enum outcome case_read_troubles(struct case_file *file, struct arena *arena, const struct case_trouble **ret_troubles,
                                size_t *ret_count, struct err *err)
{
    BUF_LOCAL rows = {0};
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, troubles_sql, -1, &statement, NULL) != SQLITE_OK)
        return case_db_fail(file, err);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK) {
        struct case_trouble trouble = {.store_path = case_db_text(statement, 0, arena),
                                       .folder = case_db_text(statement, 1, arena),
                                       .item = (uint64_t)sqlite3_column_int64(statement, 2),
                                       .failed = sqlite3_column_int(statement, 3) != 0,
                                       .incomplete = sqlite3_column_int(statement, 4) != 0,
                                       .text = case_db_text(statement, 5, arena)};
        add(&rows, &trouble, sizeof trouble);
    }
    sqlite3_finalize(statement);
    if (outcome != OUTCOME_END)
        return outcome;
    *ret_troubles = case_db_settle(arena, &rows, sizeof **ret_troubles, ret_count);
    return OUTCOME_OK;
}
