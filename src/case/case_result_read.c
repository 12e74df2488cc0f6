/* What judge concluded, out of the case. */
#include "case/case_result.h"

#include <stdlib.h>
#include "base/buf.h"
#include "case/case_db.h"

/* Rows of one table in order. The first failure stays in `outcome`. */
struct table {
    struct case_file *file;
    struct arena *arena;
    sqlite3_stmt *statement;
    int column;
    enum outcome outcome; /* END behind the last row */
    struct err *err;
};

static struct table table_open(struct case_file *file, const char *sql, struct arena *arena, struct err *err)
{
    struct table table = {.file = file, .arena = arena, .outcome = OUTCOME_OK, .err = err};
    if (sqlite3_prepare_v2(file->db, sql, -1, &table.statement, NULL) != SQLITE_OK)
        table.outcome = case_db_fail(file, err);
    return table;
}

static bool table_next(struct table *table)
{
    table->column = 0;
    if (table->outcome == OUTCOME_OK)
        table->outcome = case_db_row(table->file, table->statement, table->err);
    return table->outcome == OUTCOME_OK;
}

static enum outcome table_close(struct table *table)
{
    sqlite3_finalize(table->statement);
    return table->outcome == OUTCOME_END ? OUTCOME_OK : table->outcome;
}

static struct span take_text(struct table *table)
{
    return case_db_text(table->statement, table->column++, table->arena);
}

static int64_t take_number(struct table *table)
{
    return sqlite3_column_int64(table->statement, table->column++);
}

static double take_real(struct table *table)
{
    return sqlite3_column_double(table->statement, table->column++);
}

static int64_t take_date(struct table *table)
{
    bool unknown = sqlite3_column_type(table->statement, table->column) == SQLITE_NULL;
    int64_t date = take_number(table);
    return unknown ? MESSAGE_NO_DATE : date;
}

static struct case_sentence take_sentence(struct table *table)
{
    struct span says = take_text(table);
    return (struct case_sentence){says, take_text(table)};
}

static void add(struct buf *rows, const void *row, size_t size)
{
    buf_add(rows, (struct span){row, size});
}

static enum outcome read_hits(struct case_file *file, struct arena *arena, struct case_hit **ret_hits, size_t *ret_count,
                              struct err *err)
{
    BUF_LOCAL rows = {0};
    struct table table = table_open(file,
                                    "SELECT hit.id, message, hit.verdict, severity, score, claimed_name, claimed_address, claimed_org,"
                                    " sending_account, campaign, standing, coalesce(triage.verdict, ''), coalesce(note, '')"
                                    " FROM hit LEFT JOIN triage ON triage.hit = hit.id ORDER BY position",
                                    arena, err);
    while (table_next(&table)) {
        struct case_hit hit = {.id = take_text(&table)};
        hit.message = take_number(&table);
        hit.verdict = take_text(&table);
        int64_t severity = take_number(&table);
        hit.severity = severity == CASE_HIGH || severity == CASE_MEDIUM ? (enum case_severity)severity : CASE_LOW;
        hit.score = take_real(&table);
        hit.claimed_name = take_text(&table);
        hit.claimed_address = take_text(&table);
        hit.claimed_org = take_text(&table);
        hit.sending_account = take_text(&table);
        hit.campaign = take_text(&table);
        int64_t standing = take_number(&table);
        hit.standing = standing >= CASE_SCORED && standing <= CASE_ALLOWED ? (enum case_standing)standing : CASE_SCORED;
        hit.triage = take_text(&table);
        hit.note = take_text(&table);
        add(&rows, &hit, sizeof hit);
    }
    *ret_hits = case_db_settle(arena, &rows, sizeof **ret_hits, ret_count);
    return table_close(&table);
}

/* Children are read whole, in order of their parent's place, and each parent gets its part of the array. */
struct part {
    size_t parent, start, count;
};

/* Notes that a row of `parent` was added; false when it has no parent. */
static bool part_add(struct buf *parts, int64_t parent, size_t parents, size_t row)
{
    if (parent < 0 || (uint64_t)parent >= parents)
        return false;
    struct part *last = parts->size ? (struct part *)(void *)(parts->data + parts->size) - 1 : NULL;
    if (last && last->parent == (size_t)parent) {
        last->count++;
        return true;
    }
    struct part part = {(size_t)parent, row, 1};
    add(parts, &part, sizeof part);
    return true;
}

static size_t part_count(const struct buf *parts)
{
    return parts->size / sizeof(struct part);
}

static const struct part *part_at(const struct buf *parts, size_t i)
{
    return (const struct part *)(const void *)parts->data + i;
}

