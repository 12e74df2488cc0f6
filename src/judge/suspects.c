/* A likelihood over the holders of stolen messages, and the smallest set of mailboxes that explains them. */
#include "judge/suspects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"

#define NOISE 0.03           /* of hits whose original was matched wrongly, or that come from elsewhere */
#define SIZE_PRIOR 3.0       /* messages added to every mailbox: a person seen once holds more than we see */
#define RECIPIENT_FACTOR 0.2 /* a thief seldom writes to the mailbox that he stole from */
#define CLAIMED_FACTOR 2.0   /* and often in the name of its owner */
#define VICTIM_COST 2.0      /* beside the choice among all candidates, log-odds */
#define SHARE_LEAST 0.08     /* of the quote, for a message to count as the one answered */
#define RUNNER_UP_LEAST 0.01

/* One stolen message: all hits that answer it count once. */
struct stolen {
    uint32_t mail;
    uint32_t first_hit, hit_count; /* slice of hits sorted by stolen message */
};


struct model {
    const struct corpus *corpus;
    const struct hit_list *hits;
    uint32_t *order;               /* hits that quote, sorted by stolen message */
    uint32_t quoting;
    struct stolen *stolen;
    uint32_t stolen_count;
    uint32_t *candidates;          /* persons */
    uint32_t candidate_count;
    double *values;                /* candidate x stolen */
    double noise;
};

uint32_t suspects_stolen(const struct hit *hit)
{
    uint32_t best = CORPUS_NONE;
    double most = 0;
    for (size_t i = 0; i < hit->quote_count; i++) {
        if (hit->quotes[i].share >= SHARE_LEAST)
            return hit->quotes[i].mail;
        if (hit->quotes[i].share > most) {
            most = hit->quotes[i].share;
            best = hit->quotes[i].mail;
        }
    }
    return best;
}

static bool holds(enum corpus_role role)
{
    return role != CORPUS_SENDER && role != CORPUS_REPLY_TO;
}

bool suspects_held(const struct corpus *corpus, uint32_t person, uint32_t number)
{
    const struct corpus_mail *mail = &corpus->mails[number];
    for (size_t i = mail->links; i < mail[1].links; i++)
        if (corpus->links[i].person == person && holds(corpus->links[i].role))
            return true;
    return false;
}

static bool counts(const struct hit *hit)
{
    return hit->severity != CASE_LOW && suspects_stolen(hit) != CORPUS_NONE;
}

static int by_stolen(const void *a, const void *b, void *context)
{
    const struct hit_list *hits = context;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    uint32_t left_mail = suspects_stolen(&hits->hits[left]), right_mail = suspects_stolen(&hits->hits[right]);
    if (left_mail != right_mail)
        return left_mail < right_mail ? -1 : 1;
    return left < right ? -1 : left > right;
}

