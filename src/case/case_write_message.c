/* Writes a mail: once, however many copies come; each copy as an occurrence. */
#include "case/case_write.h"

#include <stdio.h>
#include "base/buf.h"
#include "base/utf8.h"
#include "case/case_db.h"
#include "case/case_exchange.h"
#include "case/case_people.h"
#include "case/case_report_mail.h"
#include "case/case_row.h"
#include "case/case_rows.h"
#include "case/case_runs.h"
#include "case/case_words.h"
#include "case/case_write_attachment.h"
#include "case/case_zstd.h"

/* Postings carry 32 bits of message id. */
#define MESSAGE_ID_MAX INT32_MAX

/* Roles of the table recipient, beside enum address_role. */
enum { ROLE_FROM = 3, ROLE_REPLY_TO = 4 };

/* What one call of case_write_message goes through. */
struct writer {
    struct case_file *file;
    int64_t store;
    const struct occurrence *where;
    const struct fingerprint_set *embedded; /* of the next embedded message */
    struct err *err;
};

static enum outcome intern(struct writer *writer, const struct address *address, bool *cut, int64_t *ret_id)
{
    struct address person = *address;
    person.name = case_row_field(person.name, cut);
    person.addr = case_row_field(person.addr, cut);
    return case_people_intern(writer->file, &person, ret_id, writer->err);
}

static bool nobody(const struct address *address)
{
    return address->kind == ADDRESS_NONE && address->name.size == 0 && address->addr.size == 0;
}

static bool names_fit(const struct address *people, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        longest = people[i].name.size > longest ? people[i].name.size : longest;
        longest = people[i].addr.size > longest ? people[i].addr.size : longest;
    }
    return longest <= LIMIT_FIELD_BYTES;
}

static bool references_fit(const struct message *message)
{
    size_t longest = 0;
    for (size_t i = 0; i < message->reference_count; i++)
        longest = message->references[i].size > longest ? message->references[i].size : longest;
    return longest <= LIMIT_FIELD_BYTES && message->reference_count <= LIMIT_REFERENCES;
}

/* Whether all that goes into tables of its own is kept whole. */
static bool lists_fit(const struct message *message)
{
    return message->recipient_count + message->from_count + message->reply_to_count <= LIMIT_ADDRESSES &&
           names_fit(message->recipients, message->recipient_count) && names_fit(message->from, message->from_count) &&
           names_fit(message->reply_to, message->reply_to_count) && references_fit(message) &&
           message->attachment_count <= LIMIT_ATTACHMENTS && message->received_count <= LIMIT_RECEIVED &&
           message->quote_header_count <= LIMIT_SEGMENTS;
}

static void received_put(struct buf *out, const struct message *message, bool *cut)
{
    for (size_t i = 0; i < message->received_count && i < LIMIT_RECEIVED; i++) {
        const struct received *hop = &message->received[i];
        char digits[24];
        const struct span fields[] = {case_row_field(hop->from, cut), case_row_field(hop->from_name, cut), case_row_field(hop->from_ip, cut),
                                      case_row_field(hop->by, cut),   case_row_field(hop->with, cut),      case_row_field(hop->account, cut),
                                      case_rows_number(hop->date, digits)};
        case_rows_put(out, fields, sizeof fields / sizeof *fields);
    }
}

static void quote_headers_put(struct buf *out, const struct message *message, bool *cut)
{
    for (size_t i = 0; i < message->quote_header_count && i < LIMIT_SEGMENTS; i++) {
        const struct quote_header *header = &message->quote_headers[i];
        const struct span fields[] = {case_row_field(header->from_name, cut), case_row_field(header->from_addr, cut),
                                      case_row_field(header->date_text, cut), case_row_field(header->subject, cut)};
        case_rows_put(out, fields, sizeof fields / sizeof *fields);
    }
}

static void defects_put(struct buf *out, const struct message *message, bool cut)
{
    for (size_t i = 0; i < message->defect_count && i < LIMIT_DEFECTS; i++)
        case_rows_put(out, &message->defects[i], 1);
    if (cut && message->defect_count < LIMIT_DEFECTS)
        case_rows_put(out, &SPAN_LITERAL("a field or a list is longer than the case keeps; its beginning is kept"), 1);
}

