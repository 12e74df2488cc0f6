/* Compares a sent mail with those that its owner sent before. */
#include "judge/bounce_intruder.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/fold.h"
#include "base/hash.h"
#include "case/case_read.h"
#include "model/link.h"
#include "model/lure.h"

#define HOUR 3600
#define DAY 86400
#define USUAL_TIMES 3     /* a burst is so many times the busiest hour before */
#define NEAR_MOST 40      /* mails around it whose words are compared */
#define WORDS_LEAST 24    /* folded bytes of own words that are compared */
#define WORDS_LURE 400    /* folded own words of a lure */

/* ---- habits ---- */

enum trait { TRAIT_PROGRAM, TRAIT_ZONE, TRAIT_CHARSET, TRAIT_ID, TRAITS };

struct traits {
    struct span text[TRAITS];
    int zone; /* minutes */
};

/* `Mozilla Thunderbird 91.2` and its successor are one program. */
static struct span without_version(struct span mailer)
{
    size_t size = 0;
    while (size < mailer.size && !memchr("0123456789(/[,", mailer.data[size], 14))
        size++;
    return span_trim(span_slice(mailer, 0, size));
}

static struct traits traits_of(struct arena *arena, const struct message *message)
{
    struct traits traits = {{without_version(message->mailer), SPAN_NONE, message->charset, SPAN_NONE}, message->zone};
    if (message->date != MESSAGE_NO_DATE && message->from_raw.size) /* MAPI without headers gives no zone */
        traits.text[TRAIT_ZONE] = arena_printf(arena, "%c%02d%02d", message->zone < 0 ? '-' : '+', abs(message->zone) / 60, abs(message->zone) % 60);
    traits.text[TRAIT_ID] = address_organisation(address_make(arena, SPAN_NONE, message->message_id).addr);
    return traits;
}

/* An hour more or less is summer time. */
static bool differs(enum trait trait, const struct traits *was, const struct traits *is)
{
    if (!is->text[trait].size || span_equal(was->text[trait], is->text[trait]))
        return false;
    return trait != TRAIT_ZONE || abs(was->zone - is->zone) != 60;
}

/* One of the older mails, where all of them that say anything say it alike. */
static const struct traits *habit(const struct traits *older, size_t count, enum trait trait)
{
    const struct traits *one = NULL;
    size_t alike = 0;
    for (size_t i = 0; i < count; i++) {
        struct span text = older[i].text[trait];
        if (!text.size)
            continue;
        if (one && !span_equal(one->text[trait], text))
            return NULL;
        one = &older[i];
        alike++;
    }
    return alike >= BOUNCE_INTRUDER_HABIT ? one : NULL;
}

