/* Messages out of the case: six cursors side by side in order of message id, merged as they go. */
#include "case/case_read.h"

#include <stdlib.h>
#include <string.h>
#include "case/case_db.h"
#include "case/case_people.h"
#include "case/case_rows.h"

/* Roles of the table recipient, beside enum address_role. */
enum { ROLE_FROM = 3, ROLE_REPLY_TO = 4 };

/* A statement whose rows belong to messages; column 0 is the message's id. */
struct child {
    sqlite3_stmt *statement;
    int64_t message; /* of the row that it stands on; INT64_MAX behind the last */
};

struct case_cursor {
    struct case_file *file;
    sqlite3_stmt *messages;
    struct child recipients, references, attachments, members, facts;
    struct address people[LIMIT_ADDRESSES]; /* of one message, with their roles aside */
    int roles[LIMIT_ADDRESSES];
    struct span ids[LIMIT_REFERENCES];
    struct attachment found[LIMIT_ATTACHMENTS];
    struct attachment_member entries[LIMIT_ARCHIVE_ENTRIES];
    struct attachment_fact facts_found[LIMIT_FACTS];
};

/* Columns of one row, taken from left to right. */
struct row {
    sqlite3_stmt *statement;
    struct arena *arena;
    int column;
};

static const char messages_sql[] =
    "SELECT id, key, embedded, own_bytes, quoted_bytes, quoted_fingerprints, from_person, sender_person, size, flags,"
    " has_reference_fields, date, zone, received_date, item_class, message_id, subject, from_raw, return_path, list_id, mailer,"
    " charset, authenticated, originating_ip, thread_index, received, quote_headers, defects"
    " FROM message WHERE id BETWEEN ?1 AND ?2"
    " AND (?3 OR EXISTS (SELECT 1 FROM occurrence WHERE message = message.id)) ORDER BY id";
static const char recipients_sql[] =
    "SELECT message, role, person FROM recipient WHERE message BETWEEN ?1 AND ?2 ORDER BY message, position";
static const char references_sql[] =
    "SELECT message, message_id FROM reference WHERE message BETWEEN ?1 AND ?2 ORDER BY message, position";
static const char attachments_sql[] =
    "SELECT message, position, name, declared_type, inlined, size, cut, sha256, true_type, encrypted, encryption, macros, opened_with,"
    " opened_where, limits"
    " FROM attachment WHERE message BETWEEN ?1 AND ?2 ORDER BY message, position";
static const char members_sql[] = "SELECT message, attachment, name, size, encrypted, true_type, sha256"
                                  " FROM member WHERE message BETWEEN ?1 AND ?2 ORDER BY message, attachment, position";

static const char facts_sql[] = "SELECT message, attachment, kind, place, detail"
                                " FROM fact WHERE message BETWEEN ?1 AND ?2 ORDER BY message, attachment, position";

static struct span take_text(struct row *row)
{
    return case_db_text(row->statement, row->column++, row->arena);
}

static int64_t take_number(struct row *row)
{
    return sqlite3_column_int64(row->statement, row->column++);
}

static int64_t take_date(struct row *row)
{
    bool unknown = sqlite3_column_type(row->statement, row->column) == SQLITE_NULL;
    int64_t date = take_number(row);
    return unknown ? MESSAGE_NO_DATE : date;
}

/* Arrays of one message, out of the cursor's room. */
static void *keep(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *kept = arena_array(arena, count, size);
    if (count)
        memcpy(kept, items, count * size);
    return kept;
}

static enum outcome child_next(struct case_cursor *cursor, struct child *child, struct err *err)
{
    enum outcome outcome = case_db_row(cursor->file, child->statement, err);
    if (outcome == OUTCOME_END)
        child->message = INT64_MAX;
    else if (outcome == OUTCOME_OK)
        child->message = sqlite3_column_int64(child->statement, 0);
    return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
}

