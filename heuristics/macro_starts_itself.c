/* A document with a macro that needs no one to start it. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static const struct payload_sign signs[] = {
    {ATTACHMENT_MACRO_SUSPICIOUS, 2.5, N_("A macro in {file} starts by itself and writes files or runs commands.")},
    {ATTACHMENT_ACTIVE_MIME, 2.5, N_("{file} holds macros in a form that is made to be overlooked (ActiveMime).")},
    {ATTACHMENT_DDE, 2.0, N_("{file} starts a program through DDE: {detail}.")},
    {ATTACHMENT_MACRO_PCODE_ONLY, 2.0, N_("The macros in {file} have lost their source and are there in compiled form alone.")},
    {ATTACHMENT_MACRO_SHEET_HIDDEN, 1.5, N_("{file} holds a macro sheet that is hidden.")},
    {ATTACHMENT_MACRO_AUTO_START, 1.0, N_("A macro in {file} starts by itself.")},
};

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    return payload_ask(suspicion, signs, sizeof signs / sizeof *signs, arena, ret_finding);
}

const struct heuristic macro_starts_itself = {
    .name = "macro_starts_itself",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("A document whose macro starts by itself, more so where it writes files or runs commands, or is hidden."),
    .why = N_("It is the classic payload of stolen replies. Honest macros start by themselves too, to set up a form, but of a hundred such documents four also write files or run commands; and they come from people who sent them before."),
    .ask = ask,
};
