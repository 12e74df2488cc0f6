/* A likelihood over the holders of stolen messages, and the smallest set of mailboxes that explains them. */
#include "judge/suspects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define NOISE 0.03           /* of hits whose original was matched wrongly, or that come from elsewhere */
#define UNSEEN 0.05          /* of thefts that hit a mailbox which no stored mail names */
#define SIZE_PRIOR 3.0       /* messages added to every mailbox: a person seen once holds more than we see */
#define RECIPIENT_FACTOR 0.2 /* a thief seldom writes to the mailbox that he stole from */
#define CLAIMED_FACTOR 2.0   /* and often in the name of its owner */
#define OTHER_COPY_FACTOR 0.1 /* the quote bears our gateway's warning and the mailbox is not ours, or the other way round */
#define WEAK_WEIGHT 0.5      /* a message that only a reply header names counts for half */
#define VICTIM_COST 2.0      /* beside the choice among all candidates, log-odds */
#define RUNNER_UP_LEAST 0.01
#define SECONDS_PER_DAY 86400

struct model {
    const struct corpus *corpus;
    const struct stolen_list *stolen;
    const struct holders *holders;
    uint32_t *candidates;          /* holders */
    uint32_t candidate_count;
    uint32_t org_count;            /* organisations of the candidates */
    double *values;                /* candidate x stolen */
    uint32_t *sizes;               /* by holder */
    uint32_t *org_sizes;           /* by organisation: of all its holders together */
    uint32_t all;                  /* of everybody */
    double noise;
};

/* Mailboxes that are tried as victims: for each a row of likelihoods, one a stolen message. */
struct trial {
    const double *rows[SUSPECTS_VICTIMS];
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static void collect_candidates(struct model *model)
{
    const struct corpus *corpus = model->corpus;
    size_t capacity = 0, count = 0;
    for (uint32_t s = 0; s < model->stolen->count; s++) {
        const struct corpus_mail *mail = &corpus->mails[model->stolen->list[s].mail];
        capacity += mail[1].links - mail->links;
    }
    uint32_t *all = memory_must(malloc((capacity + 1) * sizeof *all));
    for (uint32_t s = 0; s < model->stolen->count; s++) {
        const struct corpus_mail *mail = &corpus->mails[model->stolen->list[s].mail];
        for (size_t i = mail->links; i < mail[1].links; i++)
            if (holders_role(corpus->links[i].role) && !corpus->people[corpus->links[i].person].not_a_person)
                all[count++] = model->holders->of[corpus->links[i].person];
    }
    qsort(all, count, sizeof *all, by_number);
    for (size_t i = 0; i < count; i++)
        if (!model->candidate_count || all[model->candidate_count - 1] != all[i])
            all[model->candidate_count++] = all[i];
    model->candidates = all;
    bool *seen = memory_must(calloc(intern_count(corpus->orgs) + 1u, sizeof *seen));
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        model->org_count += !seen[corpus->people[all[c]].org];
        seen[corpus->people[all[c]].org] = true;
    }
    free(seen);
}

/* The time from which mail was taken, and up to which: mail of outside says nothing of how likely a mailbox is. */
struct period {
    int64_t from, to;
};

static struct period period_of(const struct model *model)
{
    struct period period = {INT64_MAX, MESSAGE_NO_DATE};
    for (uint32_t s = 0; s < model->stolen->count; s++) {
        int64_t time = model->corpus->mails[model->stolen->list[s].mail].time;
        if (time == MESSAGE_NO_DATE)
            continue;
        period.from = time < period.from ? time : period.from;
        period.to = time > period.to ? time : period.to;
    }
    if (period.to == MESSAGE_NO_DATE)
        return (struct period){MESSAGE_NO_DATE, INT64_MAX};
    if (period.to - period.from < (int64_t)SUSPECTS_DAYS * SECONDS_PER_DAY)
        period.from = period.to - (int64_t)SUSPECTS_DAYS * SECONDS_PER_DAY;
    return period;
}