/* Columns that a better copy replaces, in the order of put_columns. */
#define COLUMNS                                                                                                          \
    "size, item_class, message_id, has_reference_fields, thread_index, date, zone, received_date, subject, from_raw,"   \
    " from_person, sender_person, return_path, list_id, mailer, charset, authenticated, originating_ip, received,"      \
    " quote_headers, defects, flags"
#define VALUES                                                                                                           \
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22"

/* `lists` must live until the statement has run. */
static void put_columns(struct case_row *row, const struct message *message, int64_t from, int64_t sender, uint32_t flags,
                        struct buf lists[3])
{
    case_row_number(row, message->size);
    case_row_text(row, message->item_class);
    case_row_text(row, message->message_id);
    case_row_number(row, message->has_reference_fields);
    struct span index = span_slice(message->thread_index, 0, LIMIT_FIELD_BYTES);
    case_row_blob(row, index.data, index.size);
    case_row_known(row, message->date, MESSAGE_NO_DATE);
    case_row_signed(row, message->zone);
    case_row_known(row, message->received_date, MESSAGE_NO_DATE);
    case_row_text(row, message->subject);
    case_row_text(row, message->from_raw);
    case_row_known(row, from, 0);
    case_row_known(row, sender, 0);
    case_row_text(row, message->return_path);
    case_row_text(row, message->list_id);
    case_row_text(row, message->mailer);
    case_row_text(row, message->charset);
    case_row_text(row, message->authenticated);
    case_row_text(row, message->originating_ip);
    received_put(&lists[0], message, &row->cut);
    case_row_long(row, buf_span(&lists[0]));
    quote_headers_put(&lists[1], message, &row->cut);
    case_row_long(row, buf_span(&lists[1]));
    defects_put(&lists[2], message, row->cut);
    case_row_long(row, buf_span(&lists[2]));
    case_row_number(row, flags | (row->cut ? MESSAGE_CUT : 0));
}

/* Binds COLUMNS and runs; what stands behind them is bound already. */
static enum outcome run_columns(struct writer *writer, struct case_row *row, const struct message *message, uint32_t flags)
{
    struct buf lists[3] = {{0}, {0}, {0}};
    int64_t from = 0, sender = 0;
    row->cut = !lists_fit(message);
    enum outcome outcome = OUTCOME_OK;
    if (message->from_count > 0)
        outcome = intern(writer, &message->from[0], &row->cut, &from);
    if (outcome == OUTCOME_OK && !nobody(&message->sender))
        outcome = intern(writer, &message->sender, &row->cut, &sender);
    if (outcome == OUTCOME_OK) {
        put_columns(row, message, from, sender, flags, lists);
        outcome = case_db_run(writer->file, row->statement, writer->err);
    }
    for (size_t i = 0; i < 3; i++)
        buf_free(&lists[i]);
    return outcome;
}

#define BEHIND_COLUMNS 22

static enum outcome insert_message(struct writer *writer, const struct message *message, const struct fingerprint_set *set,
                                   bool embedded, int64_t *ret_id)
{
    static const char sql[] = "INSERT INTO message (" COLUMNS ", key, embedded, own_bytes, quoted_bytes, quoted_fingerprints)"
                              " VALUES (" VALUES ", ?23, ?24, ?25, ?26, ?27)";
    struct case_row row = {case_db_statement(writer->file, CASE_SLOT_MESSAGE, sql, writer->err), BEHIND_COLUMNS, false};
    if (!row.statement)
        return OUTCOME_FAULT;
    case_row_blob(&row, set->key, sizeof set->key);
    case_row_number(&row, embedded);
    case_row_number(&row, set->own_bytes);
    case_row_number(&row, set->quoted_bytes);
    case_row_number(&row, set->quoted_count);
    row.column = 0;
    enum outcome outcome = run_columns(writer, &row, message, message->flags);
    if (outcome != OUTCOME_OK)
        return outcome;
    int64_t id = sqlite3_last_insert_rowid(writer->file->db);
    if (id < 1 || id > MESSAGE_ID_MAX)
        return err_set(writer->err, OUTCOME_FAULT, "%s: more messages than a case can hold", writer->file->path);
    *ret_id = id;
    return OUTCOME_OK;
}

