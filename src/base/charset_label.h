/* Charset labels as found in the wild, and what they really mean. */
#ifndef REPLYTRACE_CHARSET_LABEL_H
#define REPLYTRACE_CHARSET_LABEL_H

#include "base/span.h"

enum charset_kind {
    CHARSET_UNKNOWN,  /* no label, or one that nobody knows */
    CHARSET_ASCII,
    CHARSET_UTF8,
    CHARSET_JIS,      /* ISO-2022-JP and its kin */
    CHARSET_LATIN,    /* the label that software writes when it does not know: iconv, but UTF-8 is believed first */
    CHARSET_ICONV,    /* one byte and more: iconv */
    CHARSET_UTF16,    /* by byte order mark, little-endian without */
    CHARSET_STATEFUL, /* iconv, and ASCII bytes are not what they seem (UTF-7, ISO-2022-KR) */
};

struct charset_label {
    const char *key;   /* the label in lower case, letters and digits only, without a leading `x` */
    enum charset_kind kind;
    const char *name;  /* as iconv knows it */
};

/* Never NULL: kind is CHARSET_UNKNOWN where the label says nothing. */
const struct charset_label *charset_label_find(struct span label);

/* The same for a Windows code page number. */
const struct charset_label *charset_label_codepage(unsigned codepage);

#endif