static void count_sizes(struct model *model)
{
    const struct corpus *corpus = model->corpus;
    struct period period = period_of(model);
    uint32_t people = intern_count(corpus->addresses), orgs = intern_count(corpus->orgs);
    model->sizes = memory_must(calloc(people + 1u, sizeof *model->sizes));
    model->org_sizes = memory_must(calloc(orgs + 1u, sizeof *model->org_sizes));
    uint32_t *last = memory_must(calloc(people + 1u, sizeof *last)), *org_last = memory_must(calloc(orgs + 1u, sizeof *org_last));
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        if (!corpus_is_mail(mail) || (mail->time != MESSAGE_NO_DATE && (mail->time < period.from || mail->time > period.to)))
            continue;
        model->all++;
        for (size_t i = mail->links; i < mail[1].links; i++) {
            uint32_t holder = model->holders->of[corpus->links[i].person], org = corpus->people[holder].org;
            if (!holders_role(corpus->links[i].role))
                continue;
            model->sizes[holder] += last[holder] != m + 1;
            model->org_sizes[org] += org_last[org] != m + 1;
            last[holder] = org_last[org] = m + 1;
        }
    }
    free(last);
    free(org_last);
}

/* Whether the hits that answer one stolen message were sent to this holder (all of them), or claim to come from him (any), and
   whose copy they quote. */
static double factor_of(const struct model *model, const struct stolen *stolen, uint32_t holder)
{
    uint32_t received = 0;
    bool claimed = false;
    for (uint32_t i = 0; i < stolen->hit_count; i++) {
        const struct hit *hit = &model->stolen->hits->hits[model->stolen->order[stolen->first_hit + i]];
        received += holders_received(model->holders, holder, hit->mail);
        claimed = claimed || (hit->claimed != CORPUS_NONE && model->holders->of[hit->claimed] == holder);
    }
    bool other_copy = stolen->copy == (model->corpus->people[holder].own ? STOLEN_COPY_NOT_OURS : STOLEN_COPY_OURS);
    return (received == stolen->hit_count ? RECIPIENT_FACTOR : 1.0) * (claimed ? CLAIMED_FACTOR : 1.0)
        * (other_copy ? OTHER_COPY_FACTOR : 1.0);
}

static double *row_of(const struct model *model, uint32_t candidate)
{
    return &model->values[(size_t)candidate * model->stolen->count];
}

static void compute_values(struct model *model)
{
    const struct stolen_list *stolen = model->stolen;
    count_sizes(model);
    model->values = memory_must(calloc((size_t)model->candidate_count * stolen->count + 1, sizeof *model->values));
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        uint32_t holder = model->candidates[c];
        for (uint32_t s = 0; s < stolen->count; s++)
            if (holders_held(model->holders, holder, stolen->list[s].mail))
                row_of(model, c)[s] = (1 - NOISE) * factor_of(model, &stolen->list[s], holder) / (model->sizes[holder] + SIZE_PRIOR);
    }
    model->noise = NOISE / (model->all + SIZE_PRIOR);
}

/* Log-likelihood of all stolen messages when these mailboxes were the victims, each as likely as the other. */
static double score_of(const struct model *model, const struct trial *trial)
{
    double score = 0;
    for (uint32_t s = 0; s < model->stolen->count; s++) {
        double sum = 0;
        for (size_t v = 0; v < trial->count; v++)
            sum += trial->rows[v][s];
        score += (model->stolen->list[s].weak ? WEAK_WEIGHT : 1.0) * log((trial->count ? sum / (double)trial->count : 0) + model->noise);
    }
    return score;
}

/* What a victim more must explain. */
static double cost_of(const struct model *model)
{
    return log(model->candidate_count + 1.0) + VICTIM_COST;
}