static enum outcome insert_person(struct writer *writer, int64_t id, int64_t position, int role, const struct address *address)
{
    static const char sql[] = "INSERT INTO recipient (message, position, role, person) VALUES (?1, ?2, ?3, ?4)";
    bool cut = false;
    int64_t person = 0;
    enum outcome outcome = intern(writer, address, &cut, &person);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct case_row row = {case_db_statement(writer->file, CASE_SLOT_RECIPIENT, sql, writer->err), 0, false};
    if (!row.statement)
        return OUTCOME_FAULT;
    case_row_signed(&row, id);
    case_row_signed(&row, position);
    case_row_signed(&row, role);
    case_row_signed(&row, person);
    return case_db_run(writer->file, row.statement, writer->err);
}

static enum outcome insert_people(struct writer *writer, int64_t id, const struct message *message)
{
    enum outcome outcome = OUTCOME_OK;
    int64_t position = 0;
    for (size_t i = 0; i < message->recipient_count && position < LIMIT_ADDRESSES && outcome == OUTCOME_OK; i++)
        outcome = insert_person(writer, id, position++, (int)message->recipients[i].role, &message->recipients[i]);
    for (size_t i = 1; i < message->from_count && position < LIMIT_ADDRESSES && outcome == OUTCOME_OK; i++)
        outcome = insert_person(writer, id, position++, ROLE_FROM, &message->from[i]);
    for (size_t i = 0; i < message->reply_to_count && position < LIMIT_ADDRESSES && outcome == OUTCOME_OK; i++)
        outcome = insert_person(writer, id, position++, ROLE_REPLY_TO, &message->reply_to[i]);
    return outcome;
}

static enum outcome insert_references(struct writer *writer, int64_t id, const struct message *message)
{
    static const char sql[] = "INSERT INTO reference (message, position, message_id) VALUES (?1, ?2, ?3)";
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < message->reference_count && i < LIMIT_REFERENCES && outcome == OUTCOME_OK; i++) {
        struct case_row row = {case_db_statement(writer->file, CASE_SLOT_REFERENCE, sql, writer->err), 0, false};
        if (!row.statement)
            return OUTCOME_FAULT;
        case_row_signed(&row, id);
        case_row_number(&row, i);
        case_row_text(&row, message->references[i]);
        outcome = case_db_run(writer->file, row.statement, writer->err);
    }
    return outcome;
}

static enum outcome insert_text(struct writer *writer, int64_t id, const struct message *message)
{
    BUF_LOCAL words = {0};
    BUF_LOCAL packed = {0};
    case_words_put(&words, message->segments, message->segment_count);
    if (words.size == 0)
        return OUTCOME_OK;
    sqlite3_stmt *statement =
        case_db_statement(writer->file, CASE_SLOT_TEXT, "INSERT INTO text (message, words) VALUES (?1, ?2)", writer->err);
    if (!statement)
        return OUTCOME_FAULT;
    case_zstd_pack(writer->file->zstd, buf_span(&words), &packed);
    sqlite3_bind_int64(statement, 1, id);
    case_db_bind_blob(statement, 2, buf_span(&packed));
    return case_db_run(writer->file, statement, writer->err);
}

static enum outcome insert_all(struct writer *writer, const struct message *message, const struct fingerprint_set *set,
                               bool embedded, int64_t *ret_id)
{
    int64_t id = 0;
    enum outcome outcome = insert_message(writer, message, set, embedded, &id);
    if (outcome == OUTCOME_OK)
        outcome = insert_people(writer, id, message);
    if (outcome == OUTCOME_OK)
        outcome = insert_references(writer, id, message);
    if (outcome == OUTCOME_OK)
        outcome = insert_text(writer, id, message);
    if (outcome == OUTCOME_OK)
        outcome = case_runs_add(writer->file, (uint32_t)id, set->own, set->own_count, false, writer->err);
    if (outcome == OUTCOME_OK)
        outcome = case_runs_add(writer->file, (uint32_t)id, set->quoted, set->quoted_count, true, writer->err);
    if (outcome == OUTCOME_OK)
        *ret_id = id;
    return outcome;
}

/* What the case has of a message already. */
struct kept {
    int64_t id;
    uint32_t flags;
    bool embedded;
    bool received_known;
    int64_t received_date;
};

