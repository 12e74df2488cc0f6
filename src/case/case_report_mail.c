/* Two tables, written with the mail and read as one sorted list. */
#include "case/case_report_mail.h"

#include "base/buf.h"
#include "base/limits.h"
#include "case/case_db.h"
#include "case/case_row.h"
#include "case/case_rows.h"

#define TRACE_FIELDS 8

static enum outcome insert_recipient(struct case_file *file, int64_t message, size_t position,
                                     const struct report_mail_recipient *recipient, struct err *err)
{
    static const char sql[] = "INSERT INTO report_recipient (message, position, address, final, action, status, reply_code, diagnostic,"
                              " remote_mta) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    struct case_row row = {case_db_statement(file, CASE_SLOT_REPORT_RECIPIENT, sql, err), 0, false};
    if (!row.statement)
        return OUTCOME_FAULT;
    case_row_signed(&row, message);
    case_row_number(&row, position);
    case_row_text(&row, recipient->address);
    case_row_text(&row, recipient->final);
    case_row_text(&row, span_of(report_mail_action_name(recipient->action)));
    case_row_text(&row, recipient->status);
    case_row_text(&row, recipient->reply_code);
    case_row_text(&row, recipient->diagnostic);
    case_row_text(&row, recipient->remote_mta);
    return case_db_run(file, row.statement, err);
}

/* The trace of the returned original, as case_rows.h keeps lists. */
static void trace_put(struct buf *out, const struct message *message)
{
    const struct report_mail *report = message->report;
    const struct message *original = report->original < message->attachment_count ? message->attachments[report->original].embedded : NULL;
    bool cut = false;
    for (size_t i = 0; original && i < original->received_count && i < LIMIT_RECEIVED; i++) {
        const struct received *hop = &original->received[i];
        char digits[24];
        const struct span fields[TRACE_FIELDS] = {
            case_row_field(hop->from, &cut), case_row_field(hop->from_name, &cut), case_row_field(hop->from_ip, &cut),
            case_row_field(hop->by, &cut), case_row_field(hop->with, &cut), case_row_field(hop->account, &cut),
            case_rows_number(hop->date, digits), case_row_field(hop->line, &cut)};
        case_rows_put(out, fields, TRACE_FIELDS);
    }
}

enum outcome case_report_mail_write(struct case_file *file, int64_t id, const struct message *message, int64_t original, struct err *err)
{
    static const char sql[] = "INSERT INTO report (message, kind, format, reporting_mta, received_from, original_id, envelope_id, arrival,"
                              " original, headers_only, trace) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    const struct report_mail *report = message->report;
    BUF_LOCAL trace = {0};
    trace_put(&trace, message);
    struct case_row row = {case_db_statement(file, CASE_SLOT_REPORT, sql, err), 0, false};
    if (!row.statement)
        return OUTCOME_FAULT;
    case_row_signed(&row, id);
    case_row_text(&row, span_of(report_mail_kind_name(report->kind)));
    case_row_text(&row, report->format);
    case_row_text(&row, report->reporting_mta);
    case_row_text(&row, report->received_from);
    case_row_text(&row, report->original_id);
    case_row_text(&row, report->envelope_id);
    case_row_known(&row, report->arrival, MESSAGE_NO_DATE);
    case_row_known(&row, original, 0);
    case_row_number(&row, report->original_headers_only);
    case_row_long(&row, buf_span(&trace));
    enum outcome outcome = case_db_run(file, row.statement, err);
    for (size_t i = 0; i < report->recipient_count && i < LIMIT_REPORT_RECIPIENTS && outcome == OUTCOME_OK; i++)
        outcome = insert_recipient(file, id, i, &report->recipients[i], err);
    return outcome;
}

/* Two statements side by side, in order of message. */
struct reader {
    struct case_file *file;
    struct arena *arena;
    struct err *err;
    sqlite3_stmt *reports, *recipients;
    int64_t next; /* message of the row on which `recipients` stands; INT64_MAX behind the last */
    struct buf rows, people;
};

static const char reports_sql[] =
    "SELECT message, coalesce(original, 0), kind, format, reporting_mta, received_from, original_id, envelope_id, arrival, headers_only,"
    " trace FROM report WHERE EXISTS (SELECT 1 FROM occurrence WHERE occurrence.message = report.message) ORDER BY message";
static const char recipients_sql[] = "SELECT message, address, final, action, status, reply_code, diagnostic, remote_mta"
                                     " FROM report_recipient ORDER BY message, position";

