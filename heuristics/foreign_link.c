/* The sender's own words hold a link to a place that has nothing to do with him or the recipients. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define LINKS_MOST 50      /* links of one mail that are looked at */
#define HOST_BYTES_MAX 253 /* RFC 1035 2.3.4 */

static bool host_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '.'
        || byte == '-';
}

static bool familiar(const struct suspicion *suspicion, struct span org)
{
    const struct message *message = suspicion->message;
    if (span_equal(org, suspicion->sender_org))
        return true;
    for (size_t i = 0; i < message->recipient_count; i++)
        if (span_equal(org, address_organisation(message->recipients[i].addr)))
            return true;
    for (size_t i = 0; i < suspicion->thread.quote_count; i++)
        if (span_equal(org, address_organisation(suspicion->thread.quotes[i].from)))
            return true;
    return false;
}

/* The host behind the first "://" at or after *from, lower case; *from moves behind it. Empty: none. */
static struct span next_host(struct arena *arena, struct span words, size_t *from)
{
    size_t at = span_find(words, SPAN_LITERAL("://"), *from);
    if (at == SIZE_MAX)
        return SPAN_NONE;
    struct span host = span_slice(words, at + 3, HOST_BYTES_MAX);
    size_t size = 0;
    while (size < host.size && host_byte(host.data[size]))
        size++;
    *from = at + 3 + size;
    struct span address = arena_printf(arena, "x@%.*s", (int)size, host.data ? host.data : "");
    return address_domain(address_make(arena, SPAN_NONE, address).addr);
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    if (suspicion->sender_own || suspicion->over_list || suspicion->sender_service || suspicion->sender_established)
        return false;
    size_t from = 0;
    for (int link = 0; link < LINKS_MOST; link++) {
        struct span host = next_host(arena, suspicion->words, &from);
        if (!host.size)
            return false;
        struct span address = arena_printf(arena, "x@%.*s", SPAN_ARGS(host));
        if (familiar(suspicion, address_organisation(address)))
            continue;
        struct finding finding = {
            .says = N_("A link leads to {host}, which belongs neither to the sender nor to anybody of the thread."),
            .weight = 1.2,
        };
        heuristic_proof(&finding, "host", host);
        *ret_finding = finding;
        return true;
    }
    return false;
}

const struct heuristic foreign_link = {
    .name = "foreign_link",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("A link in the sender's own words to a host outside his, the recipients' and the thread's organisations."),
    .why = N_("Links replaced attachments in many campaigns. Honest mail is full of links: a weak sign that needs a stolen thread or a false "
              "name beside it."),
    .ask = ask,
};
