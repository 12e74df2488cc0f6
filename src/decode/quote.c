/* Walks a mail's text line by line and says which lines are the sender's own and which he quotes. */
#include "decode/quote.h"

#include <stdint.h>
#include "base/limits.h"
#include "decode/quote_attribution.h"
#include "decode/quote_block.h"
#include "decode/quote_labels.h"
#include "decode/quote_line.h"
#include "decode/quote_notes.h"

#define ATTRIBUTION_LINES 4 /* an attribution is wrapped over at most so many lines */
#define BLANKS_ABOVE 2      /* blank lines between an attribution and its quote */
#define SNIP_LINES 3        /* "[...]" and such between an attribution and its quote */
#define PREFIXED_LINES 3    /* lines below a header block that must be prefixed for what is not to be own */
#define RECENT_LINES (ATTRIBUTION_LINES + BLANKS_ABOVE + 1)

struct splitter {
    struct arena *arena;
    struct span text;
    struct quote_region *regions;
    size_t region_count;
    size_t region;                  /* the first that does not end before the current line */
    struct segment *segments;
    size_t segment_count;
    struct quote_header *headers;
    size_t header_count;
    enum segment_kind kind;         /* of the segment under construction */
    size_t start;                   /* where it starts */
    bool has_words;                 /* it has a line that is not blank */
    bool tail;                      /* all to the end is quoted */
    bool cut;
    struct quote_line recent[RECENT_LINES]; /* a ring of the last lines */
    size_t line_count;
};

static bool in_region(const struct quote_region *region, size_t at, bool unsure)
{
    return at >= region->start && at < region->end && (region->sure || unsure);
}

/* `region`: where to begin to look; regions that end before `at` are passed. */
static unsigned depth_at(const struct splitter *split, const struct quote_line *line, size_t *region, bool unsure)
{
    while (*region < split->region_count && split->regions[*region].end <= line->start)
        ++*region;
    bool within = *region < split->region_count && in_region(&split->regions[*region], line->start, unsure);
    return line->depth + within;
}

static void push(struct splitter *split, size_t end)
{
    split->segments[split->segment_count++] =
        (struct segment){split->kind, span_slice(split->text, split->start, end - split->start)};
}

/* The limit: what is not placed yet becomes one quoted segment. */
static void give_up(struct splitter *split)
{
    split->cut = true;
    split->tail = true;
    struct segment *last = &split->segments[split->segment_count - 1];
    if (split->kind == SEGMENT_OWN) {
        split->start = (size_t)(last->text.data - split->text.data);
        split->segment_count--;
    }
    split->kind = SEGMENT_QUOTED;
}

/* From `at` on the text is of this kind. Blank lines alone make no segment of their own. */
static void turn(struct splitter *split, enum segment_kind kind, size_t at)
{
    if (kind == split->kind)
        return;
    if (split->has_words && at > split->start) {
        if (split->segment_count + 2 > LIMIT_SEGMENTS) {
            give_up(split);
            return;
        }
        push(split, at);
        split->start = at;
    } else if (split->segment_count) {
        split->segment_count--;
        split->start = (size_t)(split->segments[split->segment_count].text.data - split->text.data);
    }
    split->kind = kind;
    split->has_words = false;
}

static void note_header(struct splitter *split, const struct quote_header *header)
{
    if (split->header_count == LIMIT_QUOTE_HEADERS)
        split->cut = true;
    else
        split->headers[split->header_count++] = *header;
}

/* The next line at or after `at` that has words, or, with `marks_too`, a quote mark; false at the end. */
static bool peek(const struct splitter *split, size_t at, bool marks_too, struct quote_line *ret_line)
{
    while (at < split->text.size) {
        struct quote_line line = quote_line_read(split->text, at);
        if (line.body.size || (marks_too && line.depth)) {
            *ret_line = line;
            return true;
        }
        at = line.next;
    }
    return false;
}

/* Is one of the next `reach` lines with words below `at` quoted once more than `depth`? */
static bool quote_follows(const struct splitter *split, size_t at, unsigned depth, unsigned reach)
{
    struct quote_line line;
    size_t region = split->region;
    for (; reach > 0 && peek(split, at, true, &line); reach--) {
        if (depth_at(split, &line, &region, true) > depth)
            return true;
        at = line.next;
    }
    return false;
}

/* Are the next lines with words, PREFIXED_LINES or all there are, quoted once more than `depth`? One alone may be a quote within
   the mail that is quoted without marks. */
static bool prefix_follows(const struct splitter *split, size_t at, unsigned depth)
{
    struct quote_line line;
    size_t region = split->region;
    unsigned lines = 0;
    for (; lines < PREFIXED_LINES && peek(split, at, true, &line); lines++) {
        if (depth_at(split, &line, &region, false) <= depth)
            return false;
        at = line.next;
    }
    return lines > 0;
}

/* A region of which the HTML did not say that it is a quote is one after all. */
static void settle_region(struct splitter *split, size_t at)
{
    struct quote_line line;
    size_t region = split->region;
    if (peek(split, at, true, &line) && depth_at(split, &line, &region, true) > line.depth)
        split->regions[region].sure = true;
}

