/* Names of people made comparable: folded token sets in either order, without honorifics, titles and company words. */
#ifndef REPLYTRACE_PERSON_NAME_H
#define REPLYTRACE_PERSON_NAME_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* The key of a display name: NFKC, lower case, addresses and bracketed notes removed, split at blanks, commas, slashes and
   middle dots, honorifics (様 さん 殿 部長 Mr. Dr. ...) and company suffixes (株式会社 (株) Inc. GmbH ...) dropped, tokens sorted
   and joined by one space. `Taro YAMADA`, `yamada, taro` and `Yamada Taro 様` have one key; `山田　太郎` and `山田太郎` have one key
   (CJK tokens are joined, and the least rotation taken: 太郎 山田 has it too; the key is for comparing, not for reading).
   Empty when nothing of a person is left, or when what is left is no name: an address, one Latin
   token of under 3 letters, a role word alone (sales, info, support, 営業, 総務 ...). In the arena. */
struct span person_name_key(struct arena *arena, struct span display_name);

/* True when the key can stand for one person: two tokens or more, or a CJK token of at least 3 characters. A first name alone
   ("john", "佐藤") is shared by many and proves nothing. */
bool person_name_distinct(struct span key);

#endif
