/* The oldest lock of Excel ([MS-OFFCRYPTO] 2.3.7): a password makes sixteen bytes that all others are mixed with. */
#ifndef REPLYTRACE_OFFICE_XOR_H
#define REPLYTRACE_OFFICE_XOR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/span.h"

#define OFFICE_XOR_BYTES 16u
#define OFFICE_XOR_PASSWORD 15u /* bytes */

/* `filepass`: key and verifier, 2 bytes each. True when the password makes both: one wrong word in two thousand million does. */
bool office_xor_try(struct span filepass, struct span password, uint8_t ret_array[OFFICE_XOR_BYTES]);

/* A byte of a record's data; `end`: position in the stream behind the record, `at`: of the byte within its data. */
uint8_t office_xor_clear(const uint8_t array[OFFICE_XOR_BYTES], uint8_t byte, size_t end, size_t at);

#endif
