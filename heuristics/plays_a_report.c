/* The mail plays a report about undelivered mail: it names neither a recipient nor an original, and wants something opened. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    if (!suspicion->plays_report || suspicion->sender_own || suspicion->sender_service || suspicion->sender_established || suspicion->over_list)
        return false;
    struct finding finding = {
        .says = N_("It looks like a report of {sender} about undelivered mail, but names neither a recipient nor the mail."),
        .weight = 1.2,
    };
    heuristic_proof(&finding, "sender", suspicion->sender);
    *ret_finding = finding;
    return true;
}

const struct heuristic plays_a_report = {
    .name = "plays_a_report",
    .group = HEURISTIC_HEADER,
    .looks = N_("A mail in the manner of a mail system (delivery failed, messages on hold) that no delivery report is: without a failed recipient and without "
                "the returned mail, but with a link or a file."),
    .why = N_("Lures for passwords and payloads come so. Quarantine services write the same honestly to those who use them: a weak sign, which counts "
              "beside a payload."),
    .ask = ask,
};
