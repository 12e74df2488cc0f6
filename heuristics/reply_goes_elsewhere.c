/* Answers would go to another organisation than the one that seems to write. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define WEIGHT_STRANGER 0.7
#define WEIGHT_KNOWN 1.2  /* a known sender who never did so, */
#define WEIGHT_BROKEN 3.0 /* and writes with other programs than in all his last mails */

/* A private mailbox beside the office's is an honest place for answers. */
static bool private_mailbox(const struct suspicion *suspicion, struct span target)
{
    return suspicion->sender_established && address_public_provider(address_organisation(target));
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    (void)arena;
    if (!message->reply_to_count || message->reply_to[0].kind != ADDRESS_SMTP || suspicion->reply_to_established
        || suspicion->sender_own || suspicion->over_list || suspicion->sender_service || suspicion->sender_unknown_kind
        || (message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR)))
        return false;
    struct span target = message->reply_to[0].addr;
    if (span_equal(address_organisation(target), suspicion->sender_org) || address_not_a_person(suspicion->sender)
        || private_mailbox(suspicion, target))
        return false;
    bool known = suspicion->sender_established;
    struct finding finding = {
        .says = known ? N_("Answers go to {target}, whom nobody here knows, not to {sender}.")
                      : N_("Answers go to {target}, not to {sender}; nobody here knows either."),
        .weight = !known ? WEIGHT_STRANGER : suspicion->from_worn ? WEIGHT_BROKEN : WEIGHT_KNOWN,
    };
    heuristic_proof(&finding, "target", target);
    heuristic_proof(&finding, "sender", suspicion->sender);
    *ret_finding = finding;
    return true;
}

const struct heuristic reply_goes_elsewhere = {
    .name = "reply_goes_elsewhere",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("A Reply-To of another organisation than From that nobody here knows."),
    .why = N_("Who sends from a hijacked account cannot read its inbox, so answers must go elsewhere. Newsletters, lists and people with a private "
              "mailbox do the same: a weak sign, unless a known sender does so with other programs than his."),
    .ask = ask,
};
