/* replytrace triage: keeps what a person decided about hits, and judges again. */
#include <stdint.h>
#include <string.h>
#include "base/i18n.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "case/case_triage.h"
#include "case/case_write.h"
#include "cmd/pipeline.h"
#include "report/sentence.h"
#include "report/triage_list.h"

struct triage_command_options {
    const char *case_path;
    const char *verdict;
    const char *note;
    bool undo;
    bool no_judge;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct triage_command_options, case_path)},
    {"verdict", 0, OPTION_TEXT, "VERDICT", N_("true (it is forged), false (it is honest) or none (what was said is taken back)"),
     offsetof(struct triage_command_options, verdict)},
    {"note", 0, OPTION_TEXT, "TEXT", N_("why, in your own words; without it none"), offsetof(struct triage_command_options, note)},
    {"undo", 0, OPTION_FLAG, NULL, N_("the same as --verdict none"), offsetof(struct triage_command_options, undo)},
    {"no-judge", 0, OPTION_FLAG, NULL, N_("only keep it; judge later"), offsetof(struct triage_command_options, no_judge)},
    {0},
};

/* "true", "false", or "" to take back; NULL with a line on stderr when the options do not say which. */
static const char *verdict_asked(const struct triage_command_options *triage)
{
    const char *verdict = triage->verdict ? triage->verdict : triage->undo ? "none" : "";
    bool none = strcmp(verdict, "none") == 0;
    if (triage->undo && !none)
        command_fail("%s", _("--undo and --verdict do not go together"));
    else if (none && triage->note)
        command_fail("%s", _("--note goes with --verdict true or false"));
    else if (none)
        return "";
    else if (strcmp(verdict, "true") == 0 || strcmp(verdict, "false") == 0)
        return verdict;
    else
        command_fail("%s", _("--verdict must be true, false or none"));
    return NULL;
}

static bool note_fits(const char *note)
{
    if (!note || (utf8_valid(span_of(note)) && strlen(note) <= LIMIT_FIELD_BYTES))
        return true;
    command_fail(_("--note takes up to %u bytes of UTF-8"), LIMIT_FIELD_BYTES);
    return false;
}

struct known {
    struct case_result result;
    const struct case_triage *rows;
    size_t row_count;
};

static enum outcome known_load(struct case_file *file, struct arena *arena, struct known *ret_known, struct err *err)
{
    enum outcome outcome = case_result_read(file, arena, &ret_known->result, err);
    if (outcome == OUTCOME_END)
        return err_set(err, OUTCOME_DEAD, "this case was never judged: run replytrace judge first");
    if (outcome != OUTCOME_OK)
        return outcome;
    return case_triage_read(file, arena, &ret_known->rows, &ret_known->row_count, err);
}

/* The id as the case writes it; empty when it has no such hit and nothing was ever decided about one. */
static struct span known_id(const struct known *known, struct span given)
{
    for (size_t i = 0; i < known->result.hit_count; i++)
        if (span_equal_nocase(known->result.hits[i].id, given))
            return known->result.hits[i].id;
    for (size_t i = 0; i < known->result.aside_count; i++)
        if (span_equal_nocase(known->result.aside[i].id, given))
            return known->result.aside[i].id;
    for (size_t i = 0; i < known->row_count; i++)
        if (span_equal_nocase(known->rows[i].hit, given))
            return known->rows[i].hit;
    return SPAN_NONE;
}

static enum outcome decide(struct case_file *file, struct span id, const char *verdict, const char *note, struct err *err)
{
    if (!*verdict)
        return case_triage_forget(file, id, err);
    const struct case_triage row = {id, span_of(verdict), span_of(note)};
    return case_triage_write(file, &row, err);
}

