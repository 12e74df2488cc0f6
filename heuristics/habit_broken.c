/* The address writes with another mail program, zone, charset or Message-ID than in all its last mails. */
#include "base/buf.h"
#include "base/i18n.h"
#include "heuristics/heuristic.h"

static void add_value(struct buf *out, struct span value)
{
    if (out->size)
        buf_add(out, SPAN_LITERAL(", "));
    buf_add(out, value.size ? value : SPAN_LITERAL("-"));
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    BUF_LOCAL was = {0};
    BUF_LOCAL is = {0};
    if (suspicion->change_count < HEURISTIC_CHANGES || suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || suspicion->sender_unknown_kind
        || (suspicion->message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR)))
        return false;
    for (size_t i = 0; i < suspicion->change_count; i++) {
        add_value(&was, suspicion->changes[i].was);
        add_value(&is, suspicion->changes[i].is);
    }
    struct finding finding = {
        .says = N_("{from} wrote its last mails with {was}, this one with {now}."),
        .weight = suspicion->change_count > HEURISTIC_CHANGES ? 1.2 : 0.8,
    };
    heuristic_proof(&finding, "from", suspicion->message->from[0].addr);
    heuristic_proof(&finding, "was", arena_copy(arena, buf_span(&was)));
    heuristic_proof(&finding, "now", arena_copy(arena, buf_span(&is)));
    *ret_finding = finding;
    return true;
}

const struct heuristic habit_broken = {
    .name = "habit_broken",
    .group = HEURISTIC_HEADER,
    .looks = N_("Two or more of mail program, zone, charset and Message-ID domain differ from what the address wrote in each of its last mails."),
    .why = N_("Who writes from a stolen account or forges From whole has other programs than its owner; on a hacked mail server nothing else tells. "
              "New computers and journeys change habits too: a weak sign, but what speaks for a known sender counts no more where his few words "
              "ask to open something."),
    .ask = ask,
};
