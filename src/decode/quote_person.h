/* A person as a reply header writes him: `Name <a@b>`, `Name [mailto:a@b]`, `a@b`, `"Name" <a@b<mailto:a@b>>` and their kin. */
#ifndef REPLYTRACE_QUOTE_PERSON_H
#define REPLYTRACE_QUOTE_PERSON_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

/* The first address within `text`, bare; false where there is none. Its domain has a dot, or `<` stands before it: what Lotus
   Notes writes (`Jo Doe/HOU/ECT@ECT`) is none. */
bool quote_person_address(struct span text, struct span *ret_address);

/* Name (a borrowed part of `text`, without quotes and brackets) and address (lower case, in the arena); either may be empty. */
void quote_person_read(struct arena *arena, struct span text, struct span *ret_name, struct span *ret_addr);

#endif
