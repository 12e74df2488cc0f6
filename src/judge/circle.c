/* Collects the participants of a thread from its earlier messages. */
#include "judge/circle.h"

#include <stdlib.h>
#include "base/memory.h"

void circle_open(struct circle *circle, const struct corpus *corpus, const struct match *match,
                 const struct knowledge *knowledge)
{
    *circle = (struct circle){.corpus = corpus, .match = match, .knowledge = knowledge, .mail = CORPUS_NONE};
    uint32_t *threads = memory_must(malloc((corpus->mail_count + 1u) * sizeof *threads));
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        threads[i] = corpus->mails[i].thread;
    thread_index_make(corpus, threads, &circle->threads);
    thread_index_make(corpus, match->conversation, &circle->conversations);
    thread_index_make(corpus, match->joined, &circle->joined);
    free(threads);
    circle->seen = memory_must(calloc(intern_count(corpus->addresses) + 1u, sizeof *circle->seen));
    circle->hits = memory_must(calloc(corpus->mail_count + 1u, sizeof *circle->hits));
}

void circle_close(struct circle *circle)
{
    thread_index_free(&circle->threads);
    thread_index_free(&circle->conversations);
    thread_index_free(&circle->joined);
    free(circle->seen);
    free(circle->hits);
}

static void mark_mail(struct circle *circle, const struct corpus_mail *mail)
{
    const struct corpus *corpus = circle->corpus;
    for (size_t i = mail->links; i < mail[1].links; i++) {
        uint32_t person = corpus->links[i].person;
        if (circle->seen[person] == circle->mail + 1)
            continue;
        circle->seen[person] = circle->mail + 1;
        circle->people++;
        circle->own_in = circle->own_in || corpus->people[person].own;
    }
}

/* A mail that only quotes the thread brings new people in when somebody sent it who could: ours, one whom we know, or a participant. */
static bool may_bring_in(const struct circle *circle, const struct corpus_mail *mail)
{
    return mail->from != CORPUS_NONE
        && (circle_has(circle, mail->from) || knowledge_established(circle->knowledge, mail->from));
}

static void mark_index(struct circle *circle, const struct thread_index *index, uint32_t thread, bool quoting)
{
    const struct corpus *corpus = circle->corpus;
    const struct corpus_mail *asked = &corpus->mails[circle->mail];
    uint32_t count = index->count[thread] < CIRCLE_MAILS ? index->count[thread] : CIRCLE_MAILS;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = index->mails[index->first[thread] + i];
        const struct corpus_mail *mail = &corpus->mails[number];
        if (number == circle->mail || circle->hits[number])
            continue;
        if (asked->time != MESSAGE_NO_DATE && mail->time > asked->time)
            break;
        if (quoting && (mail->thread == thread || !may_bring_in(circle, mail)))
            continue;
        if (!quoting && mail->from != CORPUS_NONE && mail->from == asked->from && mail->time == asked->time)
            continue; /* a second copy of the mail in question */
        mark_mail(circle, mail);
    }
}

void circle_mark(struct circle *circle, uint32_t mail, uint32_t thread)
{
    circle->mail = mail;
    circle->people = 0;
    circle->own_in = false;
    mark_index(circle, &circle->threads, thread, false);
    mark_index(circle, &circle->conversations, thread, true);
    mark_index(circle, &circle->joined, thread, true);
}

bool circle_has(const struct circle *circle, uint32_t person)
{
    return person != CORPUS_NONE && circle->seen[person] == circle->mail + 1;
}

static bool org_in_mail(const struct circle *circle, const struct corpus_mail *mail, uint32_t org)
{
    const struct corpus *corpus = circle->corpus;
    for (size_t i = mail->links; i < mail[1].links; i++) {
        const struct corpus_person *person = &corpus->people[corpus->links[i].person];
        if (person->org == org && person->kind == ADDRESS_SMTP && !person->public_provider
            && circle_has(circle, corpus->links[i].person))
            return true;
    }
    return false;
}

bool circle_has_org(const struct circle *circle, uint32_t org, uint32_t thread)
{
    const struct thread_index *indexes[] = {&circle->threads, &circle->conversations, &circle->joined};
    for (size_t which = 0; which < 3; which++) {
        const struct thread_index *index = indexes[which];
        for (uint32_t i = 0; i < index->count[thread] && i < CIRCLE_MAILS; i++) {
            uint32_t number = index->mails[index->first[thread] + i];
            if (number != circle->mail && !circle->hits[number]
                && org_in_mail(circle, &circle->corpus->mails[number], org))
                return true;
        }
    }
    return false;
}