static enum outcome compare_habits(struct case_file *file, const struct bounce_sent *sent, uint32_t number, const struct message *message,
                                   struct arena *arena, struct bounce_intruder *intruder, struct err *err)
{
    const struct corpus_mail *mails = sent->corpus->mails;
    struct traits older[BOUNCE_INTRUDER_OLDER], mine = traits_of(arena, message);
    uint32_t first, all = bounce_sent_of(sent, mails[number].from, &first), taken = 0;
    for (uint32_t i = all; i-- > 0 && taken < BOUNCE_INTRUDER_OLDER;) {
        const struct corpus_mail *mail = &mails[sent->by_person[first + i]];
        struct case_message row;
        if (mail->time == MESSAGE_NO_DATE || mails[number].time == MESSAGE_NO_DATE || mail->time > mails[number].time - DAY)
            continue;
        enum outcome outcome = case_read_message(file, mail->id, arena, &row, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        older[taken++] = traits_of(arena, &row.message);
    }
    for (int trait = 0; trait < TRAITS; trait++) {
        const struct traits *was = habit(older, taken, (enum trait)trait);
        if (!was || !differs((enum trait)trait, was, &mine))
            continue;
        if (!intruder->traits++) {
            intruder->was = was->text[trait];
            intruder->is = mine.text[trait];
        }
    }
    return OUTCOME_OK;
}

/* ---- bursts ---- */

static uint32_t recipients_of(const struct corpus *corpus, const struct corpus_mail *mail)
{
    uint32_t count = 0;
    for (size_t i = mail->links; i < mail[1].links; i++)
        count += corpus->links[i].role >= CORPUS_TO && corpus->links[i].role <= CORPUS_BCC;
    return count;
}

/* One mail to very many, where none before went to a third as many. */
static void count_recipients(const struct bounce_sent *sent, uint32_t number, struct bounce_intruder *intruder)
{
    const struct corpus_mail *mails = sent->corpus->mails;
    uint32_t mine = recipients_of(sent->corpus, &mails[number]), first, all = bounce_sent_of(sent, mails[number].from, &first);
    if (mine < BOUNCE_INTRUDER_MANY)
        return;
    for (uint32_t i = 0; i < all && mails[sent->by_person[first + i]].time < mails[number].time - DAY; i++)
        if (USUAL_TIMES * recipients_of(sent->corpus, &mails[sent->by_person[first + i]]) > mine)
            return;
    intruder->many = mine;
}

static bool bring_files(const struct bounce_sent *sent, const uint32_t *order, uint32_t all, int64_t now)
{
    const struct corpus_mail *mails = sent->corpus->mails;
    uint32_t near = 0, files = 0;
    for (uint32_t i = 0; i < all; i++) {
        if (mails[order[i]].time < now - HOUR || mails[order[i]].time > now + HOUR)
            continue;
        near++;
        files += (mails[order[i]].signs & CORPUS_ATTACHED) != 0;
    }
    return files && files >= BOUNCE_INTRUDER_FILES * near;
}

/* The most mails within one hour: of the day before the mail, and of all the time before that. */
static void count_burst(const struct bounce_sent *sent, uint32_t number, struct bounce_intruder *intruder)
{
    const struct corpus_mail *mails = sent->corpus->mails;
    int64_t now = mails[number].time;
    uint32_t first, all = bounce_sent_of(sent, mails[number].from, &first), burst = 0, usual = 0;
    const uint32_t *order = sent->by_person + first;
    for (uint32_t i = 0, start = 0; now != MESSAGE_NO_DATE && i < all && mails[order[i]].time < now + HOUR; i++) {
        int64_t time = mails[order[i]].time;
        while (start < i && (mails[order[start]].time == MESSAGE_NO_DATE || time - mails[order[start]].time >= HOUR))
            start++;
        uint32_t count = i - start + 1;
        if (time == MESSAGE_NO_DATE || (time >= now - DAY && time < now - HOUR))
            continue;
        uint32_t *most = time < now - DAY ? &usual : &burst;
        *most = count > *most ? count : *most;
    }
    count_recipients(sent, number, intruder);
    if (burst < BOUNCE_INTRUDER_BURST || burst < USUAL_TIMES * usual)
        return;
    intruder->burst = burst;
    intruder->usual = usual;
    intruder->files = bring_files(sent, order, all, now);
}

/* ---- words ---- */

static enum outcome own_words(struct case_file *file, int64_t message, struct arena *arena, struct buf *ret_folded, struct span *ret_words,
                              struct err *err)
{
    const struct segment *segments;
    size_t count;
    enum outcome outcome = case_read_text(file, message, arena, &segments, &count, err);
    if (outcome != OUTCOME_OK && outcome != OUTCOME_END)
        return outcome;
    BUF_LOCAL words = {0};
    for (size_t i = 0; outcome == OUTCOME_OK && i < count; i++)
        if (segments[i].kind == SEGMENT_OWN) {
            fold_letters(ret_folded, segments[i].text);
            buf_add(&words, segments[i].text);
        }
    *ret_words = arena_copy(arena, buf_span(&words));
    return OUTCOME_OK;
}

/* Conversations that got the same few words within two hours. Only mail with something to open: a short thank-you goes to many, too. */
static enum outcome count_same_words(struct case_file *file, const struct bounce_sent *sent, uint32_t number, struct arena *arena,
                                     struct bounce_intruder *intruder, struct err *err)
{
    const struct corpus_mail *mails = sent->corpus->mails, *mail = &mails[number];
    uint32_t first, all = bounce_sent_of(sent, mail->from, &first), looked = 0, subjects[NEAR_MOST], found = 0;
    BUF_LOCAL mine = {0};
    struct span words;
    enum outcome outcome = own_words(file, mail->id, arena, &mine, &words, err);
    if (outcome != OUTCOME_OK || mine.size < WORDS_LEAST || !intruder->lure.size || mail->time == MESSAGE_NO_DATE)
        return outcome;
    for (uint32_t i = 0; i < all && looked < NEAR_MOST; i++) {
        const struct corpus_mail *other = &mails[sent->by_person[first + i]];
        bool known = false;
        if (other->time < mail->time - HOUR || other->time > mail->time + HOUR)
            continue;
        looked++;
        BUF_LOCAL theirs = {0};
        outcome = own_words(file, other->id, arena, &theirs, &words, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        for (uint32_t k = 0; k < found; k++)
            known = known || subjects[k] == other->subject;
        if (!known && span_equal(buf_span(&theirs), buf_span(&mine)))
            subjects[found++] = other->subject;
    }
    intruder->same_words = found >= BOUNCE_INTRUDER_SAME ? found : 0;
    return OUTCOME_OK;
}

/* ---- what it brings ---- */

static enum bounce_lure lure_of(const struct attachment *attachment)
{
    struct attachment plain = *attachment;
    plain.encrypted = ATTACHMENT_ENCRYPTED_NO;
    plain.opened_with = SPAN_NONE;
    if (attachment_telling(&plain))
        return BOUNCE_LURE_PAYLOAD;
    return attachment_telling(attachment) ? BOUNCE_LURE_ENCRYPTED : BOUNCE_LURE_NONE;
}

enum outcome bounce_intruder_lure(struct case_file *file, const struct words *lures, int64_t id, struct arena *arena,
                                  struct span *ret_lure, enum bounce_lure *ret_kind, struct err *err)
{
    struct case_message row;
    BUF_LOCAL folded = {0};
    struct span words;
    enum outcome outcome = case_read_message(file, id, arena, &row, err);
    *ret_lure = SPAN_NONE;
    *ret_kind = BOUNCE_LURE_NONE;
    if (outcome == OUTCOME_OK)
        outcome = own_words(file, id, arena, &folded, &words, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    for (size_t i = 0; i < row.message.attachment_count; i++) {
        enum bounce_lure kind = lure_of(&row.message.attachments[i]);
        if (kind <= *ret_kind)
            continue;
        *ret_lure = row.message.attachments[i].name.size ? row.message.attachments[i].name : SPAN_LITERAL("?");
        *ret_kind = kind;
    }
    size_t from = 0;
    struct link link;
    if (ret_lure->size || !folded.size || folded.size >= WORDS_LURE)
        return OUTCOME_OK;
    struct span phrase = lure_find(lures, arena, words);
    if (phrase.size) {
        *ret_lure = arena_printf(arena, "\"%.*s\"", SPAN_ARGS(phrase));
        *ret_kind = BOUNCE_LURE_PHRASE;
    } else if (link_next(arena, words, &from, &link)) {
        *ret_lure = arena_printf(arena, "%.*s/", SPAN_ARGS(link.host));
        *ret_kind = BOUNCE_LURE_LINK;
    }
    return OUTCOME_OK;
}

enum outcome bounce_intruder_look(struct case_file *file, const struct bounce_sent *sent, const struct words *lures, uint32_t mail,
                                  struct arena *arena, struct bounce_intruder *ret_intruder, struct err *err)
{
    struct bounce_intruder intruder = {0};
    struct case_message row;
    int64_t id = sent->corpus->mails[mail].id;
    if (sent->corpus->mails[mail].from == CORPUS_NONE) {
        *ret_intruder = intruder;
        return OUTCOME_OK;
    }
    enum outcome outcome = case_read_message(file, id, arena, &row, err);
    if (outcome == OUTCOME_OK)
        outcome = compare_habits(file, sent, mail, &row.message, arena, &intruder, err);
    if (outcome == OUTCOME_OK)
        outcome = bounce_intruder_lure(file, lures, id, arena, &intruder.lure, &intruder.lure_kind, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    count_burst(sent, mail, &intruder);
    outcome = count_same_words(file, sent, mail, arena, &intruder, err);
    if (outcome == OUTCOME_OK)
        *ret_intruder = intruder;
    return outcome;
}

bool bounce_intruder_is(const struct bounce_intruder *intruder)
{
    bool much = intruder->traits >= BOUNCE_INTRUDER_TRAITS || intruder->same_words;
    bool some = much || intruder->traits || intruder->strange_client;
    bool burst = intruder->burst || intruder->many;
    bool payload = intruder->lure_kind == BOUNCE_LURE_PAYLOAD;
    bool lure = intruder->lure_kind >= BOUNCE_LURE_PHRASE || intruder->files || intruder->same_words;
    return lure && ((burst && some) || (payload && (much || (intruder->traits && intruder->strange_client))));
}
