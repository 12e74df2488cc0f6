/* Something that runs, behind a password that came along. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    struct span where;
    for (size_t i = 0; i < message->attachment_count && !suspicion->sender_own; i++) {
        const struct attachment *attachment = &message->attachments[i];
        if (!attachment->opened_with.size || !payload_holds_code(attachment, &where))
            continue;
        struct finding finding = {
            .says = N_("{file} was locked with the password {password} and holds what runs."),
            .weight = !attachment->opened_where.size || payload_password_told(suspicion, attachment) ? 3.0 : 1.5,
        };
        if (heuristic_trusted(suspicion))
            finding.weight *= PAYLOAD_TRUSTED;
        heuristic_proof(&finding, "file", payload_file(attachment, where, arena));
        heuristic_proof(&finding, "password", attachment->opened_with);
        *ret_finding = finding;
        return true;
    }
    return false;
}

const struct heuristic locked_code = {
    .name = "locked_code",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An encrypted file that a password in the mail or in another of the same sender, or one that programs try by themselves, opens, and that holds a program, a script or "
                "macros."),
    .why = N_("What is locked away from scanners although its key lies beside it is hidden from them alone. People lock tables and contracts; "
              "developers who send each other programs behind a password are known to us as a rule."),
    .ask = ask,
};
