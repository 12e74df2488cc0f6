/* Names and sentences of a result. */
#include "judge/judge_making.h"

#include <stdlib.h>
#include <time.h>
#include "case/case_read.h"

/* ---- sentences ---- */

struct case_sentence judge_making_sentence(struct arena *arena, const char *says, json_t *values)
{
    char *text = json_dumps(values, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        abort();
    struct case_sentence sentence = {arena_copy(arena, span_of(says)), arena_copy(arena, span_of(text))};
    free(text);
    json_decref(values);
    return sentence;
}

void judge_making_value(json_t *values, const char *key, struct span value)
{
    if (json_object_set_new(values, key, json_stringn(value.size ? value.data : "", value.size)) != 0)
        abort(); /* spans of the case are valid UTF-8; what is not was repaired on its way in */
}

void judge_making_number(json_t *values, struct arena *arena, const char *key, uint64_t number)
{
    judge_making_value(values, key, arena_printf(arena, "%llu", (unsigned long long)number));
}

void judge_making_day(json_t *values, struct arena *arena, const char *key, int64_t date)
{
    struct tm parts;
    time_t time = (time_t)date;
    if (date == MESSAGE_NO_DATE || !gmtime_r(&time, &parts))
        judge_making_value(values, key, SPAN_LITERAL("?"));
    else
        judge_making_value(values, key, arena_printf(arena, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday));
}

/* ---- names ---- */

static bool is_hit(const struct hit_list *hits, uint32_t mail)
{
    for (size_t i = 0; i < hits->count; i++)
        if (hits->hits[i].mail == mail)
            return true;
    return false;
}

/* The mail that shows a person's name best: one of his own, else the first beside whose address it stands. NULL: none. */
static const struct corpus_mail *naming_mail(const struct corpus *corpus, const struct hit_list *hits, uint32_t person)
{
    const struct corpus_mail *best = NULL;
    for (uint32_t m = 0; m < corpus->mail_count; m++) {
        const struct corpus_mail *mail = &corpus->mails[m];
        if (mail->from == person && mail->name != CORPUS_NONE && !is_hit(hits, m))
            return mail;
        for (size_t i = mail->links; i < mail[1].links && !best; i++)
            if (corpus->links[i].person == person && corpus->links[i].name != CORPUS_NONE)
                best = mail;
    }
    return best;
}

enum outcome judge_making_name(const struct judge_making *making, uint32_t person, struct span *ret_name, struct err *err)
{
    if (making->names[person].data) {
        *ret_name = making->names[person];
        return OUTCOME_OK;
    }
    struct span name = SPAN_LITERAL(""), address = intern_text(making->numbers->corpus->addresses, person);
    const struct corpus_mail *mail = naming_mail(making->numbers->corpus, making->numbers->hits, person);
    if (mail) {
        struct case_message row;
        enum outcome outcome = case_read_message(making->file, mail->id, making->arena, &row, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        for (size_t i = 0; i < row.message.from_count; i++)
            if (span_equal(row.message.from[i].addr, address))
                name = row.message.from[i].name;
        for (size_t i = 0; i < row.message.recipient_count && !name.size; i++)
            if (span_equal(row.message.recipients[i].addr, address))
                name = row.message.recipients[i].name;
    }
    making->names[person] = name.data ? name : SPAN_LITERAL("");
    *ret_name = making->names[person];
    return OUTCOME_OK;
}

struct span judge_making_label(const struct judge_making *making, uint32_t person)
{
    struct span address = intern_text(making->numbers->corpus->addresses, person), name = making->names[person];
    if (!name.size)
        return address;
    return arena_printf(making->arena, "%.*s <%.*s>", SPAN_ARGS(name), SPAN_ARGS(address));
}
