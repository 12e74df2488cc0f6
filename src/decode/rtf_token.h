/* RTF as a row of tokens (RTF 1.9.1): groups, control words, hex bytes and text. */
#ifndef REPLYTRACE_RTF_TOKEN_H
#define REPLYTRACE_RTF_TOKEN_H

#include <stdbool.h>
#include "base/span.h"

enum rtf_token_kind {
    RTF_TOKEN_OPEN,  /* { */
    RTF_TOKEN_CLOSE, /* } */
    RTF_TOKEN_WORD,  /* \name with or without a number */
    RTF_TOKEN_SYMBOL,/* \ and one character that is no letter: `byte` */
    RTF_TOKEN_HEX,   /* \'xx: `byte` */
    RTF_TOKEN_TEXT,  /* a run of plain bytes without line breaks */
};

struct rtf_token {
    enum rtf_token_kind kind;
    struct span text;  /* the word's name or the run of text */
    bool has_number;
    int number;        /* cut to 32 bits */
    unsigned char byte;
};

/* Takes one token off *rest; false at the end. The bytes of \binN are passed over. */
bool rtf_token_take(struct span *rest, struct rtf_token *ret_token);

#endif
