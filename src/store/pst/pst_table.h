/* Table contexts (MS-PST 2.3.4): rows of properties, as recipients, attachments and the contents of folders are kept. */
#ifndef REPLYTRACE_PST_TABLE_H
#define REPLYTRACE_PST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "store/mapi.h"
#include "store/pst/pst_property.h"

struct pst_table_row {
    uint32_t id;    /* nid of the message or attachment, or a number of its own for recipients */
    uint32_t index; /* 0-based place in the row matrix */
};

struct pst_table {
    struct pst_heap heap;
    struct pst_node_subs subs;
    struct span info;                 /* TCINFO with its columns */
    const struct pst_table_row *rows; /* by place in the row index: ascending id */
    size_t row_count;
    bool damaged;                     /* the row index is not whole */
};

/* The table of a node with this data; false when there is none. The rows' cells are read by pst_table_cells. */
bool pst_table_read(struct pst_property_reader *reader, uint64_t data, const struct pst_node_subs *subs,
                    struct pst_table *ret_table);

/* The cells that exist of each row: ret_bags[table->row_count]. A row beyond the matrix is empty, with a defect. */
void pst_table_cells(struct pst_property_reader *reader, const struct pst_table *table, struct mapi_bag *ret_bags);

#endif
