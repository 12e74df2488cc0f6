/* Attachments as rows of three tables. */
#include "case/case_write_attachment.h"

#include "base/limits.h"
#include "case/case_db.h"
#include "case/case_row.h"

/* Whose rows are written. */
struct owner {
    struct case_file *file;
    int64_t message;
    size_t position;
    struct err *err;
};

/* A row of `slot` that begins with message, attachment and, where given, the position below it. */
static bool begin(const struct owner *owner, enum case_slot slot, const char *sql, struct case_row *ret_row)
{
    struct case_row row = {case_db_statement(owner->file, slot, sql, owner->err), 0, false};
    if (!row.statement)
        return false;
    case_row_signed(&row, owner->message);
    case_row_number(&row, owner->position);
    *ret_row = row;
    return true;
}

static enum outcome insert_member(const struct owner *owner, size_t position, const struct attachment_member *member)
{
    static const char sql[] = "INSERT INTO member (message, attachment, position, name, size, encrypted, true_type, sha256)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    struct case_row row;
    if (!begin(owner, CASE_SLOT_MEMBER, sql, &row))
        return OUTCOME_FAULT;
    case_row_number(&row, position);
    case_row_text(&row, member->name);
    case_row_number(&row, member->size);
    case_row_number(&row, member->encrypted);
    case_row_text(&row, member->true_type);
    case_row_blob(&row, member->sha256, member->read ? sizeof member->sha256 : 0);
    return case_db_run(owner->file, row.statement, owner->err);
}

static enum outcome insert_fact(const struct owner *owner, size_t position, const struct attachment_fact *fact)
{
    static const char sql[] = "INSERT INTO fact (message, attachment, position, kind, place, detail)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    struct case_row row;
    if (!begin(owner, CASE_SLOT_FACT, sql, &row))
        return OUTCOME_FAULT;
    case_row_number(&row, position);
    case_row_text(&row, span_of(attachment_fact_name(fact->kind)));
    case_row_text(&row, fact->where);
    case_row_text(&row, fact->detail);
    return case_db_run(owner->file, row.statement, owner->err);
}

static enum outcome insert_attachment(const struct owner *owner, const struct attachment *attachment, int64_t embedded)
{
    static const char sql[] = "INSERT INTO attachment (message, position, name, declared_type, inlined, size, cut, sha256,"
                              " true_type, encrypted, encryption, macros, opened_with, opened_where, limits, embedded)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    struct case_row row;
    if (!begin(owner, CASE_SLOT_ATTACHMENT, sql, &row))
        return OUTCOME_FAULT;
    case_row_text(&row, attachment->name);
    case_row_text(&row, attachment->declared_type);
    case_row_number(&row, attachment->inlined);
    case_row_number(&row, attachment->size);
    case_row_number(&row, attachment->cut);
    case_row_blob(&row, attachment->sha256, sizeof attachment->sha256);
    case_row_text(&row, attachment->true_type);
    case_row_number(&row, attachment->encrypted);
    case_row_text(&row, attachment->encryption);
    case_row_number(&row, attachment->macros);
    case_row_text(&row, attachment->opened_with);
    case_row_text(&row, attachment->opened_where);
    case_row_text(&row, attachment->limits);
    case_row_known(&row, embedded, 0);
    return case_db_run(owner->file, row.statement, owner->err);
}

enum outcome case_write_attachment(struct case_file *file, int64_t message, size_t position, const struct attachment *attachment,
                                   int64_t embedded, struct err *err)
{
    struct owner owner = {file, message, position, err};
    enum outcome outcome = insert_attachment(&owner, attachment, embedded);
    for (size_t i = 0; i < attachment->member_count && i < LIMIT_ARCHIVE_ENTRIES && outcome == OUTCOME_OK; i++)
        outcome = insert_member(&owner, i, &attachment->members[i]);
    for (size_t i = 0; i < attachment->fact_count && i < LIMIT_FACTS && outcome == OUTCOME_OK; i++)
        outcome = insert_fact(&owner, i, &attachment->facts[i]);
    return outcome;
}
