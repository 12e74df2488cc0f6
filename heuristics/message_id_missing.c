/* A mail that has travelled has no Message-ID, or one made by a program that thinks it has no network. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define ODD_KINDS (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR)

static bool made_nowhere(struct span id)
{
    return span_ends_nocase(id, SPAN_LITERAL("@127.0.0.1")) || span_ends_nocase(id, SPAN_LITERAL("@[127.0.0.1]"))
        || span_ends_nocase(id, SPAN_LITERAL("@localhost"));
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    (void)arena;
    if (!(message->flags & MESSAGE_TRANSPORT_HEADERS) || (message->flags & ODD_KINDS) || suspicion->sender_own
        || suspicion->sender_service || (suspicion->sender_established && !suspicion->account_differs))
        return false;
    if (message->message_id.size && !made_nowhere(message->message_id))
        return false;
    struct finding finding = {
        .says = message->message_id.size ? N_("Its Message-ID {id} was made on a computer that names itself by no domain.")
                                         : N_("The mail has travelled, yet has no Message-ID."),
        .weight = 0.9,
    };
    if (message->message_id.size)
        heuristic_proof(&finding, "id", message->message_id);
    *ret_finding = finding;
    return true;
}

const struct heuristic message_id_missing = {
    .name = "message_id_missing",
    .group = HEURISTIC_HEADER,
    .looks = N_("No Message-ID in a mail that has travelled, or one that ends in 127.0.0.1 or localhost, from a sender who is new."),
    .why = N_("Every mail program and almost every server sets a Message-ID; kits of IcedID set none and those of TA551 one at 127.0.0.1. Scanners and "
              "home-made programs do so honestly: a weak sign."),
    .ask = ask,
};