/* Past the rows of messages before `id`, which are none's. */
static enum outcome child_seek(struct case_cursor *cursor, struct child *child, int64_t id, struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    while (child->message < id && outcome == OUTCOME_OK)
        outcome = child_next(cursor, child, err);
    return outcome;
}

static enum outcome read_reference_ids(struct case_cursor *cursor, int64_t id, struct arena *arena, struct message *message,
                                       struct err *err)
{
    size_t count = 0;
    enum outcome outcome = child_seek(cursor, &cursor->references, id, err);
    while (outcome == OUTCOME_OK && cursor->references.message == id) {
        if (count < LIMIT_REFERENCES)
            cursor->ids[count++] = case_db_text(cursor->references.statement, 1, arena);
        outcome = child_next(cursor, &cursor->references, err);
    }
    message->references = keep(arena, cursor->ids, count, sizeof *cursor->ids);
    message->reference_count = count;
    return outcome;
}

/* The people of one role (or below ROLE_FROM: all recipients), behind `first` where there is one. */
static const struct address *people_of(const struct case_cursor *cursor, size_t count, int low, int high,
                                       const struct address *first, struct arena *arena, size_t *ret_count)
{
    size_t wanted = first != NULL;
    for (size_t i = 0; i < count; i++)
        wanted += cursor->roles[i] >= low && cursor->roles[i] <= high;
    struct address *people = arena_array(arena, wanted, sizeof *people);
    size_t filled = 0;
    if (first)
        people[filled++] = *first;
    for (size_t i = 0; i < count; i++)
        if (cursor->roles[i] >= low && cursor->roles[i] <= high)
            people[filled++] = cursor->people[i];
    *ret_count = filled;
    return people;
}

static enum outcome read_recipients(struct case_cursor *cursor, int64_t id, struct arena *arena, size_t *ret_count,
                                    struct err *err)
{
    size_t count = 0;
    sqlite3_stmt *statement = cursor->recipients.statement;
    enum outcome outcome = child_seek(cursor, &cursor->recipients, id, err);
    while (outcome == OUTCOME_OK && cursor->recipients.message == id) {
        if (count < LIMIT_ADDRESSES) {
            int role = sqlite3_column_int(statement, 1);
            struct address *person = &cursor->people[count];
            outcome = case_people_read(cursor->file, sqlite3_column_int64(statement, 2), arena, person, err);
            if (role < ADDRESS_TO || role > ROLE_REPLY_TO)
                role = ADDRESS_TO;
            if (role <= ADDRESS_BCC)
                person->role = (enum address_role)role;
            cursor->roles[count++] = role;
        }
        if (outcome == OUTCOME_OK)
            outcome = child_next(cursor, &cursor->recipients, err);
    }
    if (outcome == OUTCOME_OK)
        *ret_count = count;
    return outcome;
}

