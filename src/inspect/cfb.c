/* Walks a compound file; each chain ends after as many sectors as the file has. */
#include "inspect/cfb.h"

#include "base/utf8.h"
#include "inspect/le.h"

#define HEADER 512u
#define HEADER_DIFAT 76u      /* place of the first 109 sectors of the allocation table */
#define HEADER_FATS 109u
#define ENTRY 128u
#define LAST_SECTOR 0xfffffffau /* numbers from here on say something else than a sector */
#define NAME_BYTES 64u

static bool sector_at(const struct cfb *cfb, uint32_t sector, struct span *ret_bytes)
{
    if (sector >= LAST_SECTOR)
        return false;
    uint64_t at = ((uint64_t)sector + 1) * cfb->sector_size;
    *ret_bytes = at < cfb->bytes.size ? span_slice(cfb->bytes, (size_t)at, cfb->sector_size) : SPAN_NONE;
    return ret_bytes->size > 0;
}

static size_t sectors_in(const struct cfb *cfb)
{
    return cfb->bytes.size / cfb->sector_size + 1;
}

static uint32_t next_sector(const struct cfb *cfb, uint32_t sector)
{
    size_t each = cfb->sector_size / 4;
    struct span table;
    if (sector / each >= cfb->fat_count || !sector_at(cfb, cfb->fat[sector / each], &table) || table.size < (sector % each + 1) * 4)
        return CFB_NONE;
    return le_u32(table, sector % each * 4);
}

/* The sectors of the allocation table: 109 of the header, the rest in a chain of their own. */
static void read_fat(struct arena *arena, struct cfb *cfb)
{
    size_t most = sectors_in(cfb) / (cfb->sector_size / 4) + 1, each = cfb->sector_size / 4 - 1;
    uint32_t *fat = arena_array(arena, most, sizeof *fat), sector = le_u32(cfb->bytes, 68);
    for (size_t i = 0; i < HEADER_FATS && cfb->fat_count < most; i++) {
        uint32_t number = le_u32(cfb->bytes, HEADER_DIFAT + i * 4);
        if (number < LAST_SECTOR)
            fat[cfb->fat_count++] = number;
    }
    struct span list;
    for (size_t seen = 0; seen <= most && sector_at(cfb, sector, &list); seen++, sector = le_u32(list, each * 4))
        for (size_t i = 0; i < each && cfb->fat_count < most; i++)
            if (i * 4 + 4 <= list.size && le_u32(list, i * 4) < LAST_SECTOR)
                fat[cfb->fat_count++] = le_u32(list, i * 4);
    cfb->fat = fat;
}

/* How many of the first `most` sectors of a chain follow each other in the file. */
static size_t run_of(const struct cfb *cfb, uint32_t sector, size_t most)
{
    size_t run = 1;
    while (run < most && next_sector(cfb, sector) == sector + 1) {
        sector++;
        run++;
    }
    return run;
}

/* Up to `size` bytes of a chain of whole sectors. */
static struct span read_chain(struct arena *arena, const struct cfb *cfb, uint32_t sector, size_t size)
{
    if (size > cfb->bytes.size)
        size = cfb->bytes.size;
    size_t wanted = (size + cfb->sector_size - 1) / cfb->sector_size, run = run_of(cfb, sector, wanted), got = 0;
    if (!size || sector >= LAST_SECTOR)
        return SPAN_NONE;
    uint64_t at = ((uint64_t)sector + 1) * cfb->sector_size;
    struct span whole = at < cfb->bytes.size ? span_slice(cfb->bytes, (size_t)at, size) : SPAN_NONE, piece;
    if (run >= wanted || next_sector(cfb, sector + (uint32_t)run - 1) >= LAST_SECTOR)
        return span_slice(whole, 0, run * cfb->sector_size);
    char *copy = arena_alloc(arena, size);
    for (size_t i = 0; i < wanted && got < size && sector_at(cfb, sector, &piece); i++, sector = next_sector(cfb, sector)) {
        piece = span_slice(piece, 0, size - got);
        memcpy(copy + got, piece.data, piece.size);
        got += piece.size;
    }
    return (struct span){copy, got};
}

static struct span read_mini(struct arena *arena, const struct cfb *cfb, const struct cfb_entry *entry, size_t size)
{
    struct span stream = cfb->mini_stream, table = cfb->mini_table;
    if (size > stream.size)
        size = stream.size;
    char *copy = arena_alloc(arena, size);
    size_t got = 0;
    uint32_t sector = entry->start;
    while (got < size && sector < LAST_SECTOR) {
        struct span piece = span_slice(stream, (size_t)sector * cfb->mini_size, cfb->mini_size);
        piece = span_slice(piece, 0, size - got);
        if (!piece.size)
            break;
        memcpy(copy + got, piece.data, piece.size);
        got += piece.size;
        sector = (size_t)sector * 4 + 4 <= table.size ? le_u32(table, (size_t)sector * 4) : CFB_NONE;
    }
    return (struct span){copy, got};
}

