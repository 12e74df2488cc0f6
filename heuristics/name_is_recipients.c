/* The sender calls himself by the name or the address of the recipient. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool perhaps_himself(const struct suspicion *suspicion)
{
    for (size_t i = 0; i < suspicion->namesake_count; i++)
        if (suspicion->namesakes[i].alike)
            return true;
    return false;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    if (!suspicion->recipient_named || suspicion->sender_own || suspicion->over_list || suspicion->sender_unknown_kind
        || suspicion->sender_established || suspicion->sender_service)
        return false;
    struct finding finding = {
        .says = N_("The sender {sender} shows the recipient's own name: {name}."),
        .weight = perhaps_himself(suspicion) ? 0.8 : 2.6,
    };
    heuristic_proof(&finding, "sender", suspicion->sender);
    heuristic_proof(&finding, "name", suspicion->message->from[0].name);
    *ret_finding = finding;
    return true;
}

const struct heuristic name_is_recipients = {
    .name = "name_is_recipients",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("The sender shows the recipient's own name or address from somebody else's account."),
    .why = N_("QakBot fills From with the recipient's name. People who write to themselves from a private address do so too; a similar "
              "local part then weighs against the suspicion."),
    .ask = ask,
};
