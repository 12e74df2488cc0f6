/* An encrypted file is attached, and perhaps its password stands in the same mail. */
#include "base/i18n.h"
#include "heuristics/payload.h"

static bool has_fact(const struct attachment *attachment, enum attachment_fact_kind kind)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (attachment->facts[i].kind == kind)
            return true;
    return false;
}

/* A PDF that opens without a question only forbids printing or copying: everyday mail. */
static const struct attachment *encrypted_one(const struct message *message)
{
    for (size_t i = 0; i < message->attachment_count; i++)
        if (message->attachments[i].encrypted == ATTACHMENT_ENCRYPTED_YES
            && !has_fact(&message->attachments[i], ATTACHMENT_OPENS_WITHOUT_PASSWORD))
            return &message->attachments[i];
    return NULL;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    (void)arena;
    const struct attachment *archive = encrypted_one(suspicion->message);
    if (!archive || suspicion->sender_own)
        return false;
    bool told = payload_password_told(suspicion, archive);
    struct span password = told ? archive->opened_with : archive->opened_with.size ? SPAN_NONE : suspicion->password;
    struct span line = told && archive->opened_where.size ? archive->opened_where : suspicion->password_line;
    bool with_password = password.size != 0;
    struct finding finding = {
        .says = with_password ? N_("The encrypted file {file} ({encryption}) comes with its password in the same mail: {password}.")
                              : N_("An encrypted file is attached: {file} ({encryption})."),
        .weight = with_password ? 2.6 : 0.7,
    };
    if (!with_password && has_fact(archive, ATTACHMENT_DEFAULT_PASSWORD)) {
        finding.says = N_("{file} is encrypted with a password that programs try by themselves: it opens like any other, but not for scanners.");
        finding.weight = 2.0;
    }
    if (heuristic_trusted(suspicion))
        finding.weight *= 0.5;
    heuristic_proof(&finding, "file", archive->name);
    heuristic_proof(&finding, "encryption", archive->encryption);
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
    .looks = N_("An encrypted archive, document or PDF, more so with its password in the same mail."),
    .why = N_("Encryption hides the payload from scanners, so the password must come along. In Japan encrypted archives with the password in "
              "a second mail (PPAP) are everyday honest mail: alone a weak sign."),
    .ask = ask,
};
