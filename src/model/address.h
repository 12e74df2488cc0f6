/* A person of a mail as written: display name and address; and what an address tells without asking anybody. */
#ifndef REPLYTRACE_ADDRESS_H
#define REPLYTRACE_ADDRESS_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/span.h"

enum address_kind {
    ADDRESS_NONE, /* no address at all, or an empty one */
    ADDRESS_SMTP, /* local@domain, RFC 5321 in shape; addr is lower-cased, an IDN in ASCII (RFC 5890: xn--) */
    ADDRESS_EX,   /* Exchange legacy DN (/o=.../cn=...), or one that SMTP wraps (imceaex-...@...): unresolved, never a mismatch */
    ADDRESS_OTHER,/* something else, as sent */
};

enum address_role { ADDRESS_TO, ADDRESS_CC, ADDRESS_BCC };

struct address {
    struct span name;       /* display name, decoded UTF-8, outer quotes of the header syntax removed, else as sent; may be empty */
    struct span addr;       /* see kind */
    enum address_kind kind;
    enum address_role role; /* of recipients only */
};

/* Sets kind and the lower-cased addr from an address as found (`<>`, `mailto:`, `SMTP:` and blanks taken off). */
struct address address_make(struct arena *arena, struct span name, struct span addr);

/* The kind of an address that is lower-cased and undressed. */
enum address_kind address_kind_of(struct span addr);

/* The part behind the last `@`, or empty. */
struct span address_domain(struct span addr);
struct span address_local(struct span addr);

/* The registrable domain by the public suffix list (libpsl, built-in list): a.b.example.co.jp -> example.co.jp. A domain that
   is itself a public suffix, an IP address or unknown is returned as it is. Lower case in, lower case out; not a copy. */
struct span address_organisation(struct span addr);

/* The domain of one is that of the other, or lies below it: mail.example.jp and example.jp, but not two branches osaka.example.jp and
   tokyo.example.jp. */
bool address_domain_nested(struct span a, struct span b);

/* True for domains where the public gets mailboxes (gmail.com, yahoo.co.jp, docomo.ne.jp ...): sharing one says nothing. */
bool address_public_provider(struct span organisation);

/* True for local parts that are no person: noreply, mailer-daemon, postmaster, bounce, notification ... */
bool address_not_a_person(struct span addr);

/* The addresses written inside a display name or a text ("Yamada <taro@example.jp>", `[taro@example.jp]`, with full-width or
   circled at-signs folded). At most `max` are filled in, lower-cased, in the arena. Returns how many. */
size_t address_in_text(struct arena *arena, struct span text, struct span *ret_addrs, size_t max);

#endif