static const struct quote_line *recent_line(const struct splitter *split, size_t back)
{
    return &split->recent[(split->line_count - back) % RECENT_LINES];
}

/* A line with words at this depth; an own one must belong to the segment under construction. */
static bool may_join(const struct splitter *split, const struct quote_line *line, unsigned depth)
{
    return line->body.size && line->depth == depth && (split->tail || depth > 0 || line->start >= split->start);
}

/* `count` lines joined by blanks into `buffer`, the newest `skip` left out; empty where they do not belong together. */
static struct span joined(const struct splitter *split, size_t skip, size_t count, char buffer[QUOTE_ATTRIBUTION_BYTES])
{
    size_t size = 0;
    unsigned depth = recent_line(split, skip + 1)->depth;
    for (size_t back = skip + count; back > skip; back--) {
        const struct quote_line *line = recent_line(split, back);
        if (!may_join(split, line, depth) || line->body.size >= QUOTE_ATTRIBUTION_BYTES - size)
            return SPAN_NONE;
        if (size)
            buffer[size++] = ' ';
        memcpy(buffer + size, line->body.data, line->body.size);
        size += line->body.size;
    }
    return (struct span){buffer, size};
}

static bool has_digit(struct span line)
{
    for (size_t i = 0; i < line.size && i < QUOTE_ATTRIBUTION_BYTES; i++)
        if (line.data[i] >= '0' && line.data[i] <= '9')
            return true;
    return false;
}

/* The attribution that ends with the line `skip` lines above the last one read: strong with as many lines as it takes, else
   weak with the fewest. Returns its first line's start, SIZE_MAX = none. */
static size_t attribution_start(struct splitter *split, size_t skip, bool weak_too)
{
    char buffer[QUOTE_ATTRIBUTION_BYTES];
    struct quote_header header, found = {0};
    size_t start = SIZE_MAX;
    for (size_t count = 1; count <= ATTRIBUTION_LINES && skip + count <= split->line_count; count++) {
        if (count > 1 && !has_digit(recent_line(split, skip + count)->body))
            continue; /* what a line more could add is the date */
        struct span line = joined(split, skip, count, buffer);
        if (!line.size)
            break;
        enum quote_attribution kind = quote_attribution_read(split->arena, line, &header);
        if (kind == QUOTE_ATTRIBUTION_NONE || (kind == QUOTE_ATTRIBUTION_WEAK && (!weak_too || start != SIZE_MAX)))
            continue;
        start = recent_line(split, skip + count)->start;
        found = header;
        if (kind == QUOTE_ATTRIBUTION_STRONG)
            break;
    }
    if (start != SIZE_MAX)
        note_header(split, &found);
    return start;
}

/* A line that looks like the end of an attribution. */
static void try_attribution(struct splitter *split, const struct quote_line *line, unsigned depth)
{
    bool follows = quote_follows(split, line->next, depth, 1);
    size_t start = attribution_start(split, 0, follows);
    if (start == SIZE_MAX)
        return;
    if (follows)
        settle_region(split, line->next);
    if (depth || split->tail)
        return;
    turn(split, SEGMENT_QUOTED, start);
    split->has_words = true;
    split->tail = !follows && !quote_follows(split, line->next, depth, SNIP_LINES);
}

/* Quoted lines begin below a line that did not look like an attribution by its end: does it by the whole? */
static void turn_quoted(struct splitter *split, const struct quote_line *line)
{
    if (split->kind == SEGMENT_QUOTED)
        return;
    size_t skip = 1; /* the quoted line itself, then the blank ones above it */
    while (skip <= BLANKS_ABOVE && skip < split->line_count && !recent_line(split, skip + 1)->body.size)
        skip++;
    size_t above = skip < split->line_count ? attribution_start(split, skip, true) : SIZE_MAX;
    turn(split, SEGMENT_QUOTED, above == SIZE_MAX ? line->start : above);
}

/* Where the quoted segment starts that a block at `line` opens: a rule of dashes above it belongs to it. */
static size_t block_start(const struct splitter *split, const struct quote_line *line)
{
    for (size_t back = 2; back <= 3 && back <= split->line_count; back++) {
        const struct quote_line *above = recent_line(split, back);
        if (above->depth != line->depth || above->start < split->start)
            break;
        if (quote_labels_rule(above->body))
            return above->start;
        if (above->body.size)
            break;
    }
    return line->start;
}

/* A header block or separator at `line`; returns where reading goes on, or 0 where there is none. */
static size_t try_block(struct splitter *split, const struct quote_line *line, unsigned depth)
{
    enum quote_separator separator = quote_labels_separator(line->body);
    size_t at = line->start;
    struct quote_line below;
    struct quote_block block = {.end = line->next};
    bool announced = separator != QUOTE_SEPARATOR_NONE;
    if (announced && peek(split, line->next, false, &below))
        at = below.start;
    bool found = quote_block_read(split->arena, split->text, at, announced, &block);
    if (!found && separator != QUOTE_SEPARATOR_CUTS)
        return 0;
    if (found)
        note_header(split, &block.header);
    if (depth == 0 && !split->tail) {
        bool follows = prefix_follows(split, block.end, 0) || (found && quote_line_read(split->text, at).depth);
        turn(split, SEGMENT_QUOTED, block_start(split, line));
        split->tail = !follows;
    }
    split->has_words = true;
    return block.end;
}