static enum outcome find(struct writer *writer, const uint8_t key[HASH_KEY_BYTES], struct kept *ret_kept)
{
    sqlite3_stmt *statement = case_db_statement(writer->file, CASE_SLOT_MESSAGE_FIND,
                                                "SELECT id, flags, embedded, received_date FROM message WHERE key = ?1", writer->err);
    if (!statement)
        return OUTCOME_FAULT;
    case_db_bind_blob(statement, 1, (struct span){(const char *)key, HASH_KEY_BYTES});
    enum outcome outcome = case_db_row(writer->file, statement, writer->err);
    if (outcome == OUTCOME_OK)
        *ret_kept = (struct kept){sqlite3_column_int64(statement, 0), (uint32_t)sqlite3_column_int64(statement, 1),
                                  sqlite3_column_int(statement, 2) != 0,
                                  sqlite3_column_type(statement, 3) != SQLITE_NULL, sqlite3_column_int64(statement, 3)};
    sqlite3_reset(statement);
    return outcome;
}

static enum outcome take_headers(struct writer *writer, const struct kept *kept, const struct message *message)
{
    static const char sql[] = "UPDATE message SET (" COLUMNS ") = (" VALUES ") WHERE id = ?23";
    struct case_row row = {case_db_statement(writer->file, CASE_SLOT_MESSAGE_UPDATE, sql, writer->err), 0, false};
    if (!row.statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(row.statement, BEHIND_COLUMNS + 1, kept->id);
    enum outcome outcome = run_columns(writer, &row, message, message->flags | (kept->flags & MESSAGE_SENT_COPY));
    long long id = kept->id;
    char old[256]; /* Bcc, which only the sender's own copy names, moves behind the people of the new copy */
    snprintf(old, sizeof old,
             "DELETE FROM recipient WHERE message = %lld AND role <> %d;"
             "UPDATE recipient SET position = position + %d WHERE message = %lld; DELETE FROM reference WHERE message = %lld",
             id, (int)ADDRESS_BCC, LIMIT_ADDRESSES, id, id);
    if (outcome == OUTCOME_OK)
        outcome = case_db_exec(writer->file, old, writer->err);
    if (outcome == OUTCOME_OK)
        outcome = insert_people(writer, kept->id, message);
    return outcome == OUTCOME_OK ? insert_references(writer, kept->id, message) : outcome;
}

static enum outcome update_flags(struct writer *writer, int64_t id, uint32_t flags, bool embedded)
{
    sqlite3_stmt *statement = case_db_statement(writer->file, CASE_SLOT_MESSAGE_FLAGS,
                                                "UPDATE message SET flags = flags | ?2, embedded = ?3 WHERE id = ?1", writer->err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, flags);
    sqlite3_bind_int(statement, 3, embedded);
    return case_db_run(writer->file, statement, writer->err);
}

/* A rule that does not depend on which copy came first: transport headers before none, then the one received first. */
static bool tells_more(const struct kept *kept, const struct message *message)
{
    bool old = kept->flags & MESSAGE_TRANSPORT_HEADERS, new = message->flags & MESSAGE_TRANSPORT_HEADERS;
    if (old != new)
        return new;
    if (message->received_date == MESSAGE_NO_DATE)
        return false;
    return !kept->received_known || message->received_date < kept->received_date;
}

static enum outcome add_bcc(struct writer *writer, int64_t id, const struct message *message)
{
    static const char sql[] = "INSERT INTO recipient (message, position, role, person) SELECT ?1,"
                              " (SELECT coalesce(max(position), -1) + 1 FROM recipient WHERE message = ?1), ?2, ?3 WHERE NOT EXISTS"
                              " (SELECT 1 FROM recipient WHERE message = ?1 AND role = ?2 AND person = ?3)";
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < message->recipient_count && i < LIMIT_ADDRESSES && outcome == OUTCOME_OK; i++) {
        bool cut = false;
        int64_t person = 0;
        if (message->recipients[i].role != ADDRESS_BCC)
            continue;
        outcome = intern(writer, &message->recipients[i], &cut, &person);
        sqlite3_stmt *statement = outcome == OUTCOME_OK ? case_db_statement(writer->file, CASE_SLOT_BCC, sql, writer->err) : NULL;
        if (!statement)
            return OUTCOME_FAULT;
        sqlite3_bind_int64(statement, 1, id);
        sqlite3_bind_int(statement, 2, ADDRESS_BCC);
        sqlite3_bind_int64(statement, 3, person);
        outcome = case_db_run(writer->file, statement, writer->err);
    }
    return outcome;
}

