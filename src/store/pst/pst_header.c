/* Reads the header of a PST or OST file. */
#include "store/pst/pst_header.h"

#include "store/pst/pst_bytes.h"

#define CLIENT_PST 0x4D53
#define CLIENT_OST 0x4F53
#define ENCRYPTION_KNOWN 2

/* Where the two forms of the header keep their fields. */
struct offsets {
    size_t number; /* bytes of an offset or id */
    size_t file_size, nodes, blocks, encryption;
};

static const struct offsets ANSI = {4, 168, 184, 192, 461};
static const struct offsets UNICODE = {8, 184, 216, 232, 513};

static bool version_layout(uint16_t version, enum pst_layout *ret_layout)
{
    switch (version) {
    case 14: case 15: *ret_layout = PST_LAYOUT_ANSI; return true;
    case 21: case 23: *ret_layout = PST_LAYOUT_UNICODE; return true;
    case 36: *ret_layout = PST_LAYOUT_UNICODE_4K; return true;
    default: return false;
    }
}

bool pst_header_is(struct span head)
{
    enum pst_layout layout;
    uint16_t client = pst_bytes_u16(head, 8);
    return span_starts(head, SPAN_LITERAL("!BDN")) && (client == CLIENT_PST || client == CLIENT_OST)
        && version_layout(pst_bytes_u16(head, 10), &layout);
}

static struct pst_page_reference reference(struct span head, size_t at, size_t number)
{
    return (struct pst_page_reference){pst_bytes_number(head, at, number), pst_bytes_number(head, at + number, number)};
}

enum outcome pst_header_read(struct span head, struct pst_header *ret_header, struct err *err)
{
    struct pst_header header = {0};
    if (!pst_header_is(head))
        return err_set(err, OUTCOME_DEAD, "the header is not that of a PST or OST file");
    version_layout(pst_bytes_u16(head, 10), &header.layout);
    const struct offsets *at = header.layout == PST_LAYOUT_ANSI ? &ANSI : &UNICODE;
    if (head.size <= at->encryption)
        return err_set(err, OUTCOME_DEAD, "the file is cut off within its header, after %zu bytes", head.size);
    header.offline = pst_bytes_u16(head, 8) == CLIENT_OST;
    header.encryption = pst_bytes_u8(head, at->encryption);
    header.file_size = pst_bytes_number(head, at->file_size, at->number);
    header.nodes = reference(head, at->nodes, at->number);
    header.blocks = reference(head, at->blocks, at->number);
    if (header.encryption > ENCRYPTION_KNOWN)
        return err_set(err, OUTCOME_DEAD, "the store is encrypted in a way that cannot be read (method %u)",
                       header.encryption);
    *ret_header = header;
    return OUTCOME_OK;
}
