/* Learns and looks up Exchange names. */
#include "case/case_exchange.h"

#include "base/limits.h"
#include "case/case_db.h"
#include "case/case_people.h"
#include "model/exchange_name.h"

/* What the pairs of one DN say so far. */
struct tally {
    struct span dn;
    struct span best;        /* SMTP address */
    int64_t best_mails, best_newest;
    int64_t mails;           /* that show any of its addresses */
    bool several;            /* organisations */
};

static enum outcome pair_write(struct case_file *file, int64_t store, int64_t id, const struct exchange_name *name, struct err *err)
{
    sqlite3_stmt *pair = case_db_statement(file, CASE_SLOT_EXCHANGE_PAIR,
                                           "INSERT OR IGNORE INTO exchange_pair (dn, smtp) VALUES (?1, ?2)", err);
    if (!pair)
        return OUTCOME_FAULT;
    case_db_bind_text(pair, 1, name->dn);
    case_db_bind_text(pair, 2, name->smtp);
    enum outcome outcome = case_db_run(file, pair, err);
    sqlite3_stmt *shown = outcome != OUTCOME_OK ? NULL
        : case_db_statement(file, CASE_SLOT_EXCHANGE_SHOWN, "INSERT OR IGNORE INTO exchange_shown (pair, message, store)"
                            " SELECT id, ?3, ?4 FROM exchange_pair WHERE dn = ?1 AND smtp = ?2", err);
    if (!shown)
        return OUTCOME_FAULT;
    case_db_bind_text(shown, 1, name->dn);
    case_db_bind_text(shown, 2, name->smtp);
    sqlite3_bind_int64(shown, 3, id);
    sqlite3_bind_int64(shown, 4, store);
    return case_db_run(file, shown, err);
}

enum outcome case_exchange_write(struct case_file *file, int64_t store, int64_t id, const struct message *message, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < message->exchange_name_count && i < LIMIT_ADDRESSES && outcome == OUTCOME_OK; i++)
        if (exchange_name_valid(&message->exchange_names[i]))
            outcome = pair_write(file, store, id, &message->exchange_names[i], err);
    return outcome;
}

/* Two addresses of one organisation are names of one mailbox; with a provider for everybody they are two customers. */
static bool one_organisation(struct span a, struct span b)
{
    struct span org = address_organisation(a);
    return span_equal(org, address_organisation(b)) && !address_public_provider(org);
}

/* Rows come by DN, then by address. */
static void tally_add(struct tally *tally, struct arena *arena, const struct exchange_name *name, int64_t mails, int64_t newest)
{
    bool more = mails > tally->best_mails || (mails == tally->best_mails && newest > tally->best_newest);
    tally->several |= tally->best.size && !one_organisation(tally->best, name->smtp);
    tally->mails += mails;
    if (!more)
        return;
    tally->best = arena_copy(arena, name->smtp);
    tally->best_mails = mails;
    tally->best_newest = newest;
}

static enum outcome tally_close(struct case_file *file, const struct tally *tally, struct err *err)
{
    int64_t others = tally->mails - tally->best_mails;
    if (!tally->best.size || (tally->several && tally->best_mails / CASE_EXCHANGE_CLEARLY < others))
        return OUTCOME_OK;
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_EXCHANGE_ADDRESS,
                                                "INSERT INTO exchange_address (dn, smtp) VALUES (?1, ?2)", err);
    if (!statement)
        return OUTCOME_FAULT;
    case_db_bind_text(statement, 1, tally->dn);
    case_db_bind_text(statement, 2, tally->best);
    return case_db_run(file, statement, err);
}

static enum outcome pairs_count(struct case_file *file, sqlite3_stmt *pairs, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    ARENA_LOCAL row_arena = arena_open();
    struct tally tally = {0};
    enum outcome outcome;
    while ((outcome = case_db_row(file, pairs, err)) == OUTCOME_OK) {
        arena_reset(row_arena);
        struct exchange_name name = {case_db_text(pairs, 0, row_arena), case_db_text(pairs, 1, row_arena)};
        if (!exchange_name_valid(&name))
            continue;
        if (!span_equal(tally.dn, name.dn)) {
            outcome = tally_close(file, &tally, err);
            arena_reset(arena);
            tally = (struct tally){.dn = arena_copy(arena, name.dn)};
        }
        if (outcome != OUTCOME_OK)
            return outcome;
        tally_add(&tally, arena, &name, sqlite3_column_int64(pairs, 2), sqlite3_column_int64(pairs, 3));
    }
    return outcome == OUTCOME_END ? tally_close(file, &tally, err) : outcome;
}

enum outcome case_exchange_settle(struct case_file *file, struct err *err)
{
    static const char sql[] = "SELECT dn, smtp, count(DISTINCT message), coalesce(max(coalesce(received_date, date)), 0)"
                              " FROM exchange_pair JOIN exchange_shown ON pair = exchange_pair.id JOIN message ON message.id = message"
                              " GROUP BY dn, smtp ORDER BY dn, smtp";
    sqlite3_stmt *pairs = NULL;
    enum outcome outcome = case_db_begin(file, err);
    if (outcome == OUTCOME_OK)
        outcome = case_db_exec(file, "DELETE FROM exchange_address", err);
    if (outcome == OUTCOME_OK && sqlite3_prepare_v2(file->db, sql, -1, &pairs, NULL) != SQLITE_OK)
        outcome = case_db_fail(file, err);
    if (outcome == OUTCOME_OK)
        outcome = pairs_count(file, pairs, err);
    sqlite3_finalize(pairs);
    case_people_forget(file->people);
    return outcome;
}

enum outcome case_exchange_resolve(struct case_file *file, struct arena *arena, struct address *address, struct err *err)
{
    struct span dn = address->kind == ADDRESS_EX ? exchange_name_dn(arena, address->addr) : SPAN_NONE;
    if (!dn.size)
        return OUTCOME_OK;
    sqlite3_stmt *statement =
        case_db_statement(file, CASE_SLOT_EXCHANGE_FIND, "SELECT smtp FROM exchange_address WHERE dn = ?1", err);
    if (!statement)
        return OUTCOME_FAULT;
    case_db_bind_text(statement, 1, dn);
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    struct exchange_name name = {dn, case_db_text(statement, 0, arena)};
    sqlite3_reset(statement);
    if (exchange_name_valid(&name) && exchange_name_fits(address->addr, name.smtp)) {
        address->addr = name.smtp;
        address->kind = ADDRESS_SMTP;
    }
    return OUTCOME_OK;
}
