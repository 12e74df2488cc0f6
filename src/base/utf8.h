/* UTF-8 (RFC 3629): characters, their width on a terminal, and text that is safe to show there. */
#ifndef REPLYTRACE_UTF8_H
#define REPLYTRACE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Takes one character off *rest (size > 0). An ill-formed byte is taken alone and gives UTF8_REPLACEMENT;
   surrogates, overlong forms and values over U+10FFFF are ill-formed. */
uint32_t utf8_take(struct span *rest);
/* Writes 1 to 4 bytes; a value that is no character is written as UTF8_REPLACEMENT. Returns the count. */
size_t utf8_put(uint32_t character, char ret_bytes[4]);
bool utf8_valid(struct span text);
bool utf8_ascii(struct span text);
/* `text` itself when valid, else a copy with U+FFFD for each ill-formed byte. */
struct span utf8_repair(struct arena *arena, struct span text);

/* Columns on a terminal: East Asian wide and full-width count 2, combining marks 0. Control characters count 0. */
size_t utf8_width(struct span text);
/* The longest beginning of `text` that fits into `columns`, cut at a character. */
struct span utf8_fit(struct span text, size_t columns);
/* The longest beginning of at most `bytes` bytes, cut at a character. */
struct span utf8_cut(struct span text, size_t bytes);

/* Text as it may go to a terminal: C0, C1 controls, DEL, and bidi and zero-width format characters are shown as <U+202E>;
   newline and tab become one space. What a hostile mail says can then move neither cursor nor meaning. */
struct span utf8_visible(struct arena *arena, struct span text);

#endif
