/* RTF of a mail to the HTML or text that it was made from (MS-OXRTFEX), or, where it was born as RTF, to plain text. */
#ifndef REPLYTRACE_RTF_TEXT_H
#define REPLYTRACE_RTF_TEXT_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

enum rtf_text_kind {
    RTF_TEXT_PLAIN, /* \fromtext, or neither mark: text with LF */
    RTF_TEXT_HTML,  /* \fromhtml1: the original HTML */
};

struct rtf_text_result {
    enum rtf_text_kind kind;
    struct span text; /* UTF-8, in the arena */
    bool damaged;     /* bytes without meaning, or groups that never end */
    bool cut;         /* LIMIT_BODY_BYTES, LIMIT_RTF_DEPTH or LIMIT_RTF_FONTS reached */
};

/* `rtf` as rtf_lzfu_read gives it. `codepage` is taken where the RTF names none; 0 = unknown. False when it does not begin
   with {\rtf. */
bool rtf_text_read(struct arena *arena, struct span rtf, unsigned codepage, struct rtf_text_result *ret_result);

#endif
