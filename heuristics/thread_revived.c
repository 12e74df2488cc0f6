/* The newest mail of the quoted thread is old: somebody outside it answers weeks later. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define DAY 86400
#define DAYS_LEAST 21
#define DAYS_MOST 180      /* older makes no difference */
#define HITS_LEAST 2
#define COVERAGE_LEAST 0.3 /* as quotes_stored_thread */

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct suspicion_thread *thread = &suspicion->thread;
    bool by_text = thread->hits >= HITS_LEAST && thread->coverage >= COVERAGE_LEAST;
    if (!thread->quote_count || !(by_text || thread->by_header) || thread->sender_in || thread->sender_org_in
        || thread->sender_quoted || thread->answered || thread->unmarked || thread->list)
        return false;
    if (suspicion->sender_own || suspicion->sender_unknown_kind || suspicion->sender_service || suspicion->sender_established
        || (suspicion->message->flags & MESSAGE_REPORT) || suspicion->time == MESSAGE_NO_DATE
        || thread->quotes[0].time == MESSAGE_NO_DATE || suspicion->time <= thread->quotes[0].time)
        return false;
    int64_t days = suspicion->time / DAY - thread->quotes[0].time / DAY;
    if (days < DAYS_LEAST)
        return false;
    struct finding finding = {
        .says = N_("The newest quoted mail was {days} days old when somebody outside the thread answered it."),
        .weight = 0.3 + 0.5 * (double)(days < DAYS_MOST ? days : DAYS_MOST) / DAYS_MOST,
    };
    heuristic_proof(&finding, "days", arena_printf(arena, "%lld", (long long)days));
    *ret_finding = finding;
    return true;
}

const struct heuristic thread_revived = {
    .name = "thread_revived",
    .group = HEURISTIC_THREAD,
    .looks = N_("A reply from outside the quoted thread whose newest mail is more than three weeks old; the older, the more."),
    .why = N_("Stolen mail is used for months. People return to old threads too, but those were in them, and a mail program names what it "
              "answers."),
    .ask = ask,
};
