/* Compressed RTF of a MAPI body (MS-OXRTFCP) back to RTF. */
#ifndef REPLYTRACE_RTF_LZFU_H
#define REPLYTRACE_RTF_LZFU_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

struct rtf_lzfu_result {
    struct span rtf;  /* in the arena, or within the input where it is not compressed */
    bool damaged;     /* the data ends early, is longer than it says, or its checksum is wrong: what came out stands in rtf */
    bool cut;         /* `limit` bytes reached */
};

/* Both kinds, "LZFu" and "MELA". False when the 16-byte header is neither. At most `limit` bytes come out. */
bool rtf_lzfu_read(struct arena *arena, struct span packed, size_t limit, struct rtf_lzfu_result *ret_result);

#endif
