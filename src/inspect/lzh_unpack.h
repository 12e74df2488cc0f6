/* Unpacks what LHA packs: -lh4- to -lh7- (LZSS with Huffman codes), and what is stored. */
#ifndef REPLYTRACE_LZH_UNPACK_H
#define REPLYTRACE_LZH_UNPACK_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* The first `size` bytes, in the arena (stored: borrowed). A stream that breaks off gives what came before. False for another method
   ("-lh1-", "-lzs-" and older) and when nothing comes. */
bool lzh_unpack(struct arena *arena, struct span method, struct span packed, size_t size, struct span *ret_bytes);

#endif
