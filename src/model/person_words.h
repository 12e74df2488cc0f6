/* Words in display names that are no part of a person's name. All text is folded (fold_text). */
#ifndef REPLYTRACE_PERSON_WORDS_H
#define REPLYTRACE_PERSON_WORDS_H

#include <stdbool.h>
#include "base/span.h"

enum person_word {
    PERSON_WORD_NAME,    /* may be part of a name */
    PERSON_WORD_TITLE,   /* mr, dr, phd ... 様, 部長 ... */
    PERSON_WORD_COMPANY, /* inc, gmbh ... 株式会社 ... */
    PERSON_WORD_ROLE,    /* sales, info ... 営業部, 総務 ... */
};

enum person_word person_words_latin(struct span token);

/* A local part that stands for a role, in English or Japanese: info, sales, keiri. Several people may read mail to it, and one name beside
   two such addresses is no proof that they are one mailbox. */
bool person_words_role_local(struct span local);

/* Of a token in Japanese, Chinese or Korean script. COMPANY: the token holds a company's name. */
enum person_word person_words_cjk(struct span token);

/* The token without honorifics and titles at its end, or nothing when it was all title. Titles of one character
   (様, 君) are taken only where two stay: they also end names. */
struct span person_words_without_title(struct span token);

#endif
