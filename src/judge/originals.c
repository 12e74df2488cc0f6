/* Sorts the matched mails into those that wrote the text and those that only carry it. */
#include "judge/originals.h"

#include <stdlib.h>

#define HITS_LEAST 2 /* one common fingerprint is never evidence */

struct candidate {
    struct original original;
    bool wrote;     /* it has the text as its own, or the reply header names it */
};

struct search {
    const struct suspicion_sources *sources;
    uint32_t mail, thread, named;
    bool marked, dated;
    struct candidate found[SUSPICION_QUOTES];
    size_t count;
};

static bool belongs(const struct search *search, uint32_t mail)
{
    const struct match *match = search->sources->match;
    return (match->joined[mail] == search->thread || match->conversation[mail] == search->thread)
        && !search->sources->circle->hits[mail]; /* a hit is another copy of the stolen text, not its original */
}

static struct candidate weigh(const struct search *search, const struct match_count *row)
{
    uint32_t hits = search->marked ? row->quoted : row->unmarked;
    uint32_t own = search->marked ? row->quoted - row->carried : row->unmarked;
    return (struct candidate){{row->other, hits}, own >= HITS_LEAST || (own && row->other == search->named)};
}

static void find_by_text(struct search *search)
{
    const struct match_list *list = &search->sources->match->originals;
    for (size_t i = list->first[search->mail]; i < list->first[search->mail + 1] && search->count < SUSPICION_QUOTES; i++) {
        struct candidate candidate = weigh(search, &list->counts[i]);
        if (belongs(search, candidate.original.mail) && (candidate.wrote || candidate.original.hits >= HITS_LEAST))
            search->found[search->count++] = candidate;
    }
}

static bool any_wrote(const struct search *search)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->found[i].wrote)
            return true;
    return false;
}

static bool holds(const struct search *search, uint32_t mail)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->found[i].original.mail == mail)
            return true;
    return false;
}

/* A mail whose words were found fits the header, too. */
static bool any_fits_header(const struct search *search)
{
    const struct corpus *corpus = search->sources->corpus;
    for (size_t i = 0; i < search->count; i++)
        if (search->found[i].wrote
            && attribution_names(corpus, &corpus->mails[search->mail], &corpus->mails[search->found[i].original.mail]))
            return true;
    return false;
}

/* The mail that the header names, where its words were too few to be found: by its time, else only where nothing is better. */
static void add_named(struct search *search)
{
    if (search->named == CORPUS_NONE || !belongs(search, search->named) || any_fits_header(search)
        || !(search->dated || !any_wrote(search)))
        return;
    for (size_t i = 0; i < search->count; i++)
        if (search->found[i].original.mail == search->named) {
            search->found[i].wrote = true;
            return;
        }
    size_t at = search->count < SUSPICION_QUOTES ? search->count++ : SUSPICION_QUOTES - 1;
    search->found[at] = (struct candidate){{search->named, 0}, true};
}

/* Of copies of one mail the one that explains most is kept, then the one that sorts first. */
static void drop_copies(struct search *search)
{
    const struct corpus *corpus = search->sources->corpus;
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++) {
        uint64_t id = corpus->mails[search->found[i].original.mail].message_id;
        bool copy = false;
        for (size_t k = 0; k < kept && id && !copy; k++)
            copy = corpus->mails[search->found[k].original.mail].message_id == id && search->found[k].wrote == search->found[i].wrote;
        if (!copy)
            search->found[kept++] = search->found[i];
    }
    search->count = kept;
}

static void drop_carriers(struct search *search)
{
    uint32_t written = 0, carried = 0;
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++) {
        uint32_t hits = search->found[i].original.hits;
        if (search->found[i].wrote)
            written += hits;
        else
            carried = hits > carried ? hits : carried;
    }
    bool drop = any_wrote(search) && (written >= carried || (search->dated && holds(search, search->named)));
    for (size_t i = 0; i < search->count; i++)
        if (!drop || search->found[i].wrote)
            search->found[kept++] = search->found[i];
    search->count = kept;
}

static int newest_first(const void *a, const void *b, void *context)
{
    const struct corpus *corpus = context;
    const struct candidate *left = a, *right = b;
    if (left->wrote != right->wrote)
        return left->wrote ? -1 : 1;
    return -corpus_compare_times(&corpus->mails[left->original.mail], &corpus->mails[right->original.mail]);
}

size_t originals_find(const struct suspicion_sources *sources, uint32_t mail, uint32_t thread, bool marked,
                      struct original ret_originals[SUSPICION_QUOTES])
{
    struct search search = {.sources = sources, .mail = mail, .thread = thread, .marked = marked};
    search.named = attribution_find(sources->attribution, mail, &search.dated);
    find_by_text(&search);
    add_named(&search);
    drop_copies(&search);
    drop_carriers(&search);
    qsort_r(search.found, search.count, sizeof *search.found, newest_first, (void *)sources->corpus);
    for (size_t i = 0; i < search.count; i++)
        ret_originals[i] = search.found[i].original;
    return search.count;
}
