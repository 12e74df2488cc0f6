/* Address fields (RFC 5322 3.4) as they are sent, the broken ones too: who is named and which address really stands there. */
#ifndef REPLYTRACE_MIME_ADDRESS_H
#define REPLYTRACE_MIME_ADDRESS_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"
#include "model/address.h"

/* A growing list in the arena; start with {0}. */
struct mime_address_list {
    struct address *address;
    size_t count;
    size_t room;
    bool cut; /* LIMIT_ADDRESSES reached */
};

/* Appends the addresses of one raw field value. The address is the last `<...@...>` of a mailbox, all before it is the name: so
   `"<Taro> [taro@a.example]" <x@b.example>` keeps its whole name. The quotes of one quoted-string are taken off, inner and doubled ones
   stay. A name without address is kept (kind ADDRESS_NONE); an empty group gives nothing. Unquoted commas in names are joined again.
   `charset` is the label to try for raw 8-bit bytes. */
void mime_address_parse(struct arena *arena, struct span value, struct span charset, enum address_role role,
                        struct mime_address_list *list);

#endif
