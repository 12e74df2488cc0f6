/* Packed contents out of the case: the words of a mail, and raw evidence. */
#include "case/case_read.h"

#include "base/hash.h"
#include "case/case_db.h"
#include "case/case_words.h"
#include "case/case_zstd.h"

static enum outcome words_of(struct case_file *file, struct span packed, struct arena *arena,
                             const struct segment **ret_segments, size_t *ret_count, struct err *err)
{
    struct span words;
    if (!case_zstd_unpack(file->zstd, packed, CASE_WORDS_BYTES, arena, &words) ||
        !case_words_take(words, arena, ret_segments, ret_count))
        return case_db_damaged(file, "the words of a message", err);
    return OUTCOME_OK;
}

enum outcome case_read_text(struct case_file *file, int64_t id, struct arena *arena, const struct segment **ret_segments,
                            size_t *ret_count, struct err *err)
{
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_TEXT_READ, "SELECT words FROM text WHERE message = ?1", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, id);
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome == OUTCOME_OK) {
        outcome = words_of(file, case_db_blob(statement, 0), arena, ret_segments, ret_count, err);
    } else if (outcome == OUTCOME_END) {
        *ret_segments = NULL;
        *ret_count = 0;
        outcome = OUTCOME_OK;
    }
    sqlite3_reset(statement);
    return outcome;
}

static enum outcome evidence_of(struct case_file *file, sqlite3_stmt *row, struct arena *arena, struct span *ret_kind,
                                struct span *ret_raw, uint8_t ret_sha256[HASH_SHA256_BYTES], struct err *err)
{
    struct span raw;
    uint8_t kept[HASH_SHA256_BYTES], real[HASH_SHA256_BYTES];
    if (!case_db_fixed(row, 1, kept, sizeof kept) ||
        !case_zstd_unpack(file->zstd, case_db_blob(row, 2), LIMIT_MESSAGE_BYTES, arena, &raw))
        return case_db_damaged(file, "the evidence of a message", err);
    hash_sha256(raw, real);
    if (memcmp(kept, real, sizeof real) != 0)
        return case_db_damaged(file, "the evidence of a message has another SHA-256 than was noted", err);
    *ret_kind = case_db_text(row, 0, arena);
    *ret_raw = raw;
    memcpy(ret_sha256, real, sizeof real);
    return OUTCOME_OK;
}

enum outcome case_read_evidence(struct case_file *file, int64_t message, struct arena *arena, struct span *ret_kind,
                                struct span *ret_raw, uint8_t ret_sha256[HASH_SHA256_BYTES], struct err *err)
{
    sqlite3_stmt *statement = case_db_statement(file, CASE_SLOT_EVIDENCE_READ,
                                                "SELECT kind, sha256, raw FROM evidence WHERE message = ?1", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, message);
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome == OUTCOME_OK)
        outcome = evidence_of(file, statement, arena, ret_kind, ret_raw, ret_sha256, err);
    sqlite3_reset(statement);
    return outcome;
}