/* Known hits are decided about even where others are unknown: those are told. */
static enum command_status decide_all(struct case_file *file, const struct invocation *invocation, const struct known *known,
                                      const char *verdict, size_t *ret_decided)
{
    const struct triage_command_options *triage = invocation->options;
    struct err err;
    enum command_status status = STATUS_NOTHING_FOUND;
    size_t decided = *ret_decided = 0;
    for (size_t i = 0; i < invocation->operand_count; i++) {
        struct span id = known_id(known, span_of(invocation->operands[i]));
        if (!id.size)
            status = command_fail(_("the case has no hit %s; replytrace report lists them"), invocation->operands[i]);
        else if (decide(file, id, verdict, triage->note, &err) != OUTCOME_OK)
            return command_fail("%s", err.text);
        decided += id.size > 0;
    }
    if (case_write_commit(file, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    *ret_decided = decided;
    return status;
}

static enum command_status judge_again(struct case_file *file, const struct case_result *before)
{
    ARENA_LOCAL arena = arena_open();
    struct err err;
    struct case_result now;
    enum command_status status = pipeline_judge(file, &(struct option_list){0}, &(struct option_list){0}, NULL);
    if (status != STATUS_NOTHING_FOUND)
        return status;
    if (case_result_read(file, arena, &now, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    struct span old = sentence_text(arena, &before->verdict.sentence, SENTENCE_SHOWN);
    struct span new = sentence_text(arena, &now.verdict.sentence, SENTENCE_SHOWN);
    if (span_equal(old, new)) {
        printf(_("The verdict stays: %.*s\n"), SPAN_ARGS(new));
    } else {
        printf(_("The verdict was: %.*s\n"), SPAN_ARGS(old));
        printf(_("The verdict is now: %.*s\n"), SPAN_ARGS(new));
    }
    printf(_("Hits before: %zu, now: %zu\n"), before->hit_count, now.hit_count);
    return STATUS_NOTHING_FOUND;
}

static int list(const struct triage_command_options *triage)
{
    struct err err;
    if (triage->verdict || triage->undo || triage->note)
        return command_fail("%s", _("which hit? name it by its id"));
    CASE_LOCAL file = pipeline_open(triage->case_path, CASE_READ);
    if (!file)
        return STATUS_CANNOT_RUN;
    struct report_options how = pipeline_report_options(stdout, triage->case_path, true);
    if (triage_list(file, &how, stdout, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    return STATUS_NOTHING_FOUND;
}

static int run(const struct invocation *invocation)
{
    const struct triage_command_options *triage = invocation->options;
    ARENA_LOCAL arena = arena_open();
    struct err err;
    struct known known;
    size_t decided;
    if (!invocation->operand_count)
        return list(triage);
    const char *verdict = verdict_asked(triage);
    if (!verdict || !note_fits(triage->note))
        return STATUS_CANNOT_RUN;
    CASE_LOCAL file = pipeline_open(triage->case_path, CASE_WRITE);
    if (!file)
        return STATUS_CANNOT_RUN;
    if (known_load(file, arena, &known, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    enum command_status status = decide_all(file, invocation, &known, verdict, &decided);
    if (!decided)
        return (int)status;
    printf(_("Decided about hits: %zu\n"), decided);
    if (triage->no_judge)
        return (int)status;
    if (judge_again(file, &known.result) != STATUS_NOTHING_FOUND)
        return STATUS_CANNOT_RUN;
    return (int)status;
}

const struct command cmd_triage = {
    .name = "triage",
    .operands = "[HIT]...",
    .summary = N_("say which hits are forged and which are not, and judge again"),
    .details = N_("HIT is the id of a hit as the report prints it. A hit judged false counts for nothing any more, neither for the "
                  "verdict nor for the exit status, and its sender counts as known; the report lists it apart. A hit judged true is of "
                  "high severity whatever its score. The case keeps it, and later runs of scan and judge go by it. Without HIT it "
                  "lists what was decided. The exit status is 0 when all of it was kept."),
    .options = options,
    .options_size = sizeof(struct triage_command_options),
    .operands_most = SIZE_MAX,
    .run = run,
};