static enum outcome read_people(struct case_cursor *cursor, int64_t id, struct arena *arena, struct message *message,
                                struct err *err)
{
    size_t count = 0;
    struct address first = {0};
    int64_t from = sqlite3_column_int64(cursor->messages, 6), sender = sqlite3_column_int64(cursor->messages, 7);
    enum outcome outcome = OUTCOME_OK;
    if (from)
        outcome = case_people_read(cursor->file, from, arena, &first, err);
    if (outcome == OUTCOME_OK && sender)
        outcome = case_people_read(cursor->file, sender, arena, &message->sender, err);
    if (outcome == OUTCOME_OK)
        outcome = read_recipients(cursor, id, arena, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    message->from = people_of(cursor, count, ROLE_FROM, ROLE_FROM, from ? &first : NULL, arena, &message->from_count);
    message->recipients = people_of(cursor, count, ADDRESS_TO, ADDRESS_BCC, NULL, arena, &message->recipient_count);
    message->reply_to = people_of(cursor, count, ROLE_REPLY_TO, ROLE_REPLY_TO, NULL, arena, &message->reply_to_count);
    return OUTCOME_OK;
}

/* The entries of the attachment at `position`. */
static enum outcome read_members(struct case_cursor *cursor, int64_t id, int64_t position, struct arena *arena,
                                 struct attachment *attachment, struct err *err)
{
    size_t count = 0;
    enum outcome outcome = child_seek(cursor, &cursor->members, id, err);
    while (outcome == OUTCOME_OK && cursor->members.message == id &&
           sqlite3_column_int64(cursor->members.statement, 1) <= position) {
        struct row row = {cursor->members.statement, arena, 1};
        if (take_number(&row) == position && count < LIMIT_ARCHIVE_ENTRIES) {
            struct attachment_member *member = &cursor->entries[count++];
            *member = (struct attachment_member){0};
            member->name = take_text(&row);
            member->size = (uint64_t)take_number(&row);
            member->encrypted = take_number(&row) != 0;
            member->true_type = take_text(&row);
            member->read = case_db_fixed(row.statement, row.column, member->sha256, HASH_SHA256_BYTES);
        }
        outcome = child_next(cursor, &cursor->members, err);
    }
    attachment->members = keep(arena, cursor->entries, count, sizeof *cursor->entries);
    attachment->member_count = count;
    return outcome;
}

/* What was found in the attachment at `position`. A name that this program does not know was written by a later one. */
static enum outcome read_facts(struct case_cursor *cursor, int64_t id, int64_t position, struct arena *arena,
                               struct attachment *attachment, struct err *err)
{
    size_t count = 0;
    enum outcome outcome = child_seek(cursor, &cursor->facts, id, err);
    while (outcome == OUTCOME_OK && cursor->facts.message == id && sqlite3_column_int64(cursor->facts.statement, 1) <= position) {
        struct row row = {cursor->facts.statement, arena, 1};
        bool wanted = take_number(&row) == position && count < LIMIT_FACTS;
        struct attachment_fact fact = {0};
        if (wanted && attachment_fact_named(take_text(&row), &fact.kind)) {
            fact.where = take_text(&row);
            fact.detail = take_text(&row);
            cursor->facts_found[count++] = fact;
        }
        outcome = child_next(cursor, &cursor->facts, err);
    }
    attachment->facts = keep(arena, cursor->facts_found, count, sizeof *cursor->facts_found);
    attachment->fact_count = count;
    return outcome;
}

static enum outcome read_attachment(struct case_cursor *cursor, int64_t id, struct arena *arena, struct attachment *attachment,
                                    struct err *err)
{
    struct row row = {cursor->attachments.statement, arena, 1};
    int64_t position = take_number(&row);
    *attachment = (struct attachment){0};
    attachment->name = take_text(&row);
    attachment->declared_type = take_text(&row);
    attachment->inlined = take_number(&row) != 0;
    attachment->size = (uint64_t)take_number(&row);
    attachment->cut = take_number(&row) != 0;
    if (!case_db_fixed(row.statement, row.column++, attachment->sha256, HASH_SHA256_BYTES))
        return case_db_damaged(cursor->file, "the hash of an attachment", err);
    attachment->true_type = take_text(&row);
    int64_t encrypted = take_number(&row);
    attachment->encrypted = encrypted == ATTACHMENT_ENCRYPTED_NO || encrypted == ATTACHMENT_ENCRYPTED_YES
                                ? (enum attachment_encrypted)encrypted
                                : ATTACHMENT_ENCRYPTED_UNKNOWN;
    attachment->encryption = take_text(&row);
    int64_t macros = take_number(&row);
    attachment->macros = macros >= ATTACHMENT_MACROS_NONE && macros <= ATTACHMENT_MACROS_UNKNOWN ? (enum attachment_macros)macros
                                                                                                 : ATTACHMENT_MACROS_UNKNOWN;
    attachment->opened_with = take_text(&row);
    attachment->opened_where = take_text(&row);
    attachment->limits = take_text(&row);
    enum outcome outcome = read_members(cursor, id, position, arena, attachment, err);
    return outcome == OUTCOME_OK ? read_facts(cursor, id, position, arena, attachment, err) : outcome;
}

static enum outcome read_attachments(struct case_cursor *cursor, int64_t id, struct arena *arena, struct message *message,
                                     struct err *err)
{
    size_t count = 0;
    enum outcome outcome = child_seek(cursor, &cursor->attachments, id, err);
    while (outcome == OUTCOME_OK && cursor->attachments.message == id) {
        if (count < LIMIT_ATTACHMENTS)
            outcome = read_attachment(cursor, id, arena, &cursor->found[count++], err);
        if (outcome == OUTCOME_OK)
            outcome = child_next(cursor, &cursor->attachments, err);
    }
    message->attachments = keep(arena, cursor->found, count, sizeof *cursor->found);
    message->attachment_count = count;
    return outcome;
}

/* Room for the lines of a list, at most `limit`. */
static size_t lines_of(struct span rows, size_t limit)
{
    size_t count = case_rows_count(rows);
    return count < limit ? count : limit;
}

static void take_received(struct row *row, struct message *message)
{
    struct span rest = take_text(row), fields[7];
    size_t count = lines_of(rest, LIMIT_RECEIVED);
    struct received *hops = arena_array(row->arena, count, sizeof *hops);
    for (size_t i = 0; i < count && case_rows_take(&rest, row->arena, fields, 7); i++)
        hops[i] = (struct received){fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], case_rows_date(fields[6]), SPAN_NONE};
    message->received = hops;
    message->received_count = count;
}