/* The `nth` line with words above the last one read, or NULL where the ring or the segment ends. */
static const struct quote_line *line_above(const struct splitter *split, unsigned nth)
{
    for (size_t back = 2; back <= RECENT_LINES && back <= split->line_count; back++) {
        const struct quote_line *line = recent_line(split, back);
        if (line->start < split->start)
            return NULL;
        if (line->body.size && --nth == 0)
            return line;
    }
    return NULL;
}

/* A header without a From label; returns as try_block. */
static size_t try_notes(struct splitter *split, const struct quote_line *line, unsigned depth)
{
    struct span value;
    const struct quote_label *label = quote_labels_match(line->body, &value);
    const struct quote_line *date = label && label->field == QUOTE_TO ? line_above(split, 1) : NULL;
    struct quote_block block;
    size_t start;
    if (!date || !quote_notes_read(split->arena, split->text, line_above(split, 2), date, line, &block, &start))
        return 0;
    note_header(split, &block.header);
    if (depth == 0 && !split->tail) {
        turn(split, SEGMENT_QUOTED, start);
        split->tail = !prefix_follows(split, block.end, 0);
    }
    split->has_words = true;
    return block.end;
}

static bool may_be_block(struct span body)
{
    char first = body.data[0];
    if (first == '-' || first == '_' || first == '=')
        return body.size > 5;
    return quote_labels_first_byte(first);
}

static bool label_or_separator(struct span body)
{
    struct span value;
    return may_be_block(body)
        && (quote_labels_match(body, &value) || quote_labels_separator(body) != QUOTE_SEPARATOR_NONE);
}

/* An unsure region with a header block or a separator is a quote. */
static void settle_by_block(struct splitter *split, const struct quote_line *line)
{
    struct quote_block block;
    size_t region = split->region;
    depth_at(split, line, &region, true);
    if (region < split->region_count && in_region(&split->regions[region], line->start, true)
        && (quote_labels_separator(line->body) == QUOTE_SEPARATOR_CUTS
            || quote_block_read(split->arena, split->text, line->start, false, &block)))
        split->regions[region].sure = true;
}

/* One line; returns where the next one starts. */
static size_t take_line(struct splitter *split, size_t at)
{
    struct quote_line line = quote_line_read(split->text, at);
    unsigned depth = depth_at(split, &line, &split->region, false);
    split->recent[split->line_count++ % RECENT_LINES] = line;
    if (!line.body.size && !depth)
        return line.next;
    bool labelled = line.body.size && label_or_separator(line.body);
    if (labelled && !depth && !split->tail) {
        settle_by_block(split, &line);
        depth = depth_at(split, &line, &split->region, false);
    }
    if (depth && !split->tail)
        turn_quoted(split, &line);
    else if (!split->tail)
        turn(split, SEGMENT_OWN, at);
    split->has_words |= line.body.size > 0 || depth > 0;
    size_t next = labelled ? try_block(split, &line, depth) : 0;
    if (labelled && !next)
        next = try_notes(split, &line, depth);
    if (next)
        return next;
    if (quote_attribution_may_end(line.body))
        try_attribution(split, &line, depth);
    return line.next;
}

/* The result's arrays, taken out of the working ones at their true size. */
static struct quote_result result_of(struct splitter *split)
{
    struct segment *segments = arena_array(split->arena, split->segment_count, sizeof *segments);
    struct quote_header *headers = arena_array(split->arena, split->header_count, sizeof *headers);
    if (split->segment_count)
        memcpy(segments, split->segments, split->segment_count * sizeof *segments);
    if (split->header_count)
        memcpy(headers, split->headers, split->header_count * sizeof *headers);
    return (struct quote_result){segments, split->segment_count, headers, split->header_count, split->cut};
}

void quote_split_regions(struct arena *arena, struct span text, const struct quote_region *regions, size_t region_count,
                         struct quote_result *ret_result)
{
    struct segment segments[LIMIT_SEGMENTS];
    struct quote_header headers[LIMIT_QUOTE_HEADERS];
    struct splitter split = {.arena = arena, .text = text, .region_count = region_count, .segments = segments,
                             .headers = headers, .kind = SEGMENT_OWN};
    split.regions = arena_array(arena, region_count, sizeof *split.regions);
    if (region_count)
        memcpy(split.regions, regions, region_count * sizeof *regions);
    for (size_t at = 0; at < text.size && !(split.tail && split.cut);)
        at = take_line(&split, at);
    if (text.size > split.start)
        push(&split, text.size);
    *ret_result = result_of(&split);
}

void quote_split(struct arena *arena, struct span text, struct quote_result *ret_result)
{
    quote_split_regions(arena, text, NULL, 0, ret_result);
}
