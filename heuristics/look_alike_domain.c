/* The sender's domain looks like ours or a partner's, and is neither. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    static const double weights[] = {
        [SUSPICION_LIKE_ENDING] = 0.4, [SUSPICION_LIKE_LETTER] = 1.0, [SUSPICION_LIKE_GLYPHS] = 2.4};
    (void)arena;
    if (!suspicion->like_org.size || suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || suspicion->sender_established || suspicion->sender_unknown_kind || (suspicion->message->flags & MESSAGE_LIST))
        return false;
    struct finding finding = {
        .says = N_("The sender's domain {domain} looks like {known}, which you know."),
        .weight = weights[suspicion->like_kind],
    };
    heuristic_proof(&finding, "domain", suspicion->sender_org);
    heuristic_proof(&finding, "known", suspicion->like_org);
    *ret_finding = finding;
    return true;
}

const struct heuristic look_alike_domain = {
    .name = "look_alike_domain",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("A new sender whose domain differs from ours or a partner's by look-alike letters, one letter, two swapped letters, or its "
                "ending only."),
    .why = N_("Look-alike domains are registered to pass for a partner. Companies with several country domains and unrelated companies of "
              "similar names are honest: another ending and one letter weigh little."),
    .ask = ask,
};
