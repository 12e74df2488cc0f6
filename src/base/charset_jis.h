/* ISO-2022-JP as mail programs really write it (RFC 1468, JIS X 0202, code pages 50220 to 50222). */
#ifndef REPLYTRACE_CHARSET_JIS_H
#define REPLYTRACE_CHARSET_JIS_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/span.h"

/* True where a designation of a Japanese set (ESC $ @, ESC $ B, ESC $ ( D, ESC ( I, ESC ( J) stands in `bytes`. */
bool charset_jis_escapes(struct span bytes);

/* Appends the same text as EUC-JP-MS to *out, which keeps NEC row 13, JIS X 0212 and half-width kana. Bytes with the high
   bit in the ASCII state are half-width kana (50221). Each line starts in ASCII. False where a byte had no meaning: it then
   stands as the byte 0xFF, which EUC-JP-MS does not know. */
bool charset_jis_unwrap(struct buf *out, struct span bytes);

#endif
