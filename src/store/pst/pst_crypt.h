/* Blocks in the clear again (MS-PST 5.1 and 5.2), where libpst must not do it: in the 4K layout it decrypts past its buffer. */
#ifndef REPLYTRACE_PST_CRYPT_H
#define REPLYTRACE_PST_CRYPT_H

#include <stddef.h>
#include <stdint.h>

/* `method` as in the header: 0 none, 1 compressible, 2 high. `bid` is the key of method 2: the block's id as the tree refers to it. */
void pst_crypt_clear(uint8_t method, uint64_t bid, char *bytes, size_t size);

#endif
