/* A server names the account that logged in to send the mail, and it belongs elsewhere than the From address. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    if (!suspicion->account_differs)
        return false;
    struct finding finding = {
        .says = N_("From says {from}, but the account that logged in to send it was {account}, which {from} never used before."),
        .weight = 2.4,
    };
    heuristic_proof(&finding, "from", suspicion->message->from[0].addr);
    heuristic_proof(&finding, "account", suspicion->message->authenticated);
    *ret_finding = finding;
    return true;
}

const struct heuristic account_is_not_from = {
    .name = "account_is_not_from",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("The authenticated account that a Received field names belongs to another organisation than From, for the first time."),
    .why = N_("TA551 forges From completely; only the log-in of the hijacked account remains. Hosted domains log in elsewhere as a habit: "
              "what the address did before is no sign."),
    .ask = ask,
};