/* Adds victims while each explains more than it costs. Returns how many; ret_victims are numbers of candidates. */
static size_t choose_victims(const struct model *model, uint32_t ret_victims[SUSPECTS_VICTIMS])
{
    struct trial trial = {.count = 0};
    double score = score_of(model, &trial);
    while (trial.count < SUSPECTS_VICTIMS) {
        uint32_t best = CORPUS_NONE;
        size_t at = trial.count++;
        double most = score + (at ? cost_of(model) : 0);
        for (uint32_t c = 0; c < model->candidate_count; c++) {
            trial.rows[at] = row_of(model, c);
            double with = score_of(model, &trial);
            if (with > most) {
                most = with;
                best = c;
            }
        }
        if (best == CORPUS_NONE)
            return at;
        ret_victims[at] = best;
        trial.rows[at] = row_of(model, best);
        score = most;
    }
    return trial.count;
}

static double sum_of_logs(double a, double b)
{
    return fmax(a, b) + log1p(exp(-fabs(a - b)));
}

/* A mailbox that no stored mail names: of `org` (an archive, a shared mailbox, somebody in Bcc) it may have held all that anybody
   of that organisation held, of CORPUS_NONE all there is. */
static void fill_unseen(const struct model *model, uint32_t org, double *row)
{
    const struct corpus *corpus = model->corpus;
    for (uint32_t s = 0; s < model->stolen->count; s++) {
        const struct corpus_mail *mail = &corpus->mails[model->stolen->list[s].mail];
        bool held = org == CORPUS_NONE;
        for (size_t i = mail->links; i < mail[1].links && !held; i++)
            held = holders_role(corpus->links[i].role) && corpus->people[corpus->links[i].person].org == org;
        row[s] = held ? (1 - NOISE) / ((org == CORPUS_NONE ? model->all : model->org_sizes[org]) + SIZE_PRIOR) : 0;
    }
}

/* Victims and what is computed for the place of one of them. */
struct places {
    const uint32_t *victims;  /* numbers of candidates */
    size_t count;
    double *unseen;           /* a row of its own */
    double *probabilities;    /* by candidate, of the place looked at last */
    double organisation;      /* likewise: that it is somebody, seen or not, of the victim's organisation */
};

/* The victims but the one in `place` and, where `org` is not CORPUS_NONE, but all of that organisation. */
static struct trial trial_without(const struct model *model, const struct places *places, size_t place, uint32_t org)
{
    struct trial trial = {.count = 0};
    for (size_t v = 0; v < places->count; v++) {
        const struct corpus_person *person = &model->corpus->people[model->candidates[places->victims[v]]];
        if (v != place && (org == CORPUS_NONE || person->org != org))
            trial.rows[trial.count++] = row_of(model, places->victims[v]);
    }
    return trial;
}

/* The log-odds, on the scale of score_of with a candidate in the place, that one mailbox of `org` which is not seen explains what
   the victims of that organisation do; of CORPUS_NONE: that one from anywhere stands in the place. */
static double unseen_score(const struct model *model, const struct places *places, size_t place, uint32_t org)
{
    struct trial trial = trial_without(model, places, place, org);
    double spared = (double)(places->count - trial.count - 1) * cost_of(model);
    double prior = UNSEEN / (1 - UNSEEN) * model->candidate_count / (org == CORPUS_NONE ? 1 : model->org_count);
    fill_unseen(model, org, places->unseen);
    trial.rows[trial.count++] = places->unseen;
    return score_of(model, &trial) + spared + log(prior);
}

