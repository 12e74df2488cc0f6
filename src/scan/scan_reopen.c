/* Passwords come in a second mail as often as in the same one: attachments that stayed shut meet the words of what their sender wrote
   around that time. Runs on the whole case, so neither order nor stores nor workers matter. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include "base/limits.h"
#include "base/words.h"
#include "case/case_read.h"
#include "case/case_reopen.h"
#include "case/case_write.h"
#include "model/password.h"
#include "scan/scan.h"
#include "scan/scan_fetch.h"

#define REACH_SECONDS (48 * 3600) /* before and after */

struct search {
    struct case_file *file;
    struct words *words;
    struct arena *arena;
    const struct case_reopen_mail *mails;
    size_t count;
};

/* Candidates for one mail, from nearest to farthest. */
struct found {
    struct inspection_password list[LIMIT_PASSWORDS];
    size_t count;
};

static void add(struct search *search, struct found *found, const struct case_reopen_mail *from, const struct password *password)
{
    char day[32] = "an unknown day";
    struct tm parts;
    time_t when = (time_t)from->time;
    for (size_t i = 0; i < found->count; i++)
        if (span_equal(found->list[i].word, password->word))
            return;
    if (found->count == LIMIT_PASSWORDS)
        return;
    if (gmtime_r(&when, &parts))
        strftime(day, sizeof day, "%Y-%m-%d %H:%M", &parts);
    found->list[found->count++] = (struct inspection_password){
        arena_copy(search->arena, password->word),
        arena_printf(search->arena, "mail of %s UTC of the same sender: %.*s", day, SPAN_ARGS(password->line))};
}

/* The words of one neighbour: subject and what its sender wrote himself. */
static enum outcome add_words(struct search *search, const struct case_reopen_mail *from, struct found *found, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    const struct segment *segments;
    size_t count = 0;
    struct case_message row;
    struct password passwords[LIMIT_PASSWORDS];
    BUF_LOCAL text = {0};
    enum outcome outcome = case_read_message(search->file, from->id, arena, &row, err);
    if (outcome == OUTCOME_OK) {
        buf_add(&text, row.message.subject);
        buf_add_byte(&text, '\n');
        outcome = case_read_text(search->file, from->id, arena, &segments, &count, err);
    }
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    for (size_t i = 0; i < count; i++)
        if (segments[i].kind == SEGMENT_OWN) {
            buf_add(&text, segments[i].text);
            buf_add_byte(&text, '\n');
        }
    size_t candidates = password_candidates(search->words, arena, buf_span(&text), passwords, LIMIT_PASSWORDS);
    for (size_t i = 0; i < candidates; i++)
        add(search, found, from, &passwords[i]);
    return OUTCOME_OK;
}

static bool near(const struct search *search, size_t at, size_t other)
{
    const struct case_reopen_mail *left = &search->mails[at], *right = &search->mails[other];
    int64_t apart;
    return span_equal(left->address, right->address) && !__builtin_sub_overflow(left->time, right->time, &apart)
        && apart <= REACH_SECONDS && apart >= -REACH_SECONDS;
}

/* Later mails first: people send the file and then its password. */
static enum outcome look_around(struct search *search, size_t at, struct found *found, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    size_t looked = 0;
    for (size_t i = at + 1; i < search->count && near(search, at, i) && looked < LIMIT_REOPEN_NEIGHBOURS && outcome == OUTCOME_OK; i++, looked++)
        outcome = add_words(search, &search->mails[i], found, err);
    for (size_t i = at; i-- > 0 && near(search, at, i) && looked < 2 * LIMIT_REOPEN_NEIGHBOURS && outcome == OUTCOME_OK; looked++)
        outcome = add_words(search, &search->mails[i], found, err);
    return outcome;
}

static enum outcome list_messages(struct search *search, struct scan_fetch *fetch, bool *ret_more, struct err *err)
{
    size_t room = search->count < LIMIT_REOPENED ? search->count : LIMIT_REOPENED;
    fetch->messages = arena_array(search->arena, room, sizeof *fetch->messages);
    for (size_t i = 0; i < search->count; i++) {
        struct found found = {.count = 0};
        if (!search->mails[i].shut)
            continue;
        if (fetch->message_count == room) {
            *ret_more = true;
            return OUTCOME_OK;
        }
        if (look_around(search, i, &found, err) != OUTCOME_OK)
            return OUTCOME_FAULT;
        if (found.count == 0)
            continue;
        struct inspection_password *kept = arena_array(search->arena, found.count, sizeof *kept);
        memcpy(kept, found.list, found.count * sizeof *kept);
        fetch->messages[fetch->message_count++] = (struct scan_fetch_message){search->mails[i].id, false, kept, found.count};
    }
    return OUTCOME_OK;
}

static enum outcome take(struct scan_fetch *fetch, const struct scan_fetch_message *message, const struct worker_frame *frame, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    const struct message *read = &frame->record.message;
    for (size_t i = 0; i < read->attachment_count && i < LIMIT_ATTACHMENTS && outcome == OUTCOME_OK; i++)
        outcome = case_reopen_write(fetch->file, message->id, i, &read->attachments[i], err);
    return outcome;
}

static enum outcome note_rest(struct case_file *file, struct err *err)
{
    BUF_LOCAL text = {0};
    buf_printf(&text, "passwords of neighbouring mails were tried on the first %d encrypted mails alone", LIMIT_REOPENED);
    return case_write_note(file, CASE_WHOLE_RUN, false, buf_span(&text), err);
}

static enum outcome reopen(struct search *search, struct yara_rules *yara, struct err *err)
{
    struct scan_fetch fetch = {.file = search->file, .kind = WORKER_FRAME_OPENED, .take = take, .yara = yara};
    bool more = false;
    enum outcome outcome = case_reopen_list(search->file, search->arena, &search->mails, &search->count, err);
    if (outcome == OUTCOME_OK)
        outcome = list_messages(search, &fetch, &more, err);
    if (outcome == OUTCOME_OK && more)
        outcome = note_rest(search->file, err);
    return outcome == OUTCOME_OK ? scan_fetch(&fetch, err) : OUTCOME_FAULT;
}

enum outcome scan_reopen(struct case_file *file, struct yara_rules *yara, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct search search = {.file = file, .arena = arena};
    if (words_open(NULL, password_words(), &search.words, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    enum outcome outcome = reopen(&search, yara, err);
    words_close(search.words);
    return outcome;
}
