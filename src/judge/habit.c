/* Counts how often an address has lately written the same. */
#include "judge/habit.h"

#include <stdlib.h>
#include "base/memory.h"

void habit_open(struct habit *habit, const struct corpus *corpus)
{
    *habit = (struct habit){.corpus = corpus};
    habit->runs = memory_must(calloc(intern_count(corpus->addresses) + 1u, sizeof *habit->runs));
}

void habit_close(struct habit *habit)
{
    free(habit->runs);
}

/* One mail that is otherwise, perhaps a forgery that was not found, does not end a long habit; using two programs in turn makes none. */
static void learn_trait(struct habit_run *run, uint32_t value)
{
    if (run->weight && run->value == value) {
        run->weight += run->weight < HABIT_MOST;
    } else if (run->weight > HABIT_LOSS) {
        run->weight -= HABIT_LOSS;
    } else {
        run->value = value;
        run->weight = 1;
    }
}

void habit_learn(struct habit *habit, const struct corpus_mail *mail)
{
    for (int i = 0; i < CORPUS_TRAITS && mail->from != CORPUS_NONE; i++) {
        struct habit_run *run = &habit->runs[mail->from][i];
        if (mail->traits[i] == CORPUS_NONE)
            continue;
        learn_trait(run, mail->traits[i]);
    }
}

/* "+0930" to minutes. */
static int minutes(struct span zone)
{
    int hours = (zone.data[1] - '0') * 10 + (zone.data[2] - '0'), rest = (zone.data[3] - '0') * 10 + (zone.data[4] - '0');
    return (zone.data[0] == '-' ? -1 : 1) * (hours * 60 + rest);
}

static bool summer_time(const struct corpus *corpus, uint32_t was, uint32_t is)
{
    int apart = minutes(intern_text(corpus->traits, was)) - minutes(intern_text(corpus->traits, is));
    return apart == 60 || apart == -60;
}

size_t habit_changes(const struct habit *habit, const struct corpus_mail *mail, struct habit_change *ret_changes)
{
    size_t count = 0;
    for (int i = 0; i < CORPUS_TRAITS && mail->from != CORPUS_NONE; i++) {
        const struct habit_run *run = &habit->runs[mail->from][i];
        uint32_t is = mail->traits[i];
        if (run->weight < HABIT_MAILS || is == CORPUS_NONE || is == run->value)
            continue;
        if (i == CORPUS_ZONE && summer_time(habit->corpus, run->value, is))
            continue;
        ret_changes[count++] = (struct habit_change){(enum corpus_trait)i, run->value, is};
    }
    return count;
}
