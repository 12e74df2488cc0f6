/* A sentence that the case keeps as data, said in English or in the reader's language. */
#ifndef REPLYTRACE_SENTENCE_H
#define REPLYTRACE_SENTENCE_H

#include "base/arena.h"
#include "case/case_result.h"

enum sentence_manner {
    SENTENCE_DATA, /* English, values as they are: for jsonl */
    SENTENCE_SHOWN, /* translated, values through utf8_visible: for a terminal */
};

/* The template with each {key} replaced by its value; a key without a value stays as it stands. One line of valid UTF-8, in
   `arena`. Values are never looked at for keys again. */
struct span sentence_text(struct arena *arena, const struct case_sentence *sentence, enum sentence_manner manner);

#endif