static void look_at_place(const struct model *model, struct places *places, size_t place)
{
    const struct corpus_person *people = model->corpus->people, *self = &people[model->candidates[places->victims[place]]];
    struct trial trial = trial_without(model, places, place, CORPUS_NONE);
    double within = self->public_provider ? -INFINITY : unseen_score(model, places, place, self->org);
    double none = unseen_score(model, places, place, CORPUS_NONE);
    if (places->count > 1)
        none = sum_of_logs(none, score_of(model, &trial) + cost_of(model)); /* the rest is noise */
    double most = fmax(none, within), sum = 0;
    size_t at = trial.count++;
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        bool twice = false;
        for (size_t v = 0; v < places->count; v++)
            twice = twice || (v != place && places->victims[v] == c);
        trial.rows[at] = row_of(model, c);
        places->probabilities[c] = twice ? -INFINITY : score_of(model, &trial);
        most = fmax(most, places->probabilities[c]);
    }
    for (uint32_t c = 0; c < model->candidate_count; c++)
        sum += places->probabilities[c] = exp(places->probabilities[c] - most);
    sum += exp(none - most) + exp(within - most);
    places->organisation = exp(within - most) / sum;
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        const struct corpus_person *other = &people[model->candidates[c]];
        places->probabilities[c] /= sum;
        if (other == self || (other->org == self->org && !self->public_provider))
            places->organisation += places->probabilities[c];
    }
}

static int by_probability(const void *a, const void *b)
{
    const struct suspect *left = a, *right = b;
    if (left->probability != right->probability)
        return left->probability > right->probability ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

/* Who else could stand in the place of a victim, the likeliest. other, instead: by candidate. */
static void name_runners_up(const struct model *model, double *other, const uint32_t *instead, struct suspects *suspects)
{
    while (suspects->count < SUSPECTS_MOST && model->candidate_count) {
        uint32_t best = 0;
        for (uint32_t c = 1; c < model->candidate_count; c++)
            if (other[c] > other[best])
                best = c;
        if (other[best] < RUNNER_UP_LEAST)
            break;
        suspects->list[suspects->count++] = (struct suspect){model->candidates[best], other[best], false, instead[best]};
        other[best] = 0;
    }
    qsort(suspects->list + suspects->victims, suspects->count - suspects->victims, sizeof *suspects->list, by_probability);
}

/* Victims in the order they were found, then the others. */
static void name_suspects(const struct model *model, const uint32_t *victims, size_t count, struct suspects *suspects)
{
    struct places places = {.victims = victims, .count = count};
    places.unseen = memory_must(calloc(model->stolen->count + 1u, sizeof *places.unseen));
    places.probabilities = memory_must(calloc(model->candidate_count + 1u, sizeof *places.probabilities));
    double *other = memory_must(calloc(model->candidate_count + 1u, sizeof *other));
    uint32_t *instead = memory_must(calloc(model->candidate_count + 1u, sizeof *instead));
    suspects->organisation = count ? 1.0 : 0.0;
    for (size_t v = 0; v < count; v++) {
        look_at_place(model, &places, v);
        suspects->list[suspects->count++] =
            (struct suspect){model->candidates[victims[v]], places.probabilities[victims[v]], true, (uint32_t)v};
        suspects->organisation = fmin(suspects->organisation, places.organisation);
        for (uint32_t c = 0; c < model->candidate_count; c++)
            if (places.probabilities[c] > other[c]) {
                other[c] = places.probabilities[c];
                instead[c] = (uint32_t)v;
            }
    }
    for (size_t v = 0; v < count; v++)
        other[victims[v]] = 0;
    suspects->victims = count;
    name_runners_up(model, other, instead, suspects);
    free(places.unseen);
    free(places.probabilities);
    free(other);
    free(instead);
}

void suspects_find(const struct corpus *corpus, const struct stolen_list *stolen, const struct holders *holders,
                   struct suspects *ret_suspects)
{
    struct model model = {.corpus = corpus, .stolen = stolen, .holders = holders};
    struct suspects suspects = {.of = stolen->quoting};
    uint32_t victims[SUSPECTS_VICTIMS] = {0};
    if (stolen->count) {
        collect_candidates(&model);
        compute_values(&model);
        size_t count = model.candidate_count ? choose_victims(&model, victims) : 0;
        name_suspects(&model, victims, count, &suspects);
    }
    free(model.candidates);
    free(model.values);
    free(model.sizes);
    free(model.org_sizes);
    *ret_suspects = suspects;
}
