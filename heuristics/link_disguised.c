/* A link's text shows one place, and the link leads to another. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/link.h"

#define LINKS_MOST 50 /* links of one mail that are looked at */

/* What mail gateways and mail programs put in place of every link. */
static bool rewritten(struct span host)
{
    static const char *const gateways[] = {"safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com", "mimecast.com",
        "mimecastprotect.com", "cudasvc.com", "secure-web.cisco.com", "protect.checkpoint.com", "fireeye.com", "trendmicro.com",
        "protection.sophos.com", "clicktime.symantec.com", "www.google.com", "www.google.co.jp"};
    for (size_t i = 0; i < sizeof gateways / sizeof *gateways; i++)
        if (span_ends_nocase(host, span_of(gateways[i])))
            return true;
    return false;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    struct link link;
    size_t from = 0;
    if (suspicion->sender_own || suspicion->over_list || suspicion->sender_service || heuristic_trusted(suspicion)
        || (suspicion->message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT)))
        return false;
    for (int links = 0; links < LINKS_MOST && link_next(arena, suspicion->words, &from, &link); links++) {
        if (!link.shown.size || span_equal(link.shown, link.org) || span_equal(link.org, suspicion->sender_org) || rewritten(link.host))
            continue;
        struct finding finding = {
            .says = N_("A link shows {shown}, but leads to {host}."),
            .weight = 1.2,
        };
        heuristic_proof(&finding, "shown", link.shown);
        heuristic_proof(&finding, "host", link.host);
        *ret_finding = finding;
        return true;
    }
    return false;
}

const struct heuristic link_disguised = {
    .name = "link_disguised",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("In the own words of a new sender: a link whose text is the address of one organisation and whose target lies with another."),
    .why = N_("The reader trusts what he sees. Newsletters count clicks that way and mail gateways rewrite every link: bulk mail and known gateways "
              "are not meant, and the sign is weak."),
    .ask = ask,
};
