/* The mail quotes a stored thread, and neither its sender nor his organisation ever was in it. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/subject.h"

#define HITS_LEAST 2
#define COVERAGE_LEAST 0.3
#define HITS_STRONG 3
#define COVERAGE_STRONG 0.5
#define WEIGHT_IMITATED 2.6 /* a company's new domain after all: high takes a payload too */
#define PEOPLE_MANY 10     /* a thread that so many hold reaches strangers by honest ways */

/* Somebody of the thread whose second address the sender may be: his own, that of a list that puts it in place of his, or one that imitates
   his domain. */
static const struct suspicion_person *second_address(const struct suspicion *suspicion)
{
    for (size_t i = 0; i < suspicion->namesake_count; i++)
        if (suspicion->namesakes[i].in_thread && (suspicion->namesakes[i].alike || suspicion->from_list))
            return &suspicion->namesakes[i];
    return NULL;
}

/* Announcements and templates are sent again from other addresses, in whole and as somebody's own words: no reply. */
static bool sent_again(const struct suspicion *suspicion)
{
    bool reply;
    subject_strip(suspicion->message->subject, &reply);
    return suspicion->thread.unmarked && !reply;
}

static double weigh(const struct suspicion *suspicion)
{
    const struct suspicion_thread *thread = &suspicion->thread;
    bool strong = thread->hits >= HITS_STRONG && thread->coverage >= COVERAGE_STRONG;
    double weight = strong ? 4.2 : 3.0; /* by header alone: as a short quote */
    if (thread->people > PEOPLE_MANY)
        weight -= 1.0;
    if (!thread->own_in)
        weight -= 1.0;
    if (thread->answered)
        weight -= 1.8; /* somebody who was forwarded the thread out of our sight answers so */
    const struct suspicion_person *second = second_address(suspicion);
    if (thread->sender_quoted || heuristic_machine(suspicion)
        || (second && (suspicion->from_list || heuristic_same_person(suspicion, second))))
        weight = 1.0; /* brought in by a forward, a service, or an old friend's new address: worth a look, no more */
    else if (second && weight > WEIGHT_IMITATED)
        weight = WEIGHT_IMITATED;
    return suspicion->sender_established || sent_again(suspicion) ? weight * 0.4 : weight;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct suspicion_thread *thread = &suspicion->thread;
    bool by_text = thread->hits >= HITS_LEAST && thread->coverage >= COVERAGE_LEAST;
    if (!thread->quote_count || !(by_text || thread->by_header))
        return false;
    if (thread->sender_in || thread->sender_org_in || thread->list || suspicion->sender_own
        || suspicion->sender_unknown_kind || suspicion->sender_service)
        return false;
    if (suspicion->message->flags & MESSAGE_REPORT)
        return false; /* a bounce returns what it quotes */
    struct finding finding = {
        .says = by_text ? N_("{share} of the quoted text is a stored thread of {people} people (\"{subject}\"), and {sender} was never in it.")
                        : N_("Its reply header names a stored mail of {from} (\"{subject}\") in a thread of {people} people, and {sender} was never in it."),
        .weight = weigh(suspicion),
    };
    if (by_text)
        heuristic_proof(&finding, "share", arena_printf(arena, "%.0f%%", 100 * thread->coverage));
    else
        heuristic_proof(&finding, "from", thread->quotes[0].from);
    heuristic_proof(&finding, "people", arena_printf(arena, "%u", thread->people));
    heuristic_proof(&finding, "subject", thread->quotes[0].subject);
    heuristic_proof(&finding, "sender", suspicion->sender);
    *ret_finding = finding;
    return true;
}

const struct heuristic quotes_stored_thread = {
    .name = "quotes_stored_thread",
    .group = HEURISTIC_THREAD,
    .looks = N_("The mail quotes a thread of your stores that its sender never was in."),
    .why = N_("Emotet, QakBot and their kin answer stolen mail from hijacked accounts. Colleagues of a participant, lists, people "
              "who were forwarded the thread and addresses that you write to are honest look-alikes and weigh less or nothing."),
    .ask = ask,
};
