/* The claimed person's own address stands under a few words that somebody else sent. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/subject.h"

#define OWN_BYTES_MOST 600 /* folded own words of a lure with its signature */

/* Somebody of this name whose address the words give. One who may be the sender himself makes it an honest signature. */
static const struct suspicion_person *signed_as(const struct suspicion *suspicion)
{
    for (size_t i = 0; i < suspicion->namesake_count; i++)
        if (suspicion->namesakes[i].alike || span_equal(suspicion->namesakes[i].org, suspicion->sender_org))
            return NULL;
    for (size_t i = 0; i < suspicion->namesake_count; i++)
        if (span_find_nocase(suspicion->words, suspicion->namesakes[i].address, 0) != SIZE_MAX)
            return &suspicion->namesakes[i];
    return NULL;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    bool reply;
    (void)arena;
    subject_strip(message->subject, &reply);
    if (!reply || message->has_reference_fields || message->thread_index.size || !(message->flags & MESSAGE_TRANSPORT_HEADERS))
        return false; /* his private mailbox threads its replies as any mail program does; a service starts a mail of its own */
    if (suspicion->own_bytes > OWN_BYTES_MOST || suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || suspicion->sender_unknown_kind || suspicion->sender_established
        || span_find_nocase(suspicion->words, suspicion->sender, 0) != SIZE_MAX)
        return false;
    const struct suspicion_person *person = signed_as(suspicion);
    if (!person)
        return false;
    struct finding finding = {
        .says = N_("Its few words are signed with {address}, but it was sent by {sender}."),
        .weight = 0.8,
    };
    heuristic_proof(&finding, "address", person->address);
    heuristic_proof(&finding, "sender", suspicion->sender);
    *ret_finding = finding;
    return true;
}

const struct heuristic address_under_lure = {
    .name = "address_under_lure",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("In a reply without threading headers: the address of the person whose name the sender uses, under a few lines of own words."),
    .why = N_("Kits put name and address of the stolen address book under the lure. A person who writes from a private mailbox with the office "
              "signature does so too, but his mail program threads the reply, and a similar local part silences it."),
    .ask = ask,
};
