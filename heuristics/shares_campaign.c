/* Other accounts sent the same file, password or words in mails that are suspicious by themselves. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static const struct {
    const char *says;
    double weight;
} kinds[] = {
    [SUSPICION_SHARES_FILE] = {N_("The same file came from {accounts} other senders in suspicious mails: {what}."), 1.2},
    [SUSPICION_SHARES_MEMBER] = {N_("The same file in an archive came from {accounts} other senders in suspicious mails: {what}."), 1.2},
    [SUSPICION_SHARES_PASSWORD] = {N_("The same password came from {accounts} other senders in suspicious mails: {what}."), 1.0},
    [SUSPICION_SHARES_WORDS] = {N_("The same own words came from {accounts} other senders in suspicious mails."), 0.8},
};

/* Asked last, when all other mail is judged. */
static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct suspicion_campaign *campaign = &suspicion->campaign;
    if (campaign->shares == SUSPICION_SHARES_NOTHING)
        return false;
    struct finding finding = {.says = kinds[campaign->shares].says, .weight = kinds[campaign->shares].weight};
    heuristic_proof(&finding, "accounts", arena_printf(arena, "%u", campaign->senders));
    if (campaign->shares != SUSPICION_SHARES_WORDS)
        heuristic_proof(&finding, "what", campaign->what);
    *ret_finding = finding;
    return true;
}

const struct heuristic shares_campaign = {
    .name = "shares_campaign",
    .group = HEURISTIC_CAMPAIGN,
    .looks = N_("A file, a file in an archive, a password or the same own words that two or more senders of other organisations put into mails of "
                "medium severity or more, within a month."),
    .why = N_("A wave of forged replies comes from many hijacked accounts with one payload. Many people send one honest file too: only mails that "
              "are suspicious without it count, and those of one sender count once."),
    .ask = ask,
};