static enum outcome step(struct reader *reader)
{
    enum outcome outcome = case_db_row(reader->file, reader->recipients, reader->err);
    reader->next = outcome == OUTCOME_OK ? sqlite3_column_int64(reader->recipients, 0) : INT64_MAX;
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

static struct report_mail_recipient take_recipient(struct reader *reader)
{
    sqlite3_stmt *row = reader->recipients;
    return (struct report_mail_recipient){
        .address = case_db_text(row, 1, reader->arena), .final = case_db_text(row, 2, reader->arena),
        .action = report_mail_action_named(case_db_text(row, 3, reader->arena)), .status = case_db_text(row, 4, reader->arena),
        .reply_code = case_db_text(row, 5, reader->arena), .diagnostic = case_db_text(row, 6, reader->arena),
        .remote_mta = case_db_text(row, 7, reader->arena),
    };
}

static enum outcome read_recipients(struct reader *reader, struct case_report_mail *report)
{
    enum outcome outcome = OUTCOME_OK;
    reader->people.size = 0;
    while (outcome == OUTCOME_OK && reader->next <= report->message) {
        struct report_mail_recipient recipient = take_recipient(reader);
        if (reader->next == report->message)
            buf_add(&reader->people, (struct span){(const char *)&recipient, sizeof recipient});
        outcome = step(reader);
    }
    report->report.recipients = case_db_settle(reader->arena, &reader->people, sizeof *report->report.recipients, &report->report.recipient_count);
    return outcome;
}

/* False for a word that is no kind of ours. */
static bool kind_named(struct span name, enum report_mail_kind *ret_kind)
{
    for (int kind = 0; kind < REPORT_MAIL_KINDS; kind++) {
        if (!span_equal(name, span_of(report_mail_kind_name((enum report_mail_kind)kind))))
            continue;
        *ret_kind = (enum report_mail_kind)kind;
        return true;
    }
    return false;
}

static void read_trace(struct reader *reader, struct case_report_mail *report)
{
    struct span rest = case_db_text(reader->reports, 10, reader->arena), fields[TRACE_FIELDS];
    size_t lines = case_rows_count(rest), count = lines < LIMIT_RECEIVED ? lines : LIMIT_RECEIVED;
    struct received *hops = arena_array(reader->arena, count, sizeof *hops);
    for (size_t i = 0; i < count && case_rows_take(&rest, reader->arena, fields, TRACE_FIELDS); i++)
        hops[i] = (struct received){fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], case_rows_date(fields[6]), fields[7]};
    report->trace = hops;
    report->trace_count = count;
}

static enum outcome read_report(struct reader *reader)
{
    sqlite3_stmt *row = reader->reports;
    struct case_report_mail report = {
        .message = sqlite3_column_int64(row, 0), .original = sqlite3_column_int64(row, 1),
        .report = {.format = case_db_text(row, 3, reader->arena), .reporting_mta = case_db_text(row, 4, reader->arena),
                   .received_from = case_db_text(row, 5, reader->arena), .original_id = case_db_text(row, 6, reader->arena),
                   .envelope_id = case_db_text(row, 7, reader->arena), .arrival = MESSAGE_NO_DATE,
                   .original = REPORT_MAIL_NO_ORIGINAL, .original_headers_only = sqlite3_column_int(row, 9) != 0},
    };
    if (!kind_named(case_db_text(row, 2, reader->arena), &report.report.kind))
        return case_db_damaged(reader->file, "the kind of a report", reader->err);
    if (sqlite3_column_type(row, 8) != SQLITE_NULL)
        report.report.arrival = sqlite3_column_int64(row, 8);
    read_trace(reader, &report);
    enum outcome outcome = read_recipients(reader, &report);
    buf_add(&reader->rows, (struct span){(const char *)&report, sizeof report});
    return outcome;
}

static enum outcome read_all(struct reader *reader)
{
    if (sqlite3_prepare_v2(reader->file->db, reports_sql, -1, &reader->reports, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(reader->file->db, recipients_sql, -1, &reader->recipients, NULL) != SQLITE_OK)
        return case_db_fail(reader->file, reader->err);
    enum outcome outcome = step(reader);
    while (outcome == OUTCOME_OK) {
        outcome = case_db_row(reader->file, reader->reports, reader->err);
        if (outcome == OUTCOME_OK)
            outcome = read_report(reader);
    }
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

enum outcome case_report_mail_read(struct case_file *file, struct arena *arena, const struct case_report_mail **ret_reports,
                                   size_t *ret_count, struct err *err)
{
    struct reader reader = {.file = file, .arena = arena, .err = err};
    enum outcome outcome = read_all(&reader);
    sqlite3_finalize(reader.reports);
    sqlite3_finalize(reader.recipients);
    if (outcome == OUTCOME_OK)
        *ret_reports = case_db_settle(arena, &reader.rows, sizeof **ret_reports, ret_count);
    buf_free(&reader.rows);
    buf_free(&reader.people);
    return outcome;
}
