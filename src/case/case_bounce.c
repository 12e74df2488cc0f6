/* Tables own_host, bounce, bounce_evidence and bounce_quote, in and out. */
#include "case/case_bounce.h"

#include <stdlib.h>
#include "base/buf.h"
#include "case/case_db.h"
#include "case/case_report_mail.h"
#include "case/case_table.h"

/* ---- in ---- */

static void put_bounce(struct case_table *table, size_t position, const struct case_bounce *bounce)
{
    case_table_position(table, position);
    case_table_number(table, bounce->message);
    case_table_known(table, bounce->original, 0);
    case_table_known(table, bounce->date, MESSAGE_NO_DATE);
    case_table_text(table, bounce->origin);
    case_table_text(table, bounce->confidence);
    case_table_text(table, bounce->suggested);
    case_table_text(table, bounce->account);
    case_table_text(table, bounce->client_ip);
    case_table_text(table, bounce->helo);
    case_table_text(table, bounce->machine);
    case_table_text(table, bounce->original_message_id);
    case_table_number(table, bounce->mail);
}

static enum outcome write_bounces(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file,
                                    "INSERT INTO bounce (position, message, original, date, origin, confidence, suggested, account, client_ip,"
                                    " helo, machine, original_message_id, mail)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                                    err);
    for (size_t i = 0; i < result->bounce_count && table.outcome == OUTCOME_OK; i++) {
        put_bounce(&table, i, &result->bounces[i]);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

static enum outcome write_evidence(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file,
                                    "INSERT INTO bounce_evidence (bounce, position, evidence, says, details, line, decides)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                    err);
    for (size_t i = 0; i < result->bounce_count; i++)
        for (size_t k = 0; k < result->bounces[i].evidence_count && table.outcome == OUTCOME_OK; k++) {
            const struct case_bounce_evidence *evidence = &result->bounces[i].evidence[k];
                case_table_position(&table, i);
            case_table_position(&table, k);
            case_table_text(&table, evidence->what);
            case_table_sentence(&table, &evidence->sentence);
            case_table_text(&table, evidence->line);
            case_table_number(&table, evidence->decides);
            case_table_row(&table);
        }
    return case_table_close(&table);
}

static enum outcome write_quotes(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table = case_table_open(file, "INSERT INTO bounce_quote (bounce, position, message, share) VALUES (?1, ?2, ?3, ?4)", err);
    for (size_t i = 0; i < result->bounce_count; i++)
        for (size_t k = 0; k < result->bounces[i].quote_count && table.outcome == OUTCOME_OK; k++) {
                case_table_position(&table, i);
            case_table_position(&table, k);
            case_table_number(&table, result->bounces[i].quotes[k].message);
            case_table_real(&table, result->bounces[i].quotes[k].share);
            case_table_row(&table);
        }
    return case_table_close(&table);
}

static enum outcome write_hosts(struct case_file *file, const struct case_result *result, struct err *err)
{
    struct case_table table =
        case_table_open(file, "INSERT INTO own_host (position, host, given, shared, mails) VALUES (?1, ?2, ?3, ?4, ?5)", err);
    for (size_t i = 0; i < result->own_host_count && table.outcome == OUTCOME_OK; i++) {
        const struct case_own_host *host = &result->own_hosts[i];
        case_table_position(&table, i);
        case_table_text(&table, host->host);
        case_table_number(&table, host->given);
        case_table_number(&table, host->shared);
        case_table_number(&table, host->mails);
        case_table_row(&table);
    }
    return case_table_close(&table);
}

enum outcome case_bounce_write(struct case_file *file, const struct case_result *result, struct err *err)
{
    enum outcome outcome = write_hosts(file, result, err);
    if (outcome == OUTCOME_OK)
        outcome = write_bounces(file, result, err);
    if (outcome == OUTCOME_OK)
        outcome = write_evidence(file, result, err);
    return outcome == OUTCOME_OK ? write_quotes(file, result, err) : outcome;
}

/* ---- out ---- */

/* Calls `take` for each row of a query. */
static enum outcome each_row(struct case_file *file, const char *sql, void (*take)(sqlite3_stmt *, struct arena *, void *),
                             struct arena *arena, void *context, struct err *err)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(file->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return case_db_fail(file, err);
    enum outcome outcome;
    while ((outcome = case_db_row(file, statement, err)) == OUTCOME_OK)
        take(statement, arena, context);
    sqlite3_finalize(statement);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

static void take_host(sqlite3_stmt *row, struct arena *arena, void *context)
{
    int64_t mails = sqlite3_column_int64(row, 3);
    struct case_own_host host = {case_db_text(row, 0, arena), sqlite3_column_int(row, 1) != 0, sqlite3_column_int(row, 2) != 0,
                                 mails < 0 || mails > UINT32_MAX ? 0 : (uint32_t)mails};
    buf_add(context, (struct span){(const char *)&host, sizeof host});
}

enum outcome case_own_host_read(struct case_file *file, struct arena *arena, const struct case_own_host **ret_hosts, size_t *ret_count,
                                struct err *err)
{
    BUF_LOCAL rows = {0};
    enum outcome outcome = each_row(file, "SELECT host, given, shared, mails FROM own_host ORDER BY position", take_host, arena, &rows, err);
    if (outcome == OUTCOME_OK)
        *ret_hosts = case_db_settle(arena, &rows, sizeof **ret_hosts, ret_count);
    return outcome;
}

static void take_bounce(sqlite3_stmt *row, struct arena *arena, void *context)
{
    int64_t mail = sqlite3_column_int64(row, 11);
    struct case_bounce bounce = {
        .message = sqlite3_column_int64(row, 0), .original = sqlite3_column_int64(row, 1),
        .date = sqlite3_column_type(row, 2) == SQLITE_NULL ? MESSAGE_NO_DATE : sqlite3_column_int64(row, 2),
        .origin = case_db_text(row, 3, arena), .confidence = case_db_text(row, 4, arena), .suggested = case_db_text(row, 5, arena),
        .account = case_db_text(row, 6, arena), .client_ip = case_db_text(row, 7, arena), .helo = case_db_text(row, 8, arena),
        .machine = case_db_text(row, 9, arena), .original_message_id = case_db_text(row, 10, arena),
        .mail = mail < 0 || mail > UINT32_MAX ? 0 : (uint32_t)mail,
    };
    buf_add(context, (struct span){(const char *)&bounce, sizeof bounce});
}

/* A row of another table with the bounce that it belongs to. */
struct part {
    int64_t bounce;
    struct case_bounce_evidence evidence;
    struct case_quote quote;
};

static void take_evidence(sqlite3_stmt *row, struct arena *arena, void *context)
{
    struct part part = {.bounce = sqlite3_column_int64(row, 0),
                        .evidence = {case_db_text(row, 1, arena), {case_db_text(row, 2, arena), case_db_text(row, 3, arena)},
                                     case_db_text(row, 4, arena), sqlite3_column_int(row, 5) != 0}};
    buf_add(context, (struct span){(const char *)&part, sizeof part});
}

static void take_quote(sqlite3_stmt *row, struct arena *arena, void *context)
{
    (void)arena;
    struct part part = {.bounce = sqlite3_column_int64(row, 0), .quote = {sqlite3_column_int64(row, 1), sqlite3_column_double(row, 2)}};
    buf_add(context, (struct span){(const char *)&part, sizeof part});
}

/* Parts come sorted by bounce; one that names none is left out. */
static void hand_out(struct case_bounce *bounces, size_t count, const struct part *parts, size_t part_count, bool quotes, struct arena *arena)
{
    struct case_bounce_evidence *evidence = arena_array(arena, part_count, sizeof *evidence);
    struct case_quote *quote = arena_array(arena, part_count, sizeof *quote);
    for (size_t i = 0; i < part_count; i++) {
        if (parts[i].bounce < 0 || (uint64_t)parts[i].bounce >= count)
            continue;
        struct case_bounce *bounce = &bounces[parts[i].bounce];
        evidence[i] = parts[i].evidence;
        quote[i] = parts[i].quote;
        if (quotes && !bounce->quote_count++)
            bounce->quotes = &quote[i];
        if (!quotes && !bounce->evidence_count++)
            bounce->evidence = &evidence[i];
    }
}

static enum outcome read_parts(struct case_file *file, struct arena *arena, struct case_bounce *bounces, size_t count, bool quotes, struct err *err)
{
    BUF_LOCAL rows = {0};
    enum outcome outcome = quotes
        ? each_row(file, "SELECT bounce, message, share FROM bounce_quote ORDER BY bounce, position", take_quote, arena, &rows, err)
        : each_row(file, "SELECT bounce, evidence, says, details, line, decides FROM bounce_evidence ORDER BY bounce, position",
                   take_evidence, arena, &rows, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    size_t part_count;
    const struct part *parts = case_db_settle(arena, &rows, sizeof *parts, &part_count);
    hand_out(bounces, count, parts, part_count, quotes, arena);
    return OUTCOME_OK;
}

static int by_message(const void *a, const void *b)
{
    int64_t left = ((const struct case_report_mail *)a)->message, right = ((const struct case_report_mail *)b)->message;
    return left < right ? -1 : left > right;
}

static const struct report_mail *report_of(const struct case_report_mail *reports, size_t count, int64_t message)
{
    const struct case_report_mail key = {.message = message}, *found = count ? bsearch(&key, reports, count, sizeof *reports, by_message) : NULL;
    return found ? &found->report : NULL;
}

/* Reports whose store has changed since they were judged lie nowhere any more: they are passed over. */
static enum outcome add_reports(struct case_file *file, struct arena *arena, struct case_bounce *bounces, size_t *count, struct err *err)
{
    const struct case_report_mail *reports;
    size_t report_count, kept = 0;
    enum outcome outcome = case_report_mail_read(file, arena, &reports, &report_count, err);
    for (size_t i = 0; outcome == OUTCOME_OK && i < *count; i++) {
        const struct report_mail *report = report_of(reports, report_count, bounces[i].message);
        if (!report)
            continue;
        bounces[kept] = bounces[i];
        bounces[kept++].report = *report;
    }
    *count = kept;
    return outcome;
}

enum outcome case_bounce_read(struct case_file *file, struct arena *arena, const struct case_bounce **ret_bounces, size_t *ret_count,
                              struct err *err)
{
    BUF_LOCAL rows = {0};
    size_t count;
    enum outcome outcome = each_row(file,
                                    "SELECT message, coalesce(original, 0), date, origin, confidence, suggested, account, client_ip, helo, machine,"
                                    " original_message_id, mail FROM bounce ORDER BY position", take_bounce, arena, &rows, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct case_bounce *bounces = case_db_settle(arena, &rows, sizeof *bounces, &count);
    outcome = read_parts(file, arena, bounces, count, false, err);
    if (outcome == OUTCOME_OK)
        outcome = read_parts(file, arena, bounces, count, true, err);
    if (outcome == OUTCOME_OK && count)
        outcome = add_reports(file, arena, bounces, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    *ret_bounces = bounces;
    *ret_count = count;
    return OUTCOME_OK;
}
