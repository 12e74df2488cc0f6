/* A OneNote notebook with a file in it. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static const struct payload_sign signs[] = {
    {ATTACHMENT_ONENOTE_PAYLOAD, 2.5, N_("The notebook {file} holds a file that is no picture: {detail}.")},
};

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    return payload_ask(suspicion, signs, sizeof signs / sizeof *signs, arena, ret_finding);
}

const struct heuristic notebook_holds_file = {
    .name = "notebook_holds_file",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An attached OneNote section that holds something other than pictures."),
    .why = N_("Since macros from the internet are blocked, scripts come behind a button in a notebook. People share notebooks, but hardly ever as attachments with files in them."),
    .ask = ask,
};
