/* Addresses: their shape, their parts, and where they hide in text. */
#include "model/address.h"

#include <idn2.h>
#include <libpsl.h>
#include <stdint.h>
#include "base/utf8.h"
#include "model/at_sign.h"

#define DOMAIN_BYTES 256
#define LOCAL_KEY_BYTES 64

static struct span ascii_lower(struct arena *arena, struct span text)
{
    struct span copy = {arena_string(arena, text), text.size};
    char *at = (char *)copy.data;
    for (size_t i = 0; i < copy.size; i++)
        if (at[i] >= 'A' && at[i] <= 'Z')
            at[i] = (char)(at[i] + 32);
    return copy;
}

static struct span undress(struct span addr)
{
    static const struct span prefixes[] = {{"mailto:", 7}, {"smtp:", 5}, {"ex:", 3}};
    addr = span_trim(addr);
    if (addr.size >= 2 && addr.data[0] == '<' && addr.data[addr.size - 1] == '>')
        addr = span_trim(span_slice(addr, 1, addr.size - 2));
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (span_starts_nocase(addr, prefixes[i]))
            addr = span_trim(span_slice(addr, prefixes[i].size, SIZE_MAX));
    if (addr.size >= 2 && addr.data[0] == '\'' && addr.data[addr.size - 1] == '\'')
        addr = span_trim(span_slice(addr, 1, addr.size - 2));
    return addr;
}

static bool has_blank(struct span text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] <= ' ')
            return true;
    return false;
}

enum address_kind address_kind_of(struct span addr)
{
    if (addr.size == 0)
        return ADDRESS_NONE;
    if (span_starts_nocase(addr, SPAN_LITERAL("/o=")) || span_starts_nocase(addr, SPAN_LITERAL("/cn="))
        || span_starts_nocase(addr, SPAN_LITERAL("imceaex-")))
        return ADDRESS_EX;
    if (address_local(addr).size == 0 || address_domain(addr).size == 0 || has_blank(address_domain(addr))
        || (addr.data[0] != '"' && has_blank(addr)))
        return ADDRESS_OTHER;
    return ADDRESS_SMTP;
}