static void take_quote_headers(struct row *row, struct message *message)
{
    struct span rest = take_text(row), fields[4];
    size_t count = lines_of(rest, LIMIT_SEGMENTS);
    struct quote_header *headers = arena_array(row->arena, count, sizeof *headers);
    for (size_t i = 0; i < count && case_rows_take(&rest, row->arena, fields, 4); i++)
        headers[i] = (struct quote_header){fields[0], fields[1], fields[2], fields[3]};
    message->quote_headers = headers;
    message->quote_header_count = count;
}

static void take_defects(struct row *row, struct message *message)
{
    struct span rest = take_text(row);
    size_t count = lines_of(rest, LIMIT_DEFECTS);
    struct span *defects = arena_array(row->arena, count, sizeof *defects);
    for (size_t i = 0; i < count; i++)
        case_rows_take(&rest, row->arena, &defects[i], 1);
    message->defects = defects;
    message->defect_count = count;
}

static void take_facts(struct row *row, struct message *message)
{
    message->size = (uint64_t)take_number(row);
    message->flags = (uint32_t)take_number(row);
    message->has_reference_fields = take_number(row) != 0;
    message->date = take_date(row);
    message->zone = (int)take_number(row);
    message->received_date = take_date(row);
    message->item_class = take_text(row);
    message->message_id = take_text(row);
    message->subject = take_text(row);
    message->from_raw = take_text(row);
    message->return_path = take_text(row);
    message->list_id = take_text(row);
    message->mailer = take_text(row);
    message->charset = take_text(row);
    message->authenticated = take_text(row);
    message->originating_ip = take_text(row);
    message->thread_index = case_db_bytes(row->statement, row->column++, row->arena);
    take_received(row, message);
    take_quote_headers(row, message);
    take_defects(row, message);
}

