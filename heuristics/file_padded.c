/* An attachment, or an entry of an archive, that filler blows up beyond what scanners look at. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static const struct payload_sign signs[] = {
    {ATTACHMENT_PADDED, 2.5, N_("{file} is blown up with filler, so that scanners leave it out: {detail}.")},
};

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    return payload_ask(suspicion, signs, sizeof signs / sizeof *signs, arena, ret_finding);
}

const struct heuristic file_padded = {
    .name = "file_padded",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An attachment or an entry of an archive that was blown up with filler: hundreds of megabytes of zeros that pack into next to nothing."),
    .why = N_("Scanners have a size at which they stop looking, and filler costs a packed file nothing. No program writes such documents; an image of an empty disk is the one honest file alike."),
    .ask = ask,
};
