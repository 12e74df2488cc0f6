/* The attachment of the stolen original comes back under its name, with other content. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    if (!suspicion->replaced_file.size || suspicion->sender_own || suspicion->thread.sender_in || suspicion->thread.sender_org_in
        || suspicion->thread.list || suspicion->sender_service || heuristic_trusted(suspicion))
        return false;
    struct finding finding = {
        .says = N_("The quoted original has an attachment {file} too, but of other content."),
        .weight = 1.5,
    };
    heuristic_proof(&finding, "file", suspicion->replaced_file);
    *ret_finding = finding;
    return true;
}

const struct heuristic original_file_replaced = {
    .name = "original_file_replaced",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An attachment of the same name as one of the quoted original, with other content, from somebody who was not in the thread."),
    .why = N_("Kits replace the attachment of the mail that they stole. Whoever takes part in a thread sends new versions of a file under its old "
              "name all the time, so only strangers to it are asked about."),
    .ask = ask,
};
