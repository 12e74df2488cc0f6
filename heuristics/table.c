/* The table of all heuristics, the caps of their groups, and the helpers they share. */
#include "heuristics/heuristic.h"

#define HEURISTIC(name) extern const struct heuristic name;
#include "heuristics/list.def"
#undef HEURISTIC

static const struct heuristic *const table[] = {
#define HEURISTIC(name) &name,
#include "heuristics/list.def"
#undef HEURISTIC
    NULL,
};

/* Log-odds. One group alone never reaches the threshold of a high severity (judge/score.h). */
static const double caps[HEURISTIC_GROUPS] = {
    [HEURISTIC_IDENTITY] = 5.0,
    [HEURISTIC_THREAD] = 5.0,
    [HEURISTIC_PAYLOAD] = 4.0,
    [HEURISTIC_HEADER] = 2.4, /* less than makes a hit */
    [HEURISTIC_WORDS] = 1.0,
    [HEURISTIC_CAMPAIGN] = 1.2,
};

const struct heuristic *const *heuristic_table(void)
{
    return table;
}

double heuristic_cap(enum heuristic_group group)
{
    return caps[group];
}

bool heuristic_trusted(const struct suspicion *suspicion)
{
    return suspicion->sender_established && !(suspicion->change_count >= HEURISTIC_CHANGES && suspicion->lure.size);
}

bool heuristic_machine(const struct suspicion *suspicion)
{
    bool brings = suspicion->message->attachment_count || span_find(suspicion->words, SPAN_LITERAL("://"), 0) != SIZE_MAX;
    return address_not_a_person(suspicion->sender) || ((suspicion->message->flags & MESSAGE_AUTOMATIC) && !brings);
}

bool heuristic_same_person(const struct suspicion *suspicion, const struct suspicion_person *person)
{
    return person->alike && !(suspicion->like_kind >= SUSPICION_LIKE_LETTER && span_equal(person->org, suspicion->like_org));
}

void heuristic_proof(struct finding *finding, const char *key, struct span value)
{
    if (finding->proof_count < FINDING_PROOFS)
        finding->proof[finding->proof_count++] = (struct finding_proof){key, value};
}
