/* The display name contains an e-mail address, and the mail comes from another organisation's account. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static const struct suspicion_person *other_address(const struct suspicion *suspicion)
{
    for (size_t i = 0; i < suspicion->named_address_count; i++)
        if (!span_equal(suspicion->named_addresses[i].org, suspicion->sender_org))
            return &suspicion->named_addresses[i];
    return NULL;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    const struct suspicion_person *named = other_address(suspicion);
    if (!named || suspicion->sender_own || suspicion->sender_unknown_kind || suspicion->sender_service)
        return false;
    bool known = named->own || named->in_thread || named->messages;
    struct finding finding = {
        .says = N_("The display name shows {named}, but the mail was sent by {sender}."),
        .weight = named->alike || heuristic_machine(suspicion) ? 1.5 : known ? 4.2 : 3.0,
    };
    if (suspicion->sender_established)
        finding.weight *= 0.4;
    heuristic_proof(&finding, "named", named->address);
    heuristic_proof(&finding, "sender", suspicion->sender);
    *ret_finding = finding;
    return true;
}

const struct heuristic name_holds_other_address = {
    .name = "name_holds_other_address",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("The display name contains an address that is not the sender's."),
    .why = N_("Most mail programs show only the name, so an address in it is taken for the sender's. Lists and services that write on "
              "behalf of many people do the same honestly; they are learnt from your stores."),
    .ask = ask,
};
