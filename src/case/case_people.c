/* Interns people: direct-mapped caches, so a case of millions of people costs no more memory than one of thousands. */
#include "case/case_people.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "base/utf8.h"
#include "case/case_db.h"
#include "case/case_exchange.h"

#define KNOWN_SLOTS ((size_t)1 << 16) /* of people written */
#define READ_SLOTS ((size_t)1 << 14)  /* of people read */

struct known {
    uint8_t key[HASH_KEY_BYTES];
    int64_t id; /* 0 = free */
};

struct read_person {
    int64_t id; /* 0 = free */
    char *text; /* name, then address */
    size_t name_size, addr_size;
    enum address_kind kind;
};

struct case_people {
    struct known *known;
    struct read_person *read;
};

struct case_people *case_people_open(void)
{
    struct case_people *people = calloc(1, sizeof *people);
    if (!people)
        abort();
    return people;
}

void case_people_forget(struct case_people *people)
{
    for (size_t i = 0; people->read && i < READ_SLOTS; i++)
        free(people->read[i].text);
    free(people->read);
    people->read = NULL;
}

void case_people_close(struct case_people *people)
{
    if (!people)
        return;
    case_people_forget(people);
    free(people->known);
    free(people);
}

static void *slots(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        abort();
    return memory;
}

static void person_key(const struct address *address, uint8_t ret_key[HASH_KEY_BYTES])
{
    char text[2 * LIMIT_FIELD_BYTES + 2];
    size_t size = 0;
    assert(address->addr.size <= LIMIT_FIELD_BYTES && address->name.size <= LIMIT_FIELD_BYTES);
    text[size++] = (char)address->kind;
    if (address->addr.size)
        memcpy(text + size, address->addr.data, address->addr.size);
    size += address->addr.size;
    text[size++] = '\0';
    if (address->name.size)
        memcpy(text + size, address->name.data, address->name.size);
    size += address->name.size;
    hash_xxh128((struct span){text, size}, ret_key);
}

static void person_bind(sqlite3_stmt *statement, const struct address *address)
{
    case_db_bind_text(statement, 1, address->addr);
    case_db_bind_text(statement, 2, address->name);
    sqlite3_bind_int(statement, 3, (int)address->kind);
}

static enum outcome person_insert(struct case_file *file, const struct address *address, int64_t *ret_id, struct err *err)
{
    sqlite3_stmt *statement =
        case_db_statement(file, CASE_SLOT_PERSON, "INSERT INTO person (address, name, kind) VALUES (?1, ?2, ?3)", err);
    if (!statement)
        return OUTCOME_FAULT;
    person_bind(statement, address);
    enum outcome outcome = case_db_run(file, statement, err);
    if (outcome == OUTCOME_OK)
        *ret_id = sqlite3_last_insert_rowid(file->db);
    return outcome;
}

static enum outcome person_find(struct case_file *file, const struct address *address, int64_t *ret_id, struct err *err)
{
    sqlite3_stmt *statement = case_db_statement(
        file, CASE_SLOT_PERSON_FIND, "SELECT id FROM person WHERE address = ?1 AND name = ?2 AND kind = ?3", err);
    if (!statement)
        return OUTCOME_FAULT;
    person_bind(statement, address);
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome == OUTCOME_OK)
        *ret_id = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return outcome;
}

enum outcome case_people_intern(struct case_file *file, const struct address *address, int64_t *ret_id, struct err *err)
{
    struct case_people *people = file->people;
    if (!people->known)
        people->known = slots(KNOWN_SLOTS, sizeof *people->known);
    uint8_t key[HASH_KEY_BYTES];
    person_key(address, key);
    struct known *known = &people->known[((size_t)key[0] << 8 | key[1]) % KNOWN_SLOTS];
    if (!known->id || memcmp(known->key, key, sizeof key) != 0) {
        int64_t id = 0;
        enum outcome outcome = person_find(file, address, &id, err);
        if (outcome == OUTCOME_END)
            outcome = person_insert(file, address, &id, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        memcpy(known->key, key, sizeof key);
        known->id = id;
    }
    *ret_id = known->id;
    return OUTCOME_OK;
}

static struct span column_field(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    int size = sqlite3_column_bytes(statement, column);
    return text && size > 0 ? utf8_cut((struct span){text, (size_t)size}, LIMIT_FIELD_BYTES) : SPAN_NONE;
}

static struct address person_take(sqlite3_stmt *statement, struct arena *arena)
{
    int kind = sqlite3_column_int(statement, 2);
    bool known = kind >= ADDRESS_NONE && kind <= ADDRESS_OTHER;
    return (struct address){.name = utf8_repair(arena, arena_copy(arena, column_field(statement, 0))),
                            .addr = utf8_repair(arena, arena_copy(arena, column_field(statement, 1))),
                            .kind = known ? (enum address_kind)kind : ADDRESS_OTHER};
}

static void person_keep(const struct address *person, int64_t id, struct read_person *slot)
{
    char *text = malloc(person->name.size + person->addr.size + 1);
    if (!text)
        abort();
    if (person->name.size)
        memcpy(text, person->name.data, person->name.size);
    if (person->addr.size)
        memcpy(text + person->name.size, person->addr.data, person->addr.size);
    free(slot->text);
    *slot = (struct read_person){id, text, person->name.size, person->addr.size, person->kind};
}

static enum outcome person_read(struct case_file *file, int64_t id, struct arena *arena, struct read_person *slot, struct err *err)
{
    sqlite3_stmt *statement =
        case_db_statement(file, CASE_SLOT_PERSON_READ, "SELECT name, address, kind FROM person WHERE id = ?1", err);
    if (!statement)
        return OUTCOME_FAULT;
    sqlite3_bind_int64(statement, 1, id);
    enum outcome outcome = case_db_row(file, statement, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? case_db_damaged(file, "a person is missing", err) : outcome;
    struct address person = person_take(statement, arena);
    sqlite3_reset(statement);
    outcome = case_exchange_resolve(file, arena, &person, err);
    if (outcome == OUTCOME_OK)
        person_keep(&person, id, slot);
    return outcome;
}

enum outcome case_people_read(struct case_file *file, int64_t id, struct arena *arena, struct address *ret_address,
                              struct err *err)
{
    struct case_people *people = file->people;
    if (!people->read)
        people->read = slots(READ_SLOTS, sizeof *people->read);
    struct read_person *slot = &people->read[(uint64_t)id % READ_SLOTS];
    if (slot->id != id || !slot->text) {
        enum outcome outcome = person_read(file, id, arena, slot, err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    struct span text = arena_copy(arena, (struct span){slot->text, slot->name_size + slot->addr_size});
    *ret_address = (struct address){.name = span_slice(text, 0, slot->name_size),
                                    .addr = span_slice(text, slot->name_size, slot->addr_size),
                                    .kind = slot->kind};
    return OUTCOME_OK;
}