static enum outcome read_findings(struct case_file *file, struct arena *arena, struct case_hit *hits, size_t hit_count,
                                  struct err *err)
{
    BUF_LOCAL rows = {0};
    BUF_LOCAL parts = {0};
    struct table table = table_open(file, "SELECT hit, heuristic, says, details, weight FROM finding ORDER BY hit, position",
                                    arena, err);
    while (table_next(&table)) {
        if (!part_add(&parts, take_number(&table), hit_count, rows.size / sizeof(struct case_finding)))
            continue;
        struct case_finding finding = {.heuristic = take_text(&table)};
        finding.sentence = take_sentence(&table);
        finding.weight = take_real(&table);
        add(&rows, &finding, sizeof finding);
    }
    size_t count;
    const struct case_finding *findings = case_db_settle(arena, &rows, sizeof *findings, &count);
    for (size_t i = 0; i < part_count(&parts); i++) {
        hits[part_at(&parts, i)->parent].findings = findings + part_at(&parts, i)->start;
        hits[part_at(&parts, i)->parent].finding_count = part_at(&parts, i)->count;
    }
    return table_close(&table);
}

static enum outcome read_quotes(struct case_file *file, struct arena *arena, struct case_hit *hits, size_t hit_count,
                                struct err *err)
{
    BUF_LOCAL rows = {0};
    BUF_LOCAL parts = {0};
    struct table table = table_open(file, "SELECT hit, message, share FROM hit_quote ORDER BY hit, position", arena, err);
    while (table_next(&table)) {
        if (!part_add(&parts, take_number(&table), hit_count, rows.size / sizeof(struct case_quote)))
            continue;
        struct case_quote quote = {.message = take_number(&table)};
        quote.share = take_real(&table);
        add(&rows, &quote, sizeof quote);
    }
    size_t count;
    const struct case_quote *quotes = case_db_settle(arena, &rows, sizeof *quotes, &count);
    for (size_t i = 0; i < part_count(&parts); i++) {
        hits[part_at(&parts, i)->parent].quotes = quotes + part_at(&parts, i)->start;
        hits[part_at(&parts, i)->parent].quote_count = part_at(&parts, i)->count;
    }
    return table_close(&table);
}

static enum outcome read_suspects(struct case_file *file, struct arena *arena, struct case_suspect **ret_suspects,
                                  size_t *ret_count, struct err *err)
{
    BUF_LOCAL rows = {0};
    struct table table = table_open(file,
                                    "SELECT rank, address, name, org, own, probability, explains, out_of, window_oldest,"
                                    " window_from, window_to"
                                    " FROM suspect ORDER BY position",
                                    arena, err);
    while (table_next(&table)) {
        struct case_suspect suspect = {.rank = (unsigned)take_number(&table)};
        suspect.address = take_text(&table);
        suspect.name = take_text(&table);
        suspect.org = take_text(&table);
        suspect.own = take_number(&table) != 0;
        suspect.probability = take_real(&table);
        suspect.explains = (unsigned)take_number(&table);
        suspect.of = (unsigned)take_number(&table);
        suspect.oldest = take_date(&table);
        suspect.from = take_date(&table);
        suspect.to = take_date(&table);
        add(&rows, &suspect, sizeof suspect);
    }
    *ret_suspects = case_db_settle(arena, &rows, sizeof **ret_suspects, ret_count);
    return table_close(&table);
}

/* Rows (parent, text) and (parent, says, details), and which part is whose. */
static enum outcome read_texts(struct case_file *file, const char *sql, struct arena *arena, size_t parents, struct buf *parts,
                               const struct span **ret_texts, struct err *err)
{
    BUF_LOCAL rows = {0};
    size_t count;
    struct table table = table_open(file, sql, arena, err);
    while (table_next(&table)) {
        if (!part_add(parts, take_number(&table), parents, rows.size / sizeof(struct span)))
            continue;
        struct span text = take_text(&table);
        add(&rows, &text, sizeof text);
    }
    *ret_texts = case_db_settle(arena, &rows, sizeof **ret_texts, &count);
    return table_close(&table);
}

static enum outcome read_sentences(struct case_file *file, const char *sql, struct arena *arena, size_t parents, struct buf *parts,
                                   const struct case_sentence **ret_sentences, struct err *err)
{
    BUF_LOCAL rows = {0};
    size_t count;
    struct table table = table_open(file, sql, arena, err);
    while (table_next(&table)) {
        if (!part_add(parts, take_number(&table), parents, rows.size / sizeof(struct case_sentence)))
            continue;
        struct case_sentence sentence = take_sentence(&table);
        add(&rows, &sentence, sizeof sentence);
    }
    *ret_sentences = case_db_settle(arena, &rows, sizeof **ret_sentences, &count);
    return table_close(&table);
}

