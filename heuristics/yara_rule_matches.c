/* An attachment, or what was unpacked of it, matches a YARA rule that the user gave. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static const struct payload_sign signs[] = {
    {ATTACHMENT_YARA_MATCH, 2.5, N_("{file} matches a rule of yours: {detail}.")},
};

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    return payload_ask(suspicion, signs, sizeof signs / sizeof *signs, arena, ret_finding);
}

const struct heuristic yara_rule_matches = {
    .name = "yara_rule_matches",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An attachment, or what was unpacked of it, matches a YARA rule that was given with --yara."),
    .why = N_("Who gives a rule knows what this campaign carries. How rare it is in honest mail nobody can say beforehand: a rule for one family of malware hits next to nothing else, a rule for every macro much. So it is worth a look by itself, and never more without another sign."),
    .ask = ask,
};