static void collect_stolen(struct model *model)
{
    const struct hit_list *hits = model->hits;
    model->order = memory_must(malloc((hits->count + 1) * sizeof *model->order));
    model->stolen = memory_must(malloc((hits->count + 1) * sizeof *model->stolen));
    for (uint32_t i = 0; i < hits->count; i++)
        if (counts(&hits->hits[i]))
            model->order[model->quoting++] = i;
    qsort_r(model->order, model->quoting, sizeof *model->order, by_stolen, (void *)hits);
    for (uint32_t i = 0; i < model->quoting; i++) {
        uint32_t mail = suspects_stolen(&hits->hits[model->order[i]]);
        if (!model->stolen_count || model->stolen[model->stolen_count - 1].mail != mail)
            model->stolen[model->stolen_count++] = (struct stolen){mail, i, 0};
        model->stolen[model->stolen_count - 1].hit_count++;
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static void collect_candidates(struct model *model)
{
    const struct corpus *corpus = model->corpus;
    size_t capacity = 0, count = 0;
    for (uint32_t s = 0; s < model->stolen_count; s++) {
        const struct corpus_mail *mail = &corpus->mails[model->stolen[s].mail];
        capacity += mail[1].links - mail->links;
    }
    uint32_t *all = memory_must(malloc((capacity + 1) * sizeof *all));
    for (uint32_t s = 0; s < model->stolen_count; s++) {
        const struct corpus_mail *mail = &corpus->mails[model->stolen[s].mail];
        for (size_t i = mail->links; i < mail[1].links; i++)
            if (holds(corpus->links[i].role) && !corpus->people[corpus->links[i].person].not_a_person)
                all[count++] = corpus->links[i].person;
    }
    qsort(all, count, sizeof *all, by_number);
    for (size_t i = 0; i < count; i++)
        if (!model->candidate_count || all[model->candidate_count - 1] != all[i])
            all[model->candidate_count++] = all[i];
    model->candidates = all;
}

/* Stored messages that each person held. */
static uint32_t *mailbox_sizes(const struct corpus *corpus)
{
    uint32_t people = intern_count(corpus->addresses);
    uint32_t *sizes = memory_must(calloc(people + 1u, sizeof *sizes)), *last = memory_must(calloc(people + 1u, sizeof *last));
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        for (size_t i = mail->links; i < mail[1].links; i++) {
            uint32_t person = corpus->links[i].person;
            if (!corpus_is_mail(mail) || !holds(corpus->links[i].role) || last[person] == m + 1)
                continue;
            last[person] = m + 1;
            sizes[person]++;
        }
    }
    free(last);
    return sizes;
}

/* Whether the hits that answer one stolen message were sent to this person (all of them), or claim to come from him (any). */
static double factor_of(const struct model *model, const struct stolen *stolen, uint32_t person)
{
    const struct corpus *corpus = model->corpus;
    uint32_t received = 0;
    bool claimed = false;
    for (uint32_t i = 0; i < stolen->hit_count; i++) {
        const struct hit *hit = &model->hits->hits[model->order[stolen->first_hit + i]];
        const struct corpus_mail *mail = &corpus->mails[hit->mail];
        bool to_him = false;
        for (size_t l = mail->links; l < mail[1].links; l++)
            to_him = to_him || (corpus->links[l].person == person && corpus->links[l].role >= CORPUS_TO);
        received += to_him;
        claimed = claimed || hit->claimed == person;
    }
    return (received == stolen->hit_count ? RECIPIENT_FACTOR : 1.0) * (claimed ? CLAIMED_FACTOR : 1.0);
}

static void compute_values(struct model *model)
{
    uint32_t *sizes = mailbox_sizes(model->corpus);
    model->values = memory_must(calloc((size_t)model->candidate_count * model->stolen_count + 1, sizeof *model->values));
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        uint32_t person = model->candidates[c];
        for (uint32_t s = 0; s < model->stolen_count; s++)
            if (suspects_held(model->corpus, person, model->stolen[s].mail))
                model->values[(size_t)c * model->stolen_count + s] =
                    (1 - NOISE) * factor_of(model, &model->stolen[s], person) / (sizes[person] + SIZE_PRIOR);
    }
    model->noise = NOISE / (model->corpus->mail_count + 1.0);
    free(sizes);
}

/* Log-likelihood of all stolen messages when these candidates were the victims, each as likely as the other. */
static double score_of(const struct model *model, const uint32_t *victims, size_t count)
{
    double score = 0;
    for (uint32_t s = 0; s < model->stolen_count; s++) {
        double sum = 0;
        for (size_t v = 0; v < count; v++)
            sum += model->values[(size_t)victims[v] * model->stolen_count + s];
        score += log((count ? sum / (double)count : 0) + model->noise);
    }
    return score;
}

/* Adds victims while each explains more than it costs. Returns how many; ret_victims are numbers of candidates. */
static size_t choose_victims(const struct model *model, uint32_t ret_victims[SUSPECTS_VICTIMS])
{
    size_t count = 0;
    double cost = log(model->candidate_count + 1.0) + VICTIM_COST, score = score_of(model, ret_victims, 0);
    while (count < SUSPECTS_VICTIMS) {
        uint32_t best = CORPUS_NONE;
        double most = score + (count ? cost : 0);
        for (uint32_t c = 0; c < model->candidate_count; c++) {
            ret_victims[count] = c;
            double with = score_of(model, ret_victims, count + 1);
            if (with > most) {
                most = with;
                best = c;
            }
        }
        if (best == CORPUS_NONE)
            break;
        ret_victims[count++] = best;
        score = most;
    }
    return count;
}

/* The probability of every candidate in the place of one victim, the others kept. */
static void place_probabilities(const struct model *model, const uint32_t *victims, size_t count, size_t place,
                                double *ret_probabilities)
{
    uint32_t tried[SUSPECTS_VICTIMS];
    double most = -INFINITY, sum = 0;
    memcpy(tried, victims, sizeof tried);
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        tried[place] = c;
        ret_probabilities[c] = score_of(model, tried, count);
        most = fmax(most, ret_probabilities[c]);
    }
    for (uint32_t c = 0; c < model->candidate_count; c++)
        sum += ret_probabilities[c] = exp(ret_probabilities[c] - most);
    for (uint32_t c = 0; c < model->candidate_count; c++)
        ret_probabilities[c] /= sum;
}

