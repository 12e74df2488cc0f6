/* Property contexts (MS-PST 2.3.3): the properties of a store, folder, message or attachment as a bag. */
#ifndef REPLYTRACE_PST_PROPERTY_H
#define REPLYTRACE_PST_PROPERTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "store/mapi.h"
#include "store/pst/pst_block.h"
#include "store/pst/pst_heap.h"
#include "store/pst/pst_node.h"

#define PST_PROPERTY_ATTACHMENT_DATA 0x3701

/* What reading properties may still cost, and what went wrong on the way. */
struct pst_property_reader {
    struct pst_block_file *file;
    struct arena *arena;
    uint64_t bytes_left;     /* of values that stand in subnodes, all properties of one item together */
    struct span *defects;    /* [LIMIT_DEFECTS] */
    size_t defect_count;
};

struct pst_property_context {
    struct mapi_bag bag;
    uint64_t attachment_size; /* whole size of 3701, bytes */
    uint32_t object;          /* nid of the subnode that 3701 names where its type is MAPI_OBJECT; else 0 */
};

/* One line, kept up to LIMIT_DEFECTS. */
void pst_property_defect(struct pst_property_reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The properties of a node with this data; false when there is no property context. */
bool pst_property_read(struct pst_property_reader *reader, uint64_t data, const struct pst_node_subs *subs,
                       struct pst_property_context *ret_context);

/* The value behind a HNID: a piece of the heap or the data of a subnode. */
struct span pst_property_value(struct pst_property_reader *reader, const struct pst_heap *heap,
                               const struct pst_node_subs *subs, uint16_t id, uint32_t hnid, uint64_t *ret_size);

/* The data of a node as the value of property `id`: cut at LIMIT_ATTACHMENT_BYTES (3701) or LIMIT_PROPERTY_BYTES, with a defect. */
struct span pst_property_value_of_node(struct pst_property_reader *reader, const struct pst_page_node *node, uint16_t id,
                                       uint64_t *ret_size);

/* Text without the terminators that some writers store with it; other types as they are. */
struct span pst_property_string(uint16_t type, struct span value);

/* Bytes of a value of this type where it stands in place of its HNID in a property context (4 or fewer), else 0. */
size_t pst_property_inline_bytes(uint16_t type);

#endif