/* A further copy: its headers where they tell more; its Bcc; that it was sent from here; that it lies on its own. */
static enum outcome merge_copy(struct writer *writer, struct kept *kept, const struct message *message, bool embedded)
{
    enum outcome outcome = OUTCOME_OK;
    if (tells_more(kept, message)) {
        outcome = take_headers(writer, kept, message);
        kept->flags = message->flags | (kept->flags & MESSAGE_SENT_COPY);
    }
    if (outcome == OUTCOME_OK)
        outcome = add_bcc(writer, kept->id, message);
    if (outcome != OUTCOME_OK)
        return outcome;
    uint32_t flags = kept->flags | (message->flags & MESSAGE_SENT_COPY);
    bool stays_embedded = kept->embedded && embedded;
    if (flags == kept->flags && stays_embedded == kept->embedded)
        return OUTCOME_OK;
    return update_flags(writer, kept->id, flags, stays_embedded);
}

static enum outcome insert_occurrence(struct writer *writer, int64_t id, int64_t outer)
{
    static const char sql[] = "INSERT OR IGNORE INTO occurrence (message, store, item, folder, path, offset, length, outer)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    struct case_row row = {case_db_statement(writer->file, CASE_SLOT_OCCURRENCE, sql, writer->err), 0, false};
    if (!row.statement)
        return OUTCOME_FAULT;
    case_row_signed(&row, id);
    case_row_signed(&row, writer->store);
    case_row_number(&row, writer->where->item);
    case_row_long(&row, writer->where->folder);
    case_row_long(&row, writer->where->path);
    case_row_number(&row, writer->where->offset);
    case_row_number(&row, writer->where->length);
    case_row_known(&row, outer, 0);
    return case_db_run(writer->file, row.statement, writer->err);
}

static enum outcome write_one(struct writer *writer, const struct message *message, const struct fingerprint_set *set,
                              int64_t outer, unsigned depth, int64_t *ret_id);

/* Attachments are rows of a new message only; mails within them lie at this place in any case. *ret_original is the mail within that a
   report returns, or 0. */
static enum outcome write_attachments(struct writer *writer, const struct message *message, int64_t id, bool is_new, unsigned depth,
                                      int64_t *ret_original)
{
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < message->attachment_count && i < LIMIT_ATTACHMENTS && outcome == OUTCOME_OK; i++) {
        const struct attachment *attachment = &message->attachments[i];
        int64_t embedded = 0;
        if (attachment->embedded && depth < LIMIT_EMBEDDED_DEPTH)
            outcome = write_one(writer, attachment->embedded, writer->embedded++, id, depth + 1, &embedded);
        if (outcome == OUTCOME_OK && is_new)
            outcome = case_write_attachment(writer->file, id, i, attachment, embedded, writer->err);
        if (message->report && message->report->original == i)
            *ret_original = embedded;
    }
    return outcome;
}

static enum outcome write_one(struct writer *writer, const struct message *message, const struct fingerprint_set *set,
                              int64_t outer, unsigned depth, int64_t *ret_id)
{
    struct kept kept = {0};
    int64_t original = 0;
    enum outcome outcome = find(writer, set->key, &kept);
    bool is_new = outcome == OUTCOME_END;
    if (is_new)
        outcome = insert_all(writer, message, set, outer != 0, &kept.id);
    else if (outcome == OUTCOME_OK)
        outcome = merge_copy(writer, &kept, message, outer != 0);
    if (outcome == OUTCOME_OK)
        outcome = insert_occurrence(writer, kept.id, outer);
    if (outcome == OUTCOME_OK)
        outcome = write_attachments(writer, message, kept.id, is_new, depth, &original);
    if (outcome == OUTCOME_OK && is_new && message->report)
        outcome = case_report_mail_write(writer->file, kept.id, message, original, writer->err);
    if (outcome == OUTCOME_OK)
        *ret_id = kept.id;
    return outcome;
}

enum outcome case_write_message(struct case_file *file, int64_t store, const struct occurrence *where,
                                const struct message *message, const struct fingerprint_set *fingerprints,
                                const struct fingerprint_set *embedded, struct err *err)
{
    struct writer writer = {file, store, where, embedded, err};
    int64_t id = 0;
    enum outcome outcome = case_db_begin(file, err);
    if (outcome == OUTCOME_OK)
        outcome = write_one(&writer, message, fingerprints, 0, 0, &id);
    return outcome == OUTCOME_OK ? case_exchange_write(file, store, id, message, err) : outcome;
}
