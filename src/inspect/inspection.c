/* Gathers what is found in one attachment, within its bounds. */
#include "inspect/inspection.h"

#include <string.h>
#include <time.h>
#include "base/limits.h"
#include "base/utf8.h"
#include "inspect/inspect_file.h"
#include "inspect/name_facts.h"

static uint64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t inspection_clock(void)
{
    return nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
}

struct inspection inspection_begin(struct arena *arena, struct attachment *attachment, const struct inspection_options *options,
                                   struct inspection_budget *budget)
{
    return (struct inspection){.arena = arena, .options = options, .attachment = attachment, .budget = budget,
                               .began = inspection_clock(), .began_wall = nanoseconds(CLOCK_MONOTONIC)};
}

/* Room for one more in an array that lives in the arena. */
static void *grown(struct arena *arena, void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    *room = *room ? *room * 2 : 8;
    void *larger = arena_array(arena, *room, size);
    if (count)
        memcpy(larger, array, count * size);
    return larger;
}

static struct span one_line(struct arena *arena, struct span text)
{
    struct span line = utf8_repair(arena, utf8_cut(text, INSPECTION_DETAIL_BYTES));
    char *copy = arena_string(arena, line);
    for (size_t i = 0; i < line.size; i++)
        if ((unsigned char)copy[i] < ' ' || copy[i] == 0x7f)
            copy[i] = ' ';
    return span_trim((struct span){copy, line.size});
}

static struct attachment_fact *same_fact(struct inspection *inspection, const struct inspected_file *file, enum attachment_fact_kind kind,
                                         struct span detail)
{
    struct span line = kind == ATTACHMENT_YARA_MATCH ? one_line(inspection->arena, detail) : SPAN_NONE;
    for (size_t i = 0; i < inspection->attachment->fact_count; i++) {
        struct attachment_fact *fact = &inspection->facts[i];
        if (fact->kind == kind && span_equal(fact->where, file->where) && (kind != ATTACHMENT_YARA_MATCH || span_equal(fact->detail, line)))
            return fact;
    }
    return NULL;
}

void inspection_fact(struct inspection *inspection, const struct inspected_file *file, enum attachment_fact_kind kind, struct span detail)
{
    struct attachment *attachment = inspection->attachment;
    struct attachment_fact *same = same_fact(inspection, file, kind, detail);
    if (same) {
        if (detail.size > same->detail.size)
            same->detail = one_line(inspection->arena, detail);
        return;
    }
    if (attachment->fact_count == LIMIT_FACTS) {
        inspection_limit(inspection, "there are more findings than are kept");
        return;
    }
    inspection->facts = grown(inspection->arena, inspection->facts, attachment->fact_count, &inspection->fact_room, sizeof *inspection->facts);
    inspection->facts[attachment->fact_count++] = (struct attachment_fact){kind, file->where, one_line(inspection->arena, detail)};
    attachment->facts = inspection->facts;
}

void inspection_limit(struct inspection *inspection, const char *text)
{
    struct span *limits = &inspection->attachment->limits;
    if (limits->size && span_find(*limits, span_of(text), 0) != SIZE_MAX)
        return;
    *limits = limits->size ? arena_printf(inspection->arena, "%.*s; %s", SPAN_ARGS(*limits), text) : span_of(text);
}

void inspection_encrypted(struct inspection *inspection, const struct inspected_file *file, const char *how)
{
    struct attachment *attachment = inspection->attachment;
    if (file->depth) {
        inspection_fact(inspection, file, ATTACHMENT_ENCRYPTED_INSIDE, span_of(how));
        return;
    }
    if (attachment->encrypted != ATTACHMENT_ENCRYPTED_YES)
        attachment->encryption = span_of(how);
    attachment->encrypted = ATTACHMENT_ENCRYPTED_YES;
}