static enum outcome read_row(struct case_cursor *cursor, struct arena *arena, struct case_message *ret_row, struct err *err)
{
    struct row row = {cursor->messages, arena, 2};
    struct case_message found = {.id = sqlite3_column_int64(cursor->messages, 0)};
    if (found.id < 1 || found.id > INT32_MAX || !case_db_fixed(cursor->messages, 1, found.key, sizeof found.key))
        return case_db_damaged(cursor->file, "the key of a message", err);
    found.embedded = take_number(&row) != 0;
    found.own_bytes = (size_t)take_number(&row);
    found.quoted_bytes = (size_t)take_number(&row);
    found.quoted_fingerprints = (size_t)take_number(&row);
    row.column += 2; /* from and sender: read_people */
    take_facts(&row, &found.message);
    enum outcome outcome = read_people(cursor, found.id, arena, &found.message, err);
    if (outcome == OUTCOME_OK)
        outcome = read_reference_ids(cursor, found.id, arena, &found.message, err);
    if (outcome == OUTCOME_OK)
        outcome = read_attachments(cursor, found.id, arena, &found.message, err);
    if (outcome == OUTCOME_OK)
        *ret_row = found;
    return outcome;
}

static void range(sqlite3_stmt *statement, int64_t from, int64_t to)
{
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, from);
    sqlite3_bind_int64(statement, 2, to);
}

/* Back to the start, with messages `from` to `to` only. */
static void cursor_set(struct case_cursor *cursor, int64_t from, int64_t to)
{
    struct child *const children[] = {&cursor->recipients, &cursor->references, &cursor->attachments, &cursor->members,
                                      &cursor->facts};
    range(cursor->messages, from, to);
    for (size_t i = 0; i < sizeof children / sizeof *children; i++) {
        range(children[i]->statement, from, to);
        children[i]->message = INT64_MIN;
    }
}

static bool prepare(struct case_file *file, const char *sql, sqlite3_stmt **ret_statement)
{
    return sqlite3_prepare_v2(file->db, sql, -1, ret_statement, NULL) == SQLITE_OK;
}

enum outcome case_read_begin(struct case_file *file, struct case_cursor **ret_cursor, struct err *err)
{
    struct case_cursor *cursor = calloc(1, sizeof *cursor);
    if (!cursor)
        abort();
    cursor->file = file;
    if (!prepare(file, messages_sql, &cursor->messages) || !prepare(file, recipients_sql, &cursor->recipients.statement) ||
        !prepare(file, references_sql, &cursor->references.statement) ||
        !prepare(file, attachments_sql, &cursor->attachments.statement) ||
        !prepare(file, members_sql, &cursor->members.statement) || !prepare(file, facts_sql, &cursor->facts.statement)) {
        enum outcome outcome = case_db_fail(file, err);
        case_read_end(cursor);
        return outcome;
    }
    cursor_set(cursor, INT64_MIN, INT64_MAX);
    *ret_cursor = cursor;
    return OUTCOME_OK;
}

enum outcome case_read_next(struct case_cursor *cursor, struct arena *arena, struct case_message *ret_row, struct err *err)
{
    enum outcome outcome = case_db_row(cursor->file, cursor->messages, err);
    return outcome == OUTCOME_OK ? read_row(cursor, arena, ret_row, err) : outcome;
}

void case_read_end(struct case_cursor *cursor)
{
    if (!cursor)
        return;
    sqlite3_finalize(cursor->messages);
    sqlite3_finalize(cursor->recipients.statement);
    sqlite3_finalize(cursor->references.statement);
    sqlite3_finalize(cursor->attachments.statement);
    sqlite3_finalize(cursor->members.statement);
    sqlite3_finalize(cursor->facts.statement);
    free(cursor);
}

enum outcome case_read_message(struct case_file *file, int64_t id, struct arena *arena, struct case_message *ret_row,
                               struct err *err)
{
    enum outcome outcome = OUTCOME_OK;
    if (!file->single)
        outcome = case_read_begin(file, &file->single, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    cursor_set(file->single, id, id);
    sqlite3_bind_int(file->single->messages, 3, 1); /* also one that lies nowhere any more */
    outcome = case_read_next(file->single, arena, ret_row, err);
    cursor_set(file->single, 0, 0);
    return outcome;
}
