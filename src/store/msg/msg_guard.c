/* Checks the allocation table as far as the directory needs it, and the directory's tree. */
#include "store/msg/msg_guard.h"

#include "base/limits.h"
#include "store/pst/pst_bytes.h"

#define HEADER_BYTES 512
#define HEADER_TABLE_AT 0x4C     /* the first places of the allocation table ... */
#define HEADER_TABLE_COUNT 109   /* ... so many of them */
#define ENTRY_BYTES 128
#define NAME_BYTES 64
#define NO_ENTRY 0xFFFFFFFFu
#define SECTOR_MAX 0xFFFFFFFAu   /* above it: marks, not sectors */

enum entry_type { ENTRY_UNUSED = 0, ENTRY_STORAGE = 1, ENTRY_STREAM = 2, ENTRY_ROOT = 5 };

struct compound {
    GsfInput *input;
    struct span header;
    unsigned shift;          /* of a sector */
    uint64_t sectors;        /* that the file has room for */
    uint32_t *table;         /* sectors of the allocation table */
    size_t table_count;
    struct span directory;
    size_t entry_count;
};

struct step {
    uint32_t entry;
    uint32_t storage; /* that it lies in */
    unsigned depth;
};

bool msg_guard_magic(struct span head)
{
    return span_starts(head, SPAN_LITERAL("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

static bool read_at(GsfInput *input, uint64_t at, char *bytes, size_t size)
{
    gsf_off_t end = gsf_input_size(input);
    if (end < 0 || at > (uint64_t)end || size > (uint64_t)end - at)
        return false;
    return !gsf_input_seek(input, (gsf_off_t)at, G_SEEK_SET) && gsf_input_read(input, size, (guint8 *)bytes);
}

static bool read_sector(const struct compound *compound, uint32_t sector, char *bytes)
{
    return sector < compound->sectors
        && read_at(compound->input, ((uint64_t)sector + 1) << compound->shift, bytes, (size_t)1 << compound->shift);
}

static enum outcome header_read(struct arena *arena, GsfInput *input, struct compound *compound, struct err *err)
{
    char *header = arena_alloc(arena, HEADER_BYTES);
    *compound = (struct compound){.input = input, .header = {header, HEADER_BYTES}};
    if (!read_at(input, 0, header, HEADER_BYTES) || !msg_guard_magic(compound->header))
        return err_set(err, OUTCOME_DAMAGED, "is no compound file");
    compound->shift = pst_bytes_u16(compound->header, 0x1E);
    if ((compound->shift != 9 && compound->shift != 12) || pst_bytes_u16(compound->header, 0x20) != 6
        || pst_bytes_u32(compound->header, 0x38) != 4096)
        return err_set(err, OUTCOME_DAMAGED, "its header names sector sizes that do not exist");
    compound->sectors = ((uint64_t)gsf_input_size(input) >> compound->shift) - 1;
    if (compound->sectors == 0 || compound->sectors > SECTOR_MAX)
        return err_set(err, OUTCOME_DAMAGED, "the file is cut off behind its header");
    return OUTCOME_OK;
}

/* Further places of the table stand in sectors that are chained by their last entry. */
static void table_extend(struct arena *arena, struct compound *compound, size_t wanted)
{
    size_t per = ((size_t)1 << compound->shift) / 4;
    char *bytes = arena_alloc(arena, (size_t)1 << compound->shift);
    struct span sector = {bytes, (size_t)1 << compound->shift};
    uint32_t next = pst_bytes_u32(compound->header, 0x44);
    while (compound->table_count < wanted && read_sector(compound, next, bytes)) {
        for (size_t i = 0; i + 1 < per && compound->table_count < wanted; i++)
            compound->table[compound->table_count++] = pst_bytes_u32(sector, i * 4);
        next = pst_bytes_u32(sector, (per - 1) * 4);
    }
}

/* Not more sectors than the file has: so a chain that loops ends. */
static void table_read(struct arena *arena, struct compound *compound)
{
    size_t wanted = pst_bytes_u32(compound->header, 0x2C);
    size_t room = (size_t)(compound->sectors / (((uint64_t)1 << compound->shift) / 4) + 1);
    wanted = wanted < room ? wanted : room;
    compound->table = arena_array(arena, wanted, sizeof *compound->table);
    for (size_t i = 0; i < HEADER_TABLE_COUNT && i < wanted; i++)
        compound->table[compound->table_count++] = pst_bytes_u32(compound->header, HEADER_TABLE_AT + i * 4);
    table_extend(arena, compound, wanted);
}

/* The sector behind this one, or a mark above SECTOR_MAX. */
static uint32_t next_sector(const struct compound *compound, uint32_t sector)
{
    size_t per = ((size_t)1 << compound->shift) / 4;
    char bytes[4];
    if (sector / per >= compound->table_count)
        return UINT32_MAX;
    uint64_t at = (((uint64_t)compound->table[sector / per] + 1) << compound->shift) + sector % per * 4;
    return read_at(compound->input, at, bytes, sizeof bytes) ? pst_bytes_u32((struct span){bytes, sizeof bytes}, 0) : UINT32_MAX;
}

static enum outcome directory_read(struct arena *arena, struct compound *compound, struct err *err)
{
    size_t size = (size_t)1 << compound->shift, limit = (size_t)LIMIT_MSG_ENTRIES * ENTRY_BYTES >> compound->shift, count = 0;
    uint32_t first = pst_bytes_u32(compound->header, 0x30);
    for (uint32_t sector = first; sector < compound->sectors; sector = next_sector(compound, sector))
        if (++count > limit)
            return err_set(err, OUTCOME_DAMAGED, "its directory loops, or has more than %u entries: limit reached", LIMIT_MSG_ENTRIES);
    char *bytes = arena_array(arena, count, size);
    size_t filled = 0;
    for (uint32_t sector = first; filled < count; sector = next_sector(compound, sector))
        if (!read_sector(compound, sector, bytes + filled++ * size))
            break;
    compound->directory = (struct span){bytes, filled * size};
    compound->entry_count = compound->directory.size / ENTRY_BYTES;
    return compound->entry_count ? OUTCOME_OK : err_set(err, OUTCOME_DAMAGED, "its directory cannot be read");
}

static bool is_property_stream(struct span entry)
{
    static const char name[] = "__properties_version1.0";
    for (size_t i = 0; i < sizeof name; i++)
        if (pst_bytes_u16(entry, 2 * i) != (unsigned char)name[i])
            return false;
    return pst_bytes_u8(entry, NAME_BYTES + 2) == ENTRY_STREAM;
}

/* Every entry is met once: what is met again loops. */
static enum outcome tree_walk(struct arena *arena, const struct compound *compound, bool *ret_message, struct err *err)
{
    static const size_t links[] = {0x44, 0x48, 0x4C}; /* left, right, child */
    struct step *stack = arena_array(arena, compound->entry_count + 1, sizeof *stack);
    uint32_t *siblings = arena_array(arena, compound->entry_count, sizeof *siblings);
    bool *met = arena_array(arena, compound->entry_count, sizeof *met);
    size_t count = 1;
    stack[0] = (struct step){0};
    met[0] = true;
    *ret_message = false;
    while (count) {
        struct step at = stack[--count];
        struct span entry = span_slice(compound->directory, (size_t)at.entry * ENTRY_BYTES, ENTRY_BYTES);
        bool stream = pst_bytes_u8(entry, NAME_BYTES + 2) == ENTRY_STREAM;
        *ret_message |= at.storage == 0 && is_property_stream(entry);
        if (at.depth > MSG_GUARD_STEPS || ++siblings[at.storage] > LIMIT_MSG_SIBLINGS)
            return err_set(err, OUTCOME_DAMAGED, "a storage in it has more than %d entries: limit reached", LIMIT_MSG_SIBLINGS);
        for (size_t i = at.entry == 0 ? 2 : 0; i < 3 - (size_t)stream; i++) {
            uint32_t link = pst_bytes_u32(entry, links[i]);
            if (link == NO_ENTRY)
                continue;
            if (link >= compound->entry_count || met[link])
                return err_set(err, OUTCOME_DAMAGED, "its directory is broken: entry %u links to entry %u", at.entry, link);
            met[link] = true;
            stack[count++] = (struct step){link, i == 2 ? at.entry : at.storage, at.depth + 1};
        }
    }
    return OUTCOME_OK;
}

enum outcome msg_guard(struct arena *arena, GsfInput *input, bool *ret_message, struct err *err)
{
    struct compound compound;
    enum outcome outcome = header_read(arena, input, &compound, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    table_read(arena, &compound);
    outcome = directory_read(arena, &compound, err);
    return outcome == OUTCOME_OK ? tree_walk(arena, &compound, ret_message, err) : outcome;
}
