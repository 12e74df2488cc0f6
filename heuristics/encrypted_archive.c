/* An encrypted archive is attached, and perhaps its password stands in the same mail. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static const struct attachment *encrypted_one(const struct message *message)
{
    for (size_t i = 0; i < message->attachment_count; i++)
        if (message->attachments[i].encrypted == ATTACHMENT_ENCRYPTED_YES)
            return &message->attachments[i];
    return NULL;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    const struct attachment *archive = encrypted_one(suspicion->message);
    if (!archive || suspicion->sender_own)
        return false;
    bool with_password = suspicion->password.size != 0;
    struct finding finding = {
        .says = with_password ? N_("The encrypted archive {file} ({encryption}) comes with its password in the same mail: {password}.")
                              : N_("An encrypted archive is attached: {file} ({encryption})."),
        .weight = with_password ? 2.6 : 0.7,
    };
    if (heuristic_trusted(suspicion))
        finding.weight *= 0.5;
    heuristic_proof(&finding, "file", archive->name);
    heuristic_proof(&finding, "encryption", archive->encryption);
    if (with_password) {
        heuristic_proof(&finding, "password", suspicion->password);
        heuristic_proof(&finding, "line", suspicion->password_line);
    }
    *ret_finding = finding;
    return true;
}

const struct heuristic encrypted_archive = {
    .name = "encrypted_archive",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An encrypted archive (ZipCrypto, AES, in central or local headers), more so with its password in the same mail."),
    .why = N_("Encryption hides the payload from scanners, so the password must come along. In Japan encrypted archives with the password in "
              "a second mail (PPAP) are everyday honest mail: alone a weak sign."),
    .ask = ask,
};
