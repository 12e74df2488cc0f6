/* A name that shows one kind of file and is another. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static const struct payload_sign signs[] = {
    {ATTACHMENT_BIDI_NAME, 3.0, N_("Hidden signs turn the name of {file} round.")},
    {ATTACHMENT_SPACED_NAME, 2.5, N_("Blanks hide the end of the name of {file}.")},
    {ATTACHMENT_DOUBLE_EXTENSION, 2.0, N_("The name of {file} shows one kind of file and is another.")},
    {ATTACHMENT_TYPE_MISMATCH, 0.8, N_("The content of {file} is not what its name says: {detail}.")},
};

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    return payload_ask(suspicion, signs, sizeof signs / sizeof *signs, arena, ret_finding);
}

const struct heuristic file_disguised = {
    .name = "file_disguised",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("A file name that is turned round by hidden signs, ends behind blanks or in two endings, or names another kind than the content is."),
    .why = N_("The reader must take it for a document. Programs write tables as .xls that are HTML, and people rename files: content that is not what the name says is a weak sign alone."),
    .ask = ask,
};
