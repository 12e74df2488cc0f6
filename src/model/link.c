/* Takes links apart by RFC 3986 as browsers do, not as its grammar wishes. */
#include "model/link.h"

#include <stdint.h>
#include "model/address.h"

#define LINK_BYTES 2000 /* of one address that are looked at */

static bool host_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '.'
        || byte == '-';
}

static bool ends_address(char byte)
{
    return (unsigned char)byte <= ' ' || strchr("<>\"'()[]{}|^`", byte) != NULL || ((unsigned char)byte & 0x80);
}

static size_t authority_size(struct span rest)
{
    size_t size = 0;
    while (size < rest.size && !ends_address(rest.data[size]) && !memchr("/?#\\", rest.data[size], 4))
        size++;
    return size;
}

static struct span behind_scheme(struct span address)
{
    size_t at = span_find(address, SPAN_LITERAL("://"), 0);
    return at == SIZE_MAX ? SPAN_NONE : span_slice(address, at + 3, LINK_BYTES);
}

struct span link_host(struct span address)
{
    struct span rest = behind_scheme(address), authority = span_slice(rest, 0, authority_size(rest));
    for (size_t user = span_find_byte(authority, '@', 0); user != SIZE_MAX; user = span_find_byte(authority, '@', 0))
        authority = span_slice(authority, user + 1, authority.size);
    size_t size = 0;
    while (size < authority.size && size < LINK_HOST_BYTES && host_byte(authority.data[size]))
        size++;
    return span_slice(authority, 0, size);
}

struct span link_file(struct span address)
{
    struct span rest = behind_scheme(address);
    size_t from = authority_size(rest), to = from;
    if (from < rest.size && (rest.data[from] == '?' || rest.data[from] == '#'))
        return SPAN_NONE;
    for (; to < rest.size && !ends_address(rest.data[to]) && rest.data[to] != '?' && rest.data[to] != '#'; to++)
        if (rest.data[to] == '/')
            from = to + 1;
    struct span file = span_slice(rest, from, to > from ? to - from : 0);
    return file.size > LINK_FILE_BYTES ? span_slice(file, file.size - LINK_FILE_BYTES, LINK_FILE_BYTES) : file;
}

/* Lower case and in ASCII. */
static struct span domain_made(struct arena *arena, struct span host)
{
    struct span address = arena_printf(arena, "x@%.*s", SPAN_ARGS(host));
    return address_domain(address_make(arena, SPAN_NONE, address).addr);
}

static struct span org_of(struct arena *arena, struct span host)
{
    return address_organisation(arena_printf(arena, "x@%.*s", SPAN_ARGS(host)));
}

/* The last word before `at` when it shows a place: `https://bank.example/login <`. */
static struct span shown_before(struct arena *arena, struct span text, size_t at)
{
    size_t to = at, from;
    while (to > 0 && text.data[to - 1] == ' ')
        to--;
    for (from = to; from > 0 && to - from < LINK_SHOWN_BYTES && !ends_address(text.data[from - 1]); from--)
        continue;
    struct span word = span_slice(text, from, to - from), host = link_host(word);
    if (!host.size && span_starts_nocase(word, SPAN_LITERAL("www.")))
        host = link_host(arena_printf(arena, "https://%.*s", SPAN_ARGS(word)));
    return host.size ? org_of(arena, domain_made(arena, host)) : SPAN_NONE;
}

/* Where the scheme before "://" begins. */
static size_t scheme_start(struct span text, size_t at)
{
    while (at > 0 && ((text.data[at - 1] | 0x20) >= 'a' && (text.data[at - 1] | 0x20) <= 'z'))
        at--;
    return at;
}

bool link_next(struct arena *arena, struct span text, size_t *from, struct link *ret_link)
{
    for (size_t at = span_find(text, SPAN_LITERAL("://"), *from); at != SIZE_MAX; at = span_find(text, SPAN_LITERAL("://"), at + 3)) {
        struct span address = span_slice(text, at, LINK_BYTES), host = link_host(address);
        if (!host.size)
            continue;
        size_t start = scheme_start(text, at);
        bool bracketed = start > 0 && text.data[start - 1] == '<';
        struct span made = domain_made(arena, host);
        *ret_link = (struct link){
            .host = made,
            .org = org_of(arena, made),
            .file = link_file(address),
            .shown = bracketed ? shown_before(arena, text, start - 1) : SPAN_NONE,
        };
        *from = (size_t)(host.data - text.data) + host.size;
        return true;
    }
    return false;
}