static enum outcome read_because(struct case_file *file, struct arena *arena, struct case_suspect *suspects, size_t suspect_count,
                                 struct err *err)
{
    BUF_LOCAL parts = {0};
    const struct span *hits;
    enum outcome outcome =
        read_texts(file, "SELECT suspect, hit FROM because ORDER BY suspect, position", arena, suspect_count, &parts, &hits, err);
    for (size_t i = 0; i < part_count(&parts); i++) {
        suspects[part_at(&parts, i)->parent].because = hits + part_at(&parts, i)->start;
        suspects[part_at(&parts, i)->parent].because_count = part_at(&parts, i)->count;
    }
    return outcome;
}

static enum outcome read_also(struct case_file *file, struct arena *arena, struct case_suspect *suspects, size_t suspect_count,
                              struct err *err)
{
    BUF_LOCAL parts = {0};
    const struct span *addresses;
    enum outcome outcome = read_texts(file, "SELECT suspect, address FROM suspect_address ORDER BY suspect, position", arena,
                                      suspect_count, &parts, &addresses, err);
    for (size_t i = 0; i < part_count(&parts); i++) {
        suspects[part_at(&parts, i)->parent].also = addresses + part_at(&parts, i)->start;
        suspects[part_at(&parts, i)->parent].also_count = part_at(&parts, i)->count;
    }
    return outcome;
}

static enum outcome read_in_favour(struct case_file *file, struct arena *arena, struct case_suspect *suspects, size_t suspect_count,
                                   struct err *err)
{
    BUF_LOCAL parts = {0};
    const struct case_sentence *sentences;
    enum outcome outcome = read_sentences(file, "SELECT suspect, says, details FROM in_favour ORDER BY suspect, position", arena,
                                          suspect_count, &parts, &sentences, err);
    for (size_t i = 0; i < part_count(&parts); i++) {
        suspects[part_at(&parts, i)->parent].in_favour = sentences + part_at(&parts, i)->start;
        suspects[part_at(&parts, i)->parent].in_favour_count = part_at(&parts, i)->count;
    }
    return outcome;
}

static enum outcome read_against(struct case_file *file, struct arena *arena, struct case_suspect *suspects, size_t suspect_count,
                                 struct err *err)
{
    BUF_LOCAL parts = {0};
    const struct case_sentence *sentences;
    enum outcome outcome = read_sentences(file, "SELECT suspect, says, details FROM against ORDER BY suspect, position", arena,
                                          suspect_count, &parts, &sentences, err);
    for (size_t i = 0; i < part_count(&parts); i++) {
        suspects[part_at(&parts, i)->parent].against = sentences + part_at(&parts, i)->start;
        suspects[part_at(&parts, i)->parent].against_count = part_at(&parts, i)->count;
    }
    return outcome;
}

static enum outcome read_openings(struct case_file *file, struct arena *arena, struct case_result *result, struct err *err)
{
    BUF_LOCAL rows = {0};
    BUF_LOCAL parts = {0};
    struct table table = table_open(file, "SELECT address, name, how, first, later FROM opening ORDER BY position", arena, err);
    while (table_next(&table)) {
        struct case_opening opening = {.address = take_text(&table)};
        opening.name = take_text(&table);
        opening.how = take_text(&table);
        opening.first = take_date(&table);
        opening.later = (unsigned)take_number(&table);
        add(&rows, &opening, sizeof opening);
    }
    struct case_opening *openings = case_db_settle(arena, &rows, sizeof *openings, &result->opening_count);
    result->openings = openings;
    enum outcome outcome = table_close(&table);
    if (outcome != OUTCOME_OK)
        return outcome;
    const struct span *hits;
    outcome = read_texts(file, "SELECT opening, hit FROM opening_hit ORDER BY opening, position", arena, result->opening_count, &parts,
                         &hits, err);
    for (size_t i = 0; i < part_count(&parts); i++) {
        openings[part_at(&parts, i)->parent].hits = hits + part_at(&parts, i)->start;
        openings[part_at(&parts, i)->parent].hit_count = part_at(&parts, i)->count;
    }
    return outcome;
}

