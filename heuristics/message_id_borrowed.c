/* The Message-ID is that of another, older mail of somebody else. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    if (!suspicion->id_owner.size || suspicion->sender_own || suspicion->over_list || suspicion->sender_service)
        return false;
    struct finding finding = {
        .says = N_("Its Message-ID is that of another, older mail, sent by {owner}."),
        .weight = 2.0,
    };
    heuristic_proof(&finding, "owner", suspicion->id_owner);
    heuristic_proof(&finding, "id", suspicion->message->message_id);
    *ret_finding = finding;
    return true;
}

const struct heuristic message_id_borrowed = {
    .name = "message_id_borrowed",
    .group = HEURISTIC_HEADER,
    .looks = N_("The Message-ID of an older stored mail from another organisation with another subject."),
    .why = N_("Emotet copied Message-IDs out of stolen mail that had nothing to do with the reply. Lists and gateways that rewrite the sender keep "
              "the Message-ID too, and the subject with it: those stay silent."),
    .ask = ask,
};
