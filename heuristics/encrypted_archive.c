/* An encrypted file is attached, and perhaps its password stands in the same mail. */
#include "base/i18n.h"
#include "heuristics/payload.h"

struct locked {
    const struct attachment *attachment;
    struct span where, how;
};

static bool find_locked(const struct message *message, struct locked *ret_locked)
{
    for (size_t i = 0; i < message->attachment_count; i++)
        if (attachment_locked(&message->attachments[i], &ret_locked->where, &ret_locked->how)) {
            ret_locked->attachment = &message->attachments[i];
            return true;
        }
    return false;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    struct locked locked;
    if (suspicion->sender_own || !find_locked(suspicion->message, &locked))
        return false;
    const struct attachment *archive = locked.attachment;
    bool told = payload_password_told(suspicion, archive);
    struct span password = told ? archive->opened_with : archive->opened_with.size ? SPAN_NONE : suspicion->password;
    struct span line = told && archive->opened_where.size ? archive->opened_where : suspicion->password_line;
    bool with_password = password.size != 0;
    struct finding finding = {
        .says = with_password ? N_("The encrypted file {file} ({encryption}) comes with its password in the same mail: {password}.")
                              : N_("An encrypted file is attached: {file} ({encryption})."),
        .weight = with_password ? 2.6 : 0.7,
    };
    if (!with_password && attachment_has_fact(archive, ATTACHMENT_DEFAULT_PASSWORD, locked.where)) {
        finding.says = N_("{file} is encrypted with a password that programs try by themselves: it opens like any other, but not for scanners.");
        finding.weight = 2.0;
    }
    if (heuristic_trusted(suspicion))
        finding.weight *= 0.5;
    heuristic_proof(&finding, "file", payload_file(archive, locked.where, arena));
    heuristic_proof(&finding, "encryption", locked.how);
    if (with_password) {
        heuristic_proof(&finding, "password", password);
        heuristic_proof(&finding, "line", line);
    }
    *ret_finding = finding;
    return true;
}

const struct heuristic encrypted_archive = {
    .name = "encrypted_archive",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("An encrypted archive, document or PDF, or one within an archive, more so with its password in the same mail."),
    .why = N_("Encryption hides the payload from scanners, so the password must come along. In Japan encrypted archives with the password in "
              "a second mail (PPAP) are everyday honest mail: alone a weak sign."),
    .ask = ask,
};
