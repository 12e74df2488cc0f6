/* Reads table contexts: the row index first, the cells on demand. */
#include "store/pst/pst_table.h"

#include "base/limits.h"
#include "store/pst/pst_btree.h"
#include "store/pst/pst_bytes.h"

#define INFO_BYTES 22
#define COLUMN_BYTES 8
#define CELL_BYTES_MAX 8 /* a longer value stands behind a HNID */

static void rows_take(struct arena *arena, const struct pst_btree *index, struct pst_table *table)
{
    struct pst_table_row *rows = arena_array(arena, index->record_count, sizeof *rows);
    for (size_t leaf = 0; leaf < index->leaf_count; leaf++)
        for (size_t at = 0; at < index->leaves[leaf].size; at += index->record_bytes)
            rows[table->row_count++] = (struct pst_table_row){
                pst_bytes_u32(index->leaves[leaf], at),
                (uint32_t)pst_bytes_number(index->leaves[leaf], at + index->key_bytes,
                                           index->record_bytes - index->key_bytes),
            };
    table->rows = rows;
    table->damaged |= index->damaged;
}

bool pst_table_read(struct pst_property_reader *reader, uint64_t data, const struct pst_node_subs *subs,
                    struct pst_table *ret_table)
{
    struct pst_table table = {.subs = *subs};
    struct pst_block_data bytes;
    struct pst_btree index;
    pst_block_data(reader->file, reader->arena, data, LIMIT_MESSAGE_BYTES, &bytes);
    if (!pst_heap_open(&bytes, pst_block_header(reader->file)->layout, &table.heap) || table.heap.client != PST_HEAP_TABLE)
        return false;
    table.info = pst_heap_piece(&table.heap, table.heap.root);
    if (!pst_bytes_inside(table.info, 0, INFO_BYTES) || pst_bytes_u8(table.info, 0) != PST_HEAP_TABLE)
        return false;
    table.damaged = bytes.damaged || bytes.cut;
    uint32_t row_index = pst_bytes_u32(table.info, 10);
    if (row_index) {
        if (!pst_btree_read(reader->arena, &table.heap, row_index, &index) || index.key_bytes != 4
            || index.record_bytes < 6 || index.record_bytes > 8)
            return false;
        rows_take(reader->arena, &index, &table);
    }
    *ret_table = table;
    return true;
}

/* The row matrix: in the heap, or, where it is larger, in a subnode; a row never spans two blocks. */
struct matrix {
    struct pst_block_data data;
    size_t row_bytes;
    size_t rows_in_block;
};

static bool matrix_read(struct pst_property_reader *reader, const struct pst_table *table, struct matrix *ret_matrix)
{
    struct matrix matrix = {.row_bytes = pst_bytes_u16(table->info, 8)};
    uint32_t hnid = pst_bytes_u32(table->info, 14);
    size_t *end = arena_alloc(reader->arena, sizeof *end);
    if (matrix.row_bytes == 0)
        return false;
    if (pst_heap_id(hnid)) {
        matrix.data.bytes = pst_heap_piece(&table->heap, hnid);
        *end = matrix.data.bytes.size;
        matrix.data.ends = end;
        matrix.data.block_count = 1;
    } else {
        const struct pst_page_node *sub = pst_node_sub(&table->subs, hnid);
        pst_block_data(reader->file, reader->arena, sub ? sub->data : 0, reader->bytes_left, &matrix.data);
        reader->bytes_left -= matrix.data.bytes.size;
    }
    if (matrix.data.block_count == 0)
        return false;
    matrix.rows_in_block = matrix.data.ends[0] / matrix.row_bytes;
    *ret_matrix = matrix;
    return matrix.rows_in_block > 0;
}

static struct span matrix_row(const struct matrix *matrix, uint32_t index)
{
    size_t block = index / matrix->rows_in_block;
    if (block >= matrix->data.block_count)
        return SPAN_NONE;
    size_t start = (block ? matrix->data.ends[block - 1] : 0) + index % matrix->rows_in_block * matrix->row_bytes;
    if (start > matrix->data.ends[block] || matrix->row_bytes > matrix->data.ends[block] - start)
        return SPAN_NONE;
    return span_slice(matrix->data.bytes, start, matrix->row_bytes);
}

/* One cell; false when the row's bitmap says that it does not exist, or, which is counted, when it lies beyond the row. */
static bool cell_take(struct pst_property_reader *reader, const struct pst_table *table, struct span row, size_t column,
                      struct mapi_property *ret_property, size_t *outside)
{
    size_t at = INFO_BYTES + column * COLUMN_BYTES;
    size_t bitmap = pst_bytes_u16(table->info, 6);
    size_t offset = pst_bytes_u16(table->info, at + 4), size = pst_bytes_u8(table->info, at + 6);
    unsigned bit = pst_bytes_u8(table->info, at + 7);
    struct mapi_property property = {.id = pst_bytes_u16(table->info, at + 2), .type = pst_bytes_u16(table->info, at)};
    bool there = pst_bytes_u8(row, bitmap + bit / 8) & 1u << (7 - bit % 8);
    if (!pst_bytes_inside(table->info, at, COLUMN_BYTES) || !pst_bytes_inside(row, bitmap + bit / 8, 1)
        || (there && !pst_bytes_inside(row, offset, size))) {
        ++*outside;
        return false;
    }
    if (!there)
        return false;
    size_t fixed = pst_property_inline_bytes(property.type);
    if (property.type == MAPI_INT64 || property.type == MAPI_FLOAT64 || property.type == MAPI_TIME)
        fixed = CELL_BYTES_MAX;
    uint64_t whole;
    if (fixed)
        property.value = span_slice(row, offset, fixed < size ? fixed : size);
    else
        property.value = pst_property_value(reader, &table->heap, &table->subs, property.id, pst_bytes_u32(row, offset),
                                            &whole);
    property.value = pst_property_string(property.type, property.value);
    *ret_property = property;
    return true;
}

void pst_table_cells(struct pst_property_reader *reader, const struct pst_table *table, struct mapi_bag *ret_bags)
{
    struct matrix matrix;
    size_t columns = pst_bytes_u8(table->info, 1), missing = 0, outside = 0;
    bool readable = matrix_read(reader, table, &matrix);
    for (size_t i = 0; i < table->row_count; i++) {
        struct span row = readable ? matrix_row(&matrix, table->rows[i].index) : SPAN_NONE;
        struct mapi_property *cells = arena_array(reader->arena, row.size ? columns : 0, sizeof *cells);
        size_t count = 0;
        for (size_t column = 0; row.size && column < columns; column++)
            count += cell_take(reader, table, row, column, &cells[count], &outside);
        ret_bags[i] = (struct mapi_bag){cells, count};
        missing += row.size == 0;
    }
    if (outside)
        pst_property_defect(reader, "%zu cells of a table lie outside of it", outside);
    if (missing)
        pst_property_defect(reader, "%zu of %zu rows of a table cannot be read", missing, table->row_count);
}
