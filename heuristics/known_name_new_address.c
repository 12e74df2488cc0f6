/* The name is that of somebody the stores know, the address is not his. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

/* The namesake to compare with: one who took part in the quoted thread, else the one with most mail. NULL: one of them may
   well be the sender himself. */
static const struct suspicion_person *namesake(const struct suspicion *suspicion)
{
    const struct suspicion_person *best = NULL;
    for (size_t i = 0; i < suspicion->namesake_count; i++) {
        const struct suspicion_person *person = &suspicion->namesakes[i];
        if (person->org.size && span_equal(person->org, suspicion->sender_org))
            return NULL;
        if (!best || (person->in_thread && !best->in_thread))
            best = person;
    }
    return best;
}

static double weigh(const struct suspicion *suspicion, const struct suspicion_person *person)
{
    if (heuristic_same_person(suspicion, person) || suspicion->from_list || heuristic_machine(suspicion))
        return 0.8;
    if (person->alike)
        return 1.2; /* look_alike_domain says the rest */
    return person->in_thread ? 3.5 : 2.4;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    if (suspicion->sender_own || suspicion->over_list || suspicion->sender_unknown_kind || suspicion->sender_service
        || suspicion->name_established || suspicion->sender_established)
        return false;
    const struct suspicion_person *person = namesake(suspicion);
    if (!person)
        return false;
    struct finding finding = {
        .says = N_("The name belongs to {known}, known from {messages} mails; this mail was sent by {sender}, who never used it."),
        .weight = weigh(suspicion, person),
    };
    heuristic_proof(&finding, "known", person->address);
    heuristic_proof(&finding, "messages", arena_printf(arena, "%u", person->messages));
    heuristic_proof(&finding, "sender", suspicion->sender);
    *ret_finding = finding;
    return true;
}

const struct heuristic known_name_new_address = {
    .name = "known_name_new_address",
    .group = HEURISTIC_IDENTITY,
    .looks = N_("A known correspondent's name with an address of another organisation that never used it."),
    .why = N_("The stolen address book gives the name, the hijacked account gives the address. One person's second address, a new "
              "domain with the same local part, lists that put their address beside the writer's name and two people of one name are honest "
              "look-alikes and weigh little alone. So do services that write in the names of the people who use them."),
    .ask = ask,
};
