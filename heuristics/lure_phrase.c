/* A stranger's few words ask to open what came along. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    if (!suspicion->lure.size || suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || suspicion->sender_unknown_kind || heuristic_trusted(suspicion)
        || !(suspicion->message->flags & MESSAGE_TRANSPORT_HEADERS)
        || (suspicion->message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR)))
        return false;
    struct finding finding = {
        .says = N_("A few words of a stranger ask to open something: \"{phrase}\"."),
        .weight = 1.0,
    };
    heuristic_proof(&finding, "phrase", suspicion->lure);
    *ret_finding = finding;
    return true;
}

const struct heuristic lure_phrase = {
    .name = "lure_phrase",
    .group = HEURISTIC_WORDS,
    .looks = N_("Own words of a few lines from a sender who is new that name a document and ask to look at it (heuristics/words/lure.yaml)."),
    .why = N_("The lure above the stolen text is one or two such lines. Everybody writes them who sends a document for the first time: a weak sign "
              "that never counts alone."),
    .ask = ask,
};