/* One domain has one form, whether it was written in its own script or as xn--. What is no IDN stays as sent. */
static struct span ascii_domain(struct arena *arena, struct span addr)
{
    struct span domain = address_domain(addr);
    if (utf8_ascii(domain) || domain.size >= DOMAIN_BYTES || memchr(domain.data, '\0', domain.size))
        return addr;
    char *found = NULL;
    struct span local = address_local(addr);
    if (idn2_to_ascii_8z(arena_string(arena, domain), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
        addr = arena_printf(arena, "%.*s@%s", SPAN_ARGS(local), found);
    idn2_free(found);
    return addr;
}

struct address address_make(struct arena *arena, struct span name, struct span addr)
{
    struct address address = {.name = name, .addr = undress(addr)};
    address.kind = address_kind_of(address.addr);
    if (address.kind != ADDRESS_NONE)
        address.addr = ascii_lower(arena, address.addr);
    while (address.kind == ADDRESS_SMTP && address.addr.data[address.addr.size - 1] == '.' && address_domain(address.addr).size > 1)
        address.addr.size--; /* the root of the name space: example.jp. is example.jp */
    if (address.kind == ADDRESS_SMTP)
        address.addr = ascii_domain(arena, address.addr);
    return address;
}

static size_t last_byte(struct span text, char byte)
{
    size_t at = text.size;
    while (at > 0 && text.data[at - 1] != byte)
        at--;
    return at > 0 ? at - 1 : SIZE_MAX;
}

static size_t last_at(struct span addr)
{
    return last_byte(addr, '@');
}

struct span address_domain(struct span addr)
{
    size_t at = last_at(addr);
    return at == SIZE_MAX ? SPAN_NONE : span_slice(addr, at + 1, SIZE_MAX);
}

struct span address_local(struct span addr)
{
    size_t at = last_at(addr);
    return at == SIZE_MAX ? SPAN_NONE : span_slice(addr, 0, at);
}

static bool ip_address(struct span domain)
{
    if (domain.size && domain.data[0] == '[')
        return true;
    for (size_t i = 0; i < domain.size; i++)
        if (!((domain.data[i] >= '0' && domain.data[i] <= '9') || domain.data[i] == '.'))
            return false;
    return true;
}

struct span address_organisation(struct span addr)
{
    struct span domain = last_at(addr) == SIZE_MAX ? addr : address_domain(addr);
    char text[DOMAIN_BYTES];
    if (domain.size == 0 || domain.size >= sizeof text || ip_address(domain) || memchr(domain.data, '\0', domain.size))
        return domain;
    memcpy(text, domain.data, domain.size);
    text[domain.size] = '\0';
    const char *organisation = psl_registrable_domain(psl_builtin(), text);
    return organisation ? span_slice(domain, (size_t)(organisation - text), SIZE_MAX) : domain;
}

bool address_domain_nested(struct span a, struct span b)
{
    struct span lower = address_domain(a), upper = address_domain(b);
    if (lower.size < upper.size) {
        lower = address_domain(b);
        upper = address_domain(a);
    }
    if (!upper.size || !span_ends_nocase(lower, upper))
        return false;
    return lower.size == upper.size || lower.data[lower.size - upper.size - 1] == '.';
}

/* The local part's ASCII letters: `no-reply_12` and `noreply` are one. */
static struct span letters_of(struct span local, char key[LOCAL_KEY_BYTES])
{
    size_t size = 0;
    for (size_t i = 0; i < local.size && size < LOCAL_KEY_BYTES; i++) {
        char byte = (char)(local.data[i] | 0x20);
        if (byte >= 'a' && byte <= 'z')
            key[size++] = byte;
    }
    return (struct span){key, size};
}

bool address_not_a_person(struct span addr)
{
    static const char *const beginnings[] = {"noreply", "donotreply", "dontreply", "mailerdaemon", "postmaster",
        "bounce", "notification", "autoreply", "automailer", "autoresponder", "nepasrepondre", "norespond",
        "nichtantworten", "mailerbounce", "listbounce", "undeliver", "unsubscribe", "nobody"};
    static const char *const wholes[] = {"notify", "notifier", "notifications", "daemon", "root", "alert", "alerts",
        "newsletter", "newsletters", "mailnews", "mailmagazine", "mailmag", "returns", "returnpath", "system", "cron",
        "owner", "majordomo", "listserv", "mailman", "automail", "automated", "hostmaster", "robot", "bot", "abuse"};
    char key[LOCAL_KEY_BYTES];
    struct span local = last_at(addr) == SIZE_MAX ? addr : address_local(addr);
    struct span letters = letters_of(local, key);
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
        if (span_starts(letters, span_of(beginnings[i])))
            return true;
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++)
        if (span_equal(letters, span_of(wholes[i])))
            return true;
    return span_ends_nocase(letters, SPAN_LITERAL("bounces")) || span_ends_nocase(letters, SPAN_LITERAL("noreply"));
}

static bool local_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte != '\0' && strchr("._+-=%&~!#$*?^'", byte));
}

static bool domain_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '.' || byte == '-';
}

/* The address around the at-sign at `at`, empty when it is none. */
static struct span address_around(struct span text, size_t at)
{
    size_t from = at, to = at + 1;
    while (from > 0 && local_byte(text.data[from - 1]))
        from--;
    while (from < at && strchr("'.-=*", text.data[from]))
        from++;
    while (to < text.size && domain_byte(text.data[to]))
        to++;
    while (to > at + 1 && strchr(".-", text.data[to - 1]))
        to--;
    struct span domain = span_slice(text, at + 1, to - at - 1);
    size_t dot = last_byte(domain, '.');
    bool whole = dot != SIZE_MAX && dot > 0 && domain.size - dot > 2 && domain.data[dot + 1] > '9';
    return from < at && whole ? span_slice(text, from, to - from) : SPAN_NONE;
}

size_t address_in_text(struct arena *arena, struct span text, struct span *ret_addrs, size_t max)
{
    size_t count = 0;
    if (text.size == 0)
        return 0;
    if (utf8_ascii(text) && !memchr(text.data, '@', text.size))
        return 0;
    struct span folded = at_sign_fold(arena, text);
    for (size_t at = span_find_byte(folded, '@', 0); at < folded.size && count < max;
         at = span_find_byte(folded, '@', at + 1)) {
        struct span addr = address_around(folded, at);
        bool known = addr.size == 0;
        for (size_t i = 0; i < count && !known; i++)
            known = span_equal(ret_addrs[i], addr);
        if (!known)
            ret_addrs[count++] = addr;
    }
    return count;
}
