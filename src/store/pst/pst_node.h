/* Subnodes: what a node of a PST keeps apart from its own data (MS-PST 2.2.2.8.3.3): tables, long properties, attachments. */
#ifndef REPLYTRACE_PST_NODE_H
#define REPLYTRACE_PST_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "store/pst/pst_block.h"

/* Kinds of nodes: the low five bits of a nid. */
enum pst_node_kind {
    PST_NODE_FOLDER = 0x02,
    PST_NODE_SEARCH_FOLDER = 0x03,
    PST_NODE_MESSAGE = 0x04,
    PST_NODE_ATTACHMENT = 0x05,
    PST_NODE_ASSOCIATED = 0x08,
    PST_NODE_HIERARCHY_TABLE = 0x0D,
    PST_NODE_CONTENTS_TABLE = 0x0E,
};

#define PST_NODE_STORE 0x21u          /* the message store itself */
#define PST_NODE_NAMES 0x61u          /* what named properties are called (MS-PST 2.4.7) */
#define PST_NODE_ROOT_FOLDER 0x122u
#define PST_NODE_ATTACHMENT_TABLE 0x671u
#define PST_NODE_RECIPIENT_TABLE 0x692u

static inline unsigned pst_node_kind(uint32_t nid)
{
    return nid & 0x1f;
}

struct pst_node_subs {
    const struct pst_page_node *nodes; /* by nid; parent is 0 */
    size_t count;
    bool damaged; /* a block of the tree could not be read, or LIMIT_PST_SUBNODES was reached */
};

/* The subnode tree with this block id; 0 gives none. In the arena. */
void pst_node_subs(struct pst_block_file *file, struct arena *arena, uint64_t bid, struct pst_node_subs *ret_subs);

/* NULL when there is none. */
const struct pst_page_node *pst_node_sub(const struct pst_node_subs *subs, uint32_t nid);

#endif