struct span cfb_read(struct arena *arena, const struct cfb *cfb, uint32_t entry, size_t limit)
{
    if (entry >= cfb->count || cfb->entries[entry].kind != CFB_STREAM)
        return SPAN_NONE;
    const struct cfb_entry *at = &cfb->entries[entry];
    size_t size = at->size < limit ? (size_t)at->size : limit;
    return at->size < cfb->cutoff ? read_mini(arena, cfb, at, size) : read_chain(arena, cfb, at->start, size);
}

struct span cfb_text(struct arena *arena, struct span utf16)
{
    char *text = arena_alloc(arena, utf16.size / 2 * 3 + 4);
    size_t size = 0;
    for (size_t at = 0; at + 2 <= utf16.size && le_u16(utf16, at); at += 2) {
        uint32_t unit = le_u16(utf16, at), low = le_u16(utf16, at + 2);
        if (unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            at += 2;
        }
        size += utf8_put(unit, text + size);
    }
    return (struct span){text, size};
}

static void read_entry(struct arena *arena, const struct cfb *cfb, struct span bytes, struct cfb_entry *out)
{
    size_t name = le_u16(bytes, 64);
    *out = (struct cfb_entry){.name = cfb_text(arena, span_slice(bytes, 0, name < NAME_BYTES ? name : NAME_BYTES)), .kind = le_u8(bytes, 66),
                              .parent = CFB_NONE, .start = le_u32(bytes, 116), .size = le_u64(bytes, 120)};
    if (cfb->sector_size == 512) /* [MS-CFB] 2.6.1: version 3 leaves the upper half undefined */
        out->size &= UINT32_MAX;
}

/* Follows children and siblings from the root; each entry is reached once. */
static void link_entries(struct arena *arena, struct cfb *cfb, struct cfb_entry *entries, struct span directory)
{
    uint32_t *open = arena_array(arena, (size_t)cfb->count * 3 + 1, sizeof *open);
    bool *seen = arena_array(arena, cfb->count, sizeof *seen);
    size_t height = 0;
    seen[0] = true;
    uint32_t child = le_u32(directory, 76);
    if (child < cfb->count && !seen[child]) {
        entries[child].parent = 0;
        seen[child] = true;
        open[height++] = child;
    }
    while (height) {
        uint32_t at = open[--height];
        for (size_t link = 0; link < 3; link++) { /* left, right, child */
            uint32_t to = le_u32(directory, (size_t)at * ENTRY + 68 + link * 4);
            if (to >= cfb->count || (link == 2 && entries[at].kind == CFB_STREAM))
                continue;
            if (seen[to]) {
                cfb->damaged = true;
                continue;
            }
            seen[to] = true;
            entries[to].parent = link == 2 ? at : entries[at].parent;
            open[height++] = to;
        }
    }
}

bool cfb_open(struct arena *arena, struct span bytes, struct cfb *ret_cfb)
{
    unsigned shift = le_u16(bytes, 30), mini = le_u16(bytes, 32);
    struct cfb cfb = {.bytes = bytes, .cutoff = le_u32(bytes, 56)};
    if (bytes.size < HEADER || !span_starts(bytes, SPAN_LITERAL("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")))
        return false;
    cfb.sector_size = shift == 12 ? 4096 : 512; /* [MS-CFB] 2.2: no other is allowed */
    cfb.mini_size = mini >= 4 && mini <= 9 ? 1u << mini : 64;
    cfb.damaged = (shift != 9 && shift != 12) || mini != 6;
    read_fat(arena, &cfb);
    struct span directory = read_chain(arena, &cfb, le_u32(bytes, 48), (CFB_ENTRIES + 1) * ENTRY);
    size_t count = directory.size / ENTRY;
    if (!count)
        return false;
    cfb.damaged |= count > CFB_ENTRIES;
    cfb.count = (uint32_t)(count > CFB_ENTRIES ? CFB_ENTRIES : count);
    struct cfb_entry *entries = arena_array(arena, cfb.count, sizeof *entries);
    for (uint32_t i = 0; i < cfb.count; i++)
        read_entry(arena, &cfb, span_slice(directory, (size_t)i * ENTRY, ENTRY), &entries[i]);
    link_entries(arena, &cfb, entries, directory);
    cfb.entries = entries;
    cfb.mini_stream = read_chain(arena, &cfb, entries[0].start, entries[0].size < CFB_MINI_BYTES ? (size_t)entries[0].size : CFB_MINI_BYTES);
    cfb.damaged |= entries[0].size > CFB_MINI_BYTES;
    cfb.mini_table = read_chain(arena, &cfb, le_u32(bytes, 60), (cfb.mini_stream.size / cfb.mini_size + 1) * 4);
    *ret_cfb = cfb;
    return true;
}

uint32_t cfb_find(const struct cfb *cfb, uint32_t parent, struct span name)
{
    for (uint32_t i = 0; i < cfb->count; i++)
        if (cfb->entries[i].parent == parent && span_equal_nocase(cfb->entries[i].name, name))
            return i;
    return CFB_NONE;
}

uint32_t cfb_find_anywhere(const struct cfb *cfb, struct span name, uint32_t from)
{
    for (uint32_t i = from; i < cfb->count; i++)
        if (span_equal_nocase(cfb->entries[i].name, name))
            return i;
    return CFB_NONE;
}