static double organisation_probability(const struct model *model, const double *probabilities, uint32_t victim)
{
    const struct corpus_person *people = model->corpus->people;
    uint32_t person = model->candidates[victim];
    double sum = 0;
    for (uint32_t c = 0; c < model->candidate_count; c++) {
        uint32_t other = model->candidates[c];
        if (other == person || (people[other].org == people[person].org && !people[person].public_provider))
            sum += probabilities[c];
    }
    return sum;
}

static struct suspect suspect_make(const struct model *model, uint32_t person, double probability, bool victim)
{
    const struct corpus *corpus = model->corpus;
    struct suspect suspect = {.person = person, .probability = probability, .victim = victim,
                              .from = MESSAGE_NO_DATE, .to = MESSAGE_NO_DATE};
    for (uint32_t i = 0; i < model->quoting; i++) {
        const struct hit *hit = &model->hits->hits[model->order[i]];
        const struct corpus_mail *mail = &corpus->mails[hit->mail];
        bool received = false;
        for (size_t l = mail->links; l < mail[1].links; l++)
            received = received || (corpus->links[l].person == person && corpus->links[l].role >= CORPUS_TO);
        suspect.received += received;
        if (!suspects_held(corpus, person, suspects_stolen(hit)))
            continue;
        suspect.explains++;
        if (mail->time != MESSAGE_NO_DATE && (suspect.to == MESSAGE_NO_DATE || mail->time < suspect.to))
            suspect.to = mail->time;
    }
    for (uint32_t s = 0; s < model->stolen_count; s++) {
        int64_t time = corpus->mails[model->stolen[s].mail].time;
        if (suspects_held(corpus, person, model->stolen[s].mail) && time > suspect.from && time <= suspect.to)
            suspect.from = time;
    }
    return suspect;
}

static int by_probability(const void *a, const void *b)
{
    const struct suspect *left = a, *right = b;
    if (left->victim != right->victim)
        return left->victim ? -1 : 1;
    if (left->probability != right->probability)
        return left->probability > right->probability ? -1 : 1;
    return left->person < right->person ? -1 : left->person > right->person;
}

/* Victims in the order they were found, then who else could stand in the place of one of them. */
static void name_suspects(const struct model *model, const uint32_t *victims, size_t count, struct suspects *suspects)
{
    double *place = memory_must(calloc(model->candidate_count + 1u, sizeof *place));
    double *other = memory_must(calloc(model->candidate_count + 1u, sizeof *other));
    suspects->organisation = count ? 1.0 : 0.0;
    for (size_t v = 0; v < count; v++) {
        place_probabilities(model, victims, count, v, place);
        suspects->list[suspects->count++] = suspect_make(model, model->candidates[victims[v]], place[victims[v]], true);
        suspects->organisation = fmin(suspects->organisation, organisation_probability(model, place, victims[v]));
        for (uint32_t c = 0; c < model->candidate_count; c++)
            other[c] = fmax(other[c], place[c]);
    }
    for (size_t v = 0; v < count; v++)
        other[victims[v]] = 0;
    suspects->victims = count;
    while (suspects->count < SUSPECTS_MOST) {
        uint32_t best = 0;
        for (uint32_t c = 1; c < model->candidate_count; c++)
            if (other[c] > other[best])
                best = c;
        if (!model->candidate_count || other[best] < RUNNER_UP_LEAST)
            break;
        suspects->list[suspects->count++] = suspect_make(model, model->candidates[best], other[best], false);
        other[best] = 0;
    }
    qsort(suspects->list + count, suspects->count - count, sizeof *suspects->list, by_probability);
    free(place);
    free(other);
}

void suspects_find(const struct corpus *corpus, const struct hit_list *hits, struct suspects *ret_suspects)
{
    struct model model = {.corpus = corpus, .hits = hits};
    struct suspects suspects = {0};
    uint32_t victims[SUSPECTS_VICTIMS] = {0};
    collect_stolen(&model);
    suspects.of = model.quoting;
    if (model.stolen_count) {
        collect_candidates(&model);
        compute_values(&model);
        size_t count = choose_victims(&model, victims);
        name_suspects(&model, victims, count, &suspects);
    }
    free(model.order);
    free(model.stolen);
    free(model.candidates);
    free(model.values);
    *ret_suspects = suspects;
}
