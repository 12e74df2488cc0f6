/* What judge concluded, into the case. */
#include "case/case_result.h"

#include "case/case_bounce.h"
#include "case/case_db.h"
#include "case/case_table.h"
#include "case/case_write.h"

/* Hits that count stand before those set aside: the place in this row is what findings and quotes name. */
static const struct case_hit *hit_at(const struct case_result *result, size_t position)
{
    return position < result->hit_count ? &result->hits[position] : &result->aside[position - result->hit_count];
}

static size_t hits_in_all(const struct case_result *result)
{
    return result->hit_count + result->aside_count;
}

static enum outcome write_hits(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file,
                                    "INSERT INTO hit (position, id, message, verdict, severity, score, claimed_name, claimed_address,"
                                    " claimed_org, sending_account, campaign, standing)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                                    err);
    for (size_t i = 0; i < hits_in_all(result) && table.outcome == OUTCOME_OK; i++) {
        const struct case_hit *hit = hit_at(result, i);
        case_table_position(&table, i);
        case_table_text(&table, hit->id);
        case_table_number(&table, hit->message);
        case_table_text(&table, hit->verdict);
        case_table_number(&table, hit->severity);
        case_table_real(&table, hit->score);
        case_table_text(&table, hit->claimed_name);
        case_table_text(&table, hit->claimed_address);
        case_table_text(&table, hit->claimed_org);
        case_table_text(&table, hit->sending_account);
        case_table_text(&table, hit->campaign);
        case_table_number(&table, hit->standing);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_findings(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(
        file, "INSERT INTO finding (hit, position, heuristic, says, details, weight) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", err);
    for (size_t i = 0; i < hits_in_all(result); i++)
        for (size_t j = 0; j < hit_at(result, i)->finding_count && table.outcome == OUTCOME_OK; j++) {
            const struct case_finding *finding = &hit_at(result, i)->findings[j];
            case_table_position(&table, i);
            case_table_position(&table, j);
            case_table_text(&table, finding->heuristic);
            case_table_sentence(&table, &finding->sentence);
            case_table_real(&table, finding->weight);
            case_table_row(&table);
        }
    return case_table_close(&table);
}

static enum outcome write_quotes(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table =
        case_table_open(file, "INSERT INTO hit_quote (hit, position, message, share) VALUES (?1, ?2, ?3, ?4)", err);
    for (size_t i = 0; i < hits_in_all(result); i++)
        for (size_t j = 0; j < hit_at(result, i)->quote_count && table.outcome == OUTCOME_OK; j++) {
            case_table_position(&table, i);
            case_table_position(&table, j);
            case_table_number(&table, hit_at(result, i)->quotes[j].message);
            case_table_real(&table, hit_at(result, i)->quotes[j].share);
            case_table_row(&table);
        }
    return case_table_close(&table);
}

static enum outcome write_suspects(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file,
                                    "INSERT INTO suspect (position, rank, address, name, org, own, probability, explains, out_of,"
                                    " window_oldest, window_from, window_to)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                                    err);
    for (size_t i = 0; i < result->suspect_count && table.outcome == OUTCOME_OK; i++) {
        const struct case_suspect *suspect = &result->suspects[i];
        case_table_position(&table, i);
        case_table_number(&table, suspect->rank);
        case_table_text(&table, suspect->address);
        case_table_text(&table, suspect->name);
        case_table_text(&table, suspect->org);
        case_table_number(&table, suspect->own);
        case_table_real(&table, suspect->probability);
        case_table_number(&table, suspect->explains);
        case_table_number(&table, suspect->of);
        case_table_known(&table, suspect->oldest, MESSAGE_NO_DATE);
        case_table_known(&table, suspect->from, MESSAGE_NO_DATE);
        case_table_known(&table, suspect->to, MESSAGE_NO_DATE);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

/* Rows (parent, position, text), or (parent, position, sentence), of one parent. */
static void put_texts(struct case_table *table, size_t parent, const struct span *texts, size_t count)
{
    for (size_t i = 0; i < count && table->outcome == OUTCOME_OK; i++) {
        case_table_position(table, parent);
        case_table_position(table, i);
        case_table_text(table, texts[i]);
        case_table_row(table);
    }
}

static void put_sentences(struct case_table *table, size_t parent, const struct case_sentence *sentences, size_t count)
{
    for (size_t i = 0; i < count && table->outcome == OUTCOME_OK; i++) {
        case_table_position(table, parent);
        case_table_position(table, i);
        case_table_sentence(table, &sentences[i]);
        case_table_row(table);
    }
}

static enum outcome write_because(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO because (suspect, position, hit) VALUES (?1, ?2, ?3)", err);
    for (size_t i = 0; i < result->suspect_count; i++)
        put_texts(&table, i, result->suspects[i].because, result->suspects[i].because_count);
    return case_table_close(&table);
}

static enum outcome write_also(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO suspect_address (suspect, position, address) VALUES (?1, ?2, ?3)", err);
    for (size_t i = 0; i < result->suspect_count; i++)
        put_texts(&table, i, result->suspects[i].also, result->suspects[i].also_count);
    return case_table_close(&table);
}

static enum outcome write_in_favour(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO in_favour (suspect, position, says, details) VALUES (?1, ?2, ?3, ?4)", err);
    for (size_t i = 0; i < result->suspect_count; i++)
        put_sentences(&table, i, result->suspects[i].in_favour, result->suspects[i].in_favour_count);
    return case_table_close(&table);
}

static enum outcome write_against(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO against (suspect, position, says, details) VALUES (?1, ?2, ?3, ?4)", err);
    for (size_t i = 0; i < result->suspect_count; i++)
        put_sentences(&table, i, result->suspects[i].against, result->suspects[i].against_count);
    return case_table_close(&table);
}

static enum outcome write_openings(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table =
        case_table_open(file, "INSERT INTO opening (position, address, name, how, first, later) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", err);
    for (size_t i = 0; i < result->opening_count && table.outcome == OUTCOME_OK; i++) {
        const struct case_opening *opening = &result->openings[i];
        case_table_position(&table, i);
        case_table_text(&table, opening->address);
        case_table_text(&table, opening->name);
        case_table_text(&table, opening->how);
        case_table_known(&table, opening->first, MESSAGE_NO_DATE);
        case_table_number(&table, opening->later);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_opening_hits(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO opening_hit (opening, position, hit) VALUES (?1, ?2, ?3)", err);
    for (size_t i = 0; i < result->opening_count; i++)
        put_texts(&table, i, result->openings[i].hits, result->openings[i].hit_count);
    return case_table_close(&table);
}

static enum outcome write_verdict(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(
        file, "INSERT INTO verdict (id, infected, says, details, judged_messages) VALUES (1, ?1, ?2, ?3, ?4)", err);
    if (table.outcome == OUTCOME_OK) {
        case_table_text(&table, result->verdict.infected);
        case_table_sentence(&table, &result->verdict.sentence);
        case_table_number(&table, result->judged_messages);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_verdict_suspects(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO verdict_suspect (position, address) VALUES (?1, ?2)", err);
    for (size_t i = 0; i < result->verdict.suspect_count && table.outcome == OUTCOME_OK; i++) {
        case_table_position(&table, i);
        case_table_text(&table, result->verdict.suspects[i]);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_verdict_notes(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO verdict_note (position, says, details) VALUES (?1, ?2, ?3)", err);
    for (size_t i = 0; i < result->verdict.note_count && table.outcome == OUTCOME_OK; i++) {
        case_table_position(&table, i);
        case_table_sentence(&table, &result->verdict.notes[i]);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_own(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO own_domain (position, domain, given, unseen) VALUES (?1, ?2, ?3, ?4)", err);
    for (size_t i = 0; i < result->own_count && table.outcome == OUTCOME_OK; i++) {
        case_table_position(&table, i);
        case_table_text(&table, result->own[i].domain);
        case_table_number(&table, result->own[i].given);
        case_table_number(&table, result->own[i].unseen);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_allowed(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO allowed (position, entry) VALUES (?1, ?2)", err);
    for (size_t i = 0; i < result->allow_count && table.outcome == OUTCOME_OK; i++) {
        case_table_position(&table, i);
        case_table_text(&table, result->allow[i]);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_relations(struct case_file *file, const struct case_result *result, struct err *err)
{
    return case_relation_write(file, &result->relations, err);
}

static enum outcome clear(struct case_file *file, const struct case_result *result, struct err *err)
{
    (void)result;
    return case_db_exec(file,
                        "DELETE FROM verdict; DELETE FROM verdict_suspect; DELETE FROM own_domain; DELETE FROM hit;"
                        "DELETE FROM finding; DELETE FROM hit_quote; DELETE FROM suspect; DELETE FROM because;"
                        "DELETE FROM against; DELETE FROM in_favour; DELETE FROM suspect_address; DELETE FROM verdict_note;"
                        "DELETE FROM opening; DELETE FROM opening_hit; DELETE FROM allowed; DELETE FROM same_person;"
                        "DELETE FROM list_address; DELETE FROM reused; DELETE FROM own_host; DELETE FROM bounce;"
                        "DELETE FROM bounce_evidence; DELETE FROM bounce_quote;",
                        err);
}

enum outcome case_result_write(struct case_file *file, const struct case_result *result, struct err *err)
{
    static enum outcome (*const steps[])(struct case_file *, const struct case_result *, struct err *) = {
        clear,           write_hits,    write_findings, write_quotes,  write_suspects,     write_also,          write_because,
        write_in_favour, write_against, write_openings, write_opening_hits, write_verdict, write_verdict_suspects,
        write_verdict_notes, write_own, write_allowed, write_relations, case_bounce_write,
    };
    enum outcome outcome = case_write_commit(file, err);
    if (outcome == OUTCOME_OK)
        outcome = case_db_begin(file, err);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && outcome == OUTCOME_OK; i++)
        outcome = steps[i](file, result, err);
    if (outcome == OUTCOME_OK)
        return case_db_exec(file, "COMMIT", err);
    if (!sqlite3_get_autocommit(file->db))
        sqlite3_exec(file->db, "ROLLBACK", NULL, NULL, NULL);
    return outcome;
}
