/* A page that builds a file within the browser. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static const struct payload_sign signs[] = {
    {ATTACHMENT_HTML_SMUGGLING, 1.8, N_("The page {file} builds a file and hands it to whoever opens it: {detail}.")},
};

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    return payload_ask(suspicion, signs, sizeof signs / sizeof *signs, arena, ret_finding);
}

const struct heuristic page_builds_file = {
    .name = "page_builds_file",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An attached HTML page or SVG picture with a script that puts a file together and offers it."),
    .why = N_("The file exists only in the browser of the reader, so no scanner on the way sees it. Gateways for encrypted mail send pages that work alike, from services that we know."),
    .ask = ask,
};