void inspection_shut(struct inspection *inspection, const struct inspected_file *file, const char *how)
{
    inspection_encrypted(inspection, file, how);
    inspection_limit(inspection, "its password was not tried: this kind of encryption is not opened");
}

void inspection_clear(struct inspection *inspection, const struct inspected_file *file)
{
    if (!file->depth && inspection->attachment->encrypted == ATTACHMENT_ENCRYPTED_UNKNOWN)
        inspection->attachment->encrypted = ATTACHMENT_ENCRYPTED_NO;
}

void inspection_macros(struct inspection *inspection, enum attachment_macros macros)
{
    enum attachment_macros *known = &inspection->attachment->macros;
    if (macros == ATTACHMENT_MACROS_UNKNOWN)
        *known = *known == ATTACHMENT_MACROS_NONE ? ATTACHMENT_MACROS_UNKNOWN : *known;
    else
        *known = *known == ATTACHMENT_MACROS_UNKNOWN ? macros : (enum attachment_macros)(*known | macros);
}

void inspection_opened(struct inspection *inspection, const struct inspected_file *file, const struct inspection_password *password)
{
    struct attachment *attachment = inspection->attachment;
    (void)file;
    if (attachment->opened_with.size)
        return;
    attachment->opened_with = arena_copy(inspection->arena, password->word);
    attachment->opened_where = one_line(inspection->arena, password->where);
}

struct attachment_member *inspection_member(struct inspection *inspection, const struct inspected_file *outer, struct span name,
                                            uint64_t size, bool encrypted)
{
    struct attachment *attachment = inspection->attachment;
    if (attachment->member_count == LIMIT_ARCHIVE_ENTRIES) {
        inspection_limit(inspection, "only the first entries are listed");
        return NULL;
    }
    inspection->members =
        grown(inspection->arena, inspection->members, attachment->member_count, &inspection->member_room, sizeof *inspection->members);
    struct attachment_member *member = &inspection->members[attachment->member_count++];
    *member = (struct attachment_member){.name = name, .size = size, .encrypted = encrypted};
    if (outer->where.size)
        member->name = arena_printf(inspection->arena, "%.*s/%.*s", SPAN_ARGS(outer->where), SPAN_ARGS(name));
    attachment->members = inspection->members;
    return member;
}

size_t inspection_room(struct inspection *inspection)
{
    uint64_t left = inspection->budget->inflated < LIMIT_INFLATED_BYTES ? LIMIT_INFLATED_BYTES - inspection->budget->inflated : 0;
    if (!left)
        inspection_limit(inspection, "no more is unpacked of this mail: limit reached");
    return left < LIMIT_MEMBER_BYTES ? (size_t)left : LIMIT_MEMBER_BYTES;
}

void inspection_spent(struct inspection *inspection, size_t bytes)
{
    inspection->budget->inflated += bytes;
}

/* CPU time never runs ahead of the clock, and only the clock is read without a system call. */
bool inspection_late(struct inspection *inspection)
{
    if (nanoseconds(CLOCK_MONOTONIC) - inspection->began_wall < INSPECTION_SECONDS * 1000000000ull)
        return false;
    if (inspection_clock() - inspection->began < INSPECTION_SECONDS * 1000000000ull)
        return false;
    inspection_limit(inspection, "it took too long to look at: the rest was left out");
    return true;
}

void inspection_enter(struct inspection *inspection, const struct inspected_file *outer, struct attachment_member *member,
                      struct span bytes)
{
    size_t number = (size_t)(member - inspection->members);
    struct inspected_file file = {.name = name_last_part(member->name), .where = member->name, .bytes = bytes,
                                  .size = member->size > bytes.size ? member->size : bytes.size, .depth = outer->depth + 1};
    if (member->size > bytes.size)
        inspection_limit(inspection, "of large or damaged members only the beginning was looked at");
    hash_sha256(bytes, member->sha256);
    member->read = true;
    inspect_file(inspection, &file);
    inspection->members[number].true_type = file.type; /* they may have moved */
}