static enum outcome read_verdict_suspects(struct case_file *file, struct arena *arena, struct case_verdict *verdict,
                                          struct err *err)
{
    BUF_LOCAL rows = {0};
    struct table table = table_open(file, "SELECT address FROM verdict_suspect ORDER BY position", arena, err);
    while (table_next(&table)) {
        struct span address = take_text(&table);
        add(&rows, &address, sizeof address);
    }
    verdict->suspects = case_db_settle(arena, &rows, sizeof *verdict->suspects, &verdict->suspect_count);
    return table_close(&table);
}

static enum outcome read_verdict_notes(struct case_file *file, struct arena *arena, struct case_verdict *verdict, struct err *err)
{
    BUF_LOCAL rows = {0};
    struct table table = table_open(file, "SELECT says, details FROM verdict_note ORDER BY position", arena, err);
    while (table_next(&table)) {
        struct case_sentence note = take_sentence(&table);
        add(&rows, &note, sizeof note);
    }
    verdict->notes = case_db_settle(arena, &rows, sizeof *verdict->notes, &verdict->note_count);
    return table_close(&table);
}

/* END when there is no verdict. */
static enum outcome read_verdict(struct case_file *file, struct arena *arena, struct case_result *result, struct err *err)
{
    struct table table = table_open(file, "SELECT infected, says, details, judged_messages FROM verdict", arena, err);
    if (table_next(&table)) {
        result->verdict.infected = take_text(&table);
        result->verdict.sentence = take_sentence(&table);
        result->judged_messages = take_number(&table);
    }
    bool none = table.outcome == OUTCOME_END;
    enum outcome outcome = table_close(&table);
    if (none)
        return OUTCOME_END;
    if (outcome == OUTCOME_OK)
        outcome = read_verdict_suspects(file, arena, &result->verdict, err);
    return outcome == OUTCOME_OK ? read_verdict_notes(file, arena, &result->verdict, err) : outcome;
}

static enum outcome read_own(struct case_file *file, struct arena *arena, struct case_result *result, struct err *err)
{
    BUF_LOCAL rows = {0};
    struct table table = table_open(file, "SELECT domain, given, unseen FROM own_domain ORDER BY position", arena, err);
    while (table_next(&table)) {
        struct case_own_domain own = {.domain = take_text(&table)};
        own.given = take_number(&table) != 0;
        own.unseen = take_number(&table) != 0;
        add(&rows, &own, sizeof own);
    }
    result->own = case_db_settle(arena, &rows, sizeof *result->own, &result->own_count);
    return table_close(&table);
}

static enum outcome read_allowed(struct case_file *file, struct arena *arena, struct case_result *result, struct err *err)
{
    BUF_LOCAL rows = {0};
    struct table table = table_open(file, "SELECT entry FROM allowed ORDER BY position", arena, err);
    while (table_next(&table)) {
        struct span entry = take_text(&table);
        add(&rows, &entry, sizeof entry);
    }
    result->allow = case_db_settle(arena, &rows, sizeof *result->allow, &result->allow_count);
    return table_close(&table);
}

/* Hits set aside stand behind those that count. One that does not, in a case changed by hand, counts. */
static size_t counted(const struct case_hit *hits, size_t count)
{
    while (count && (hits[count - 1].standing == CASE_DISMISSED || hits[count - 1].standing == CASE_ALLOWED))
        count--;
    return count;
}

enum outcome case_result_read(struct case_file *file, struct arena *arena, struct case_result *ret_result, struct err *err)
{
    struct case_result result = {0};
    struct case_hit *hits = NULL;
    struct case_suspect *suspects = NULL;
    size_t hit_count = 0;
    enum outcome outcome = read_verdict(file, arena, &result, err);
    if (outcome == OUTCOME_OK)
        outcome = read_own(file, arena, &result, err);
    if (outcome == OUTCOME_OK)
        outcome = read_allowed(file, arena, &result, err);
    if (outcome == OUTCOME_OK)
        outcome = read_hits(file, arena, &hits, &hit_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_findings(file, arena, hits, hit_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_quotes(file, arena, hits, hit_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_suspects(file, arena, &suspects, &result.suspect_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_because(file, arena, suspects, result.suspect_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_also(file, arena, suspects, result.suspect_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_in_favour(file, arena, suspects, result.suspect_count, err);
    if (outcome == OUTCOME_OK)
        outcome = read_openings(file, arena, &result, err);
    if (outcome == OUTCOME_OK)
        outcome = read_against(file, arena, suspects, result.suspect_count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    result.hits = hits;
    result.hit_count = counted(hits, hit_count);
    result.aside = hits + result.hit_count;
    result.aside_count = hit_count - result.hit_count;
    result.suspects = suspects;
    *ret_result = result;
    return OUTCOME_OK;
}
