/* The sender's own words hold a link to a place that has nothing to do with him or the recipients. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/link.h"

#define LINKS_MOST 50 /* links of one mail that are looked at */

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

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    if (suspicion->sender_own || suspicion->over_list || suspicion->sender_service || heuristic_trusted(suspicion))
        return false;
    size_t from = 0;
    struct link link;
    for (int links = 0; links < LINKS_MOST && link_next(arena, suspicion->words, &from, &link); links++) {
        if (familiar(suspicion, link.org))
            continue;
        struct finding finding = {
            .says = N_("A link leads to {host}, which belongs neither to the sender nor to anybody of the thread."),
            .weight = 1.2,
        };
        heuristic_proof(&finding, "host", link.host);
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
