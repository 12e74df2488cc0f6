/* From the charsets of mail to UTF-8, one place for MIME and MAPI: labels as found in the wild, Japanese by the rule of HACKING.md. */
#ifndef REPLYTRACE_CHARSET_H
#define REPLYTRACE_CHARSET_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

struct charset_result {
    struct span text;     /* valid UTF-8, in the arena or, where nothing had to change, the input itself */
    bool damaged;         /* at least one byte had no meaning and stands as U+FFFD */
    bool guessed;         /* the label was missing, unknown or false; `used` was found by looking at the bytes */
    const char *used;     /* static name of the charset that was applied */
};

/* `label` as in Content-Type (any case, may be empty). ISO-2022-JP is unwrapped by hand, so NEC row 13 and half-width
   kana survive; SHIFT_JIS is read as CP932 and EUC-JP as EUC-JP-MS. A missing or false label is guessed: UTF-8 where valid,
   ISO-2022-JP where it escapes, then strict CP932 / EUC-JP by plausibility, else WINDOWS-1252. Never fails. */
struct charset_result charset_to_utf8(struct arena *arena, struct span bytes, struct span label);

/* The same for a Windows code page number (MAPI PidTagMessageCodepage, PidTagInternetCodepage); 0 = unknown.
   Code pages 932, 50220, 50221, 50222 and 51932 are tried as strict CP932, ISO-2022-JP, EUC-JP, UTF-8 in this order. */
struct charset_result charset_from_codepage(struct arena *arena, struct span bytes, unsigned codepage);

/* UTF-16LE (MAPI PtypString): lone surrogates and NULs stay visible (U+FFFD and U+2400), sets damaged. An odd last byte is dropped. */
struct charset_result charset_from_utf16le(struct arena *arena, struct span bytes);

#endif
