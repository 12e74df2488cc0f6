/* Follows the events of an HTML mail and writes down its text, noting which parts the HTML says are quoted. */
#include "decode/html_text.h"

#include <stdint.h>
#include "base/limits.h"
#include "decode/html_element.h"
#include "decode/html_feed.h"
#include "decode/html_link.h"
#include "decode/html_quote.h"
#include "decode/html_style.h"
#include "decode/html_writer.h"
#include "decode/quote.h"

#define TITLE_BYTES 300 /* of an attribution line, which is wrapped by markup at most once */
#define TITLE_LINES 2

/* How far a div.gmail_quote has come. */
enum holder {
    HOLDER_NONE,
    HOLDER_OPEN,    /* nothing of note yet: an unsure region runs, which a blockquote will take back */
    HOLDER_TITLED,  /* its gmail_attr is over: a forward if text comes next, a reply if a blockquote */
    HOLDER_QUOTED,  /* its quote has begun: what comes behind it is the sender's own */
};

struct entry {
    bool hidden;
    bool pre;
    bool region;        /* closing it closes the region */
    bool title;         /* the region is an attribution line: a long one is the sender's own answer */
    enum holder holder;
};

struct walk {
    struct html_writer writer;
    struct html_link link;
    struct entry stack[LIMIT_HTML_DEPTH];
    size_t depth;               /* open elements, remembered or not */
    size_t hidden;              /* remembered ones that are */
    size_t pre;
    size_t holder;              /* innermost holder's place in the stack + 1; 0 = none */
    struct quote_region regions[LIMIT_SEGMENTS];
    size_t region_count;
    size_t owner;               /* depth at which the open region was opened; 0 = none is open */
    bool tail;                  /* the open region never closes */
    bool cut;
};

/* Where an attribute that matters is kept; NULL for any other. */
static struct span *place_of(struct html_attributes *attributes, const char *name)
{
    switch (name[0]) {
    case 'c':
        return strcmp(name, "class") == 0 ? &attributes->class_names : NULL;
    case 'i':
        return strcmp(name, "id") == 0 ? &attributes->id : NULL;
    case 's':
        return strcmp(name, "style") == 0 ? &attributes->style : NULL;
    case 't':
        return strcmp(name, "type") == 0 ? &attributes->type : strcmp(name, "tabindex") == 0 ? &attributes->tabindex : NULL;
    default:
        return NULL;
    }
}

static struct span href_of(const char *const *list)
{
    for (size_t i = 0; list && list[i]; i += 2)
        if (strcmp(list[i], "href") == 0)
            return span_of(list[i + 1]);
    return SPAN_NONE;
}

static struct html_attributes attributes_of(const char *const *list)
{
    struct html_attributes found = {0};
    for (size_t i = 0; list && list[i]; i += 2) {
        struct span *place = place_of(&found, list[i]);
        if (place)
            *place = span_of(list[i + 1]);
        else if (strcmp(list[i], "hidden") == 0)
            found.hidden = true;
    }
    return found;
}

static struct entry *top(struct walk *walk)
{
    return walk->depth && walk->depth <= LIMIT_HTML_DEPTH ? &walk->stack[walk->depth - 1] : NULL;
}

/* Opens a region that the current element closes again. Regions do not nest: the outermost counts. */
static void region_open(struct walk *walk, bool sure)
{
    struct entry *entry = top(walk);
    if (walk->owner || walk->tail || !entry)
        return;
    if (walk->region_count == LIMIT_SEGMENTS) {
        walk->cut = true;
        return;
    }
    size_t start = html_writer_settle(&walk->writer);
    walk->regions[walk->region_count++] = (struct quote_region){start, start, sure};
    walk->owner = walk->depth;
    entry->region = true;
}

static bool short_title(struct span text)
{
    if (text.size > TITLE_BYTES)
        return false;
    size_t lines = 0;
    for (struct span line; lines <= TITLE_LINES && span_take_line(&text, &line);)
        lines += span_trim(line).size > 0;
    return lines <= TITLE_LINES;
}

static void region_close(struct walk *walk)
{
    struct quote_region *region = &walk->regions[walk->region_count - 1];
    region->end = html_writer_settle(&walk->writer);
    if (region->end == region->start)
        walk->region_count--;
    if (walk->stack[walk->owner - 1].title)
        region->sure = short_title(span_slice(buf_span(&walk->writer.out), region->start, region->end - region->start));
    walk->stack[walk->owner - 1].region = false;
    walk->owner = 0;
}

static void tail_open(struct walk *walk)
{
    if (walk->tail)
        return;
    if (!walk->owner) /* else the rest of the mail is quoted from where the quote around began */
        region_open(walk, true);
    if (!walk->owner)
        return;
    walk->stack[walk->owner - 1].region = false;
    struct quote_region *region = &walk->regions[walk->region_count - 1];
    region->sure = region->start > 0; /* at the top of the mail somebody has written below the mark: a header block must show */
    walk->owner = 0;
    walk->tail = true;
}

/* Has the holder's own region, which began with it or behind its title, no word yet? */
static bool region_empty(const struct walk *walk)
{
    return walk->writer.out.size == walk->regions[walk->region_count - 1].start;
}

/* A blockquote or gmail_attr within div.gmail_quote: the region that the div opened on suspicion gives way to a sharper one. */
static void holder_meets(struct walk *walk, bool title)
{
    if (!walk->holder || walk->owner != walk->holder || walk->tail)
        return;
    struct entry *holder = &walk->stack[walk->holder - 1];
    if (holder->holder == HOLDER_TITLED && !region_empty(walk))
        return; /* a forward: words of the mail forwarded stand before this blockquote */
    walk->region_count--;
    walk->owner = 0;
    holder->region = false;
    holder->holder = title ? HOLDER_TITLED : HOLDER_QUOTED;
}

/* The title of a holder is over: what comes is the mail forwarded unless it is a blockquote. */
static void holder_resumes(struct walk *walk)
{
    if (!walk->holder || walk->owner || walk->tail || walk->stack[walk->holder - 1].holder != HOLDER_TITLED
        || walk->region_count == LIMIT_SEGMENTS)
        return;
    size_t start = html_writer_settle(&walk->writer);
    walk->regions[walk->region_count++] = (struct quote_region){start, start, true};
    walk->owner = walk->holder;
    walk->stack[walk->holder - 1].region = true;
}

static void mark(struct walk *walk, struct span name, const struct html_attributes *attributes, const struct html_style *style)
{
    enum html_quote quote = html_quote_of(name, attributes, style);
    bool block = span_equal(name, SPAN_LITERAL("blockquote"));
    if (quote == HTML_QUOTE_TAIL)
        tail_open(walk);
    if (quote == HTML_QUOTE_TITLE || (block && quote != HTML_QUOTE_TAIL))
        holder_meets(walk, !block);
    if (quote == HTML_QUOTE_REGION || quote == HTML_QUOTE_INDENT || quote == HTML_QUOTE_TITLE)
        region_open(walk, quote != HTML_QUOTE_INDENT);
    if (quote == HTML_QUOTE_TITLE && top(walk))
        top(walk)->title = true;
    if (quote == HTML_QUOTE_HOLDER && !walk->owner && !walk->tail) {
        region_open(walk, false);
        if (top(walk) && top(walk)->region) {
            top(walk)->holder = HOLDER_OPEN;
            walk->holder = walk->depth;
        }
    }
}

static void lay_out(struct walk *walk, const struct html_element *element, const struct html_attributes *attributes)
{
    unsigned breaks = element->breaks;
    if (breaks == 2 && span_find(attributes->class_names, SPAN_LITERAL("Mso"), 0) != SIZE_MAX)
        breaks = 1; /* Outlook writes each line as a paragraph without margins */
    if (breaks)
        html_writer_break(&walk->writer, breaks);
    if (element->line)
        html_writer_line(&walk->writer);
    if (element->cell)
        html_writer_cell(&walk->writer);
    if (element->item && !walk->hidden)
        html_writer_text(&walk->writer, SPAN_LITERAL("- "), false);
}

static void on_open(void *user, const char *name, const char *const *list)
{
    struct walk *walk = user;
    const struct html_element *element = html_element_of(span_of(name));
    struct html_attributes attributes = attributes_of(list);
    struct html_style style = html_style_read(attributes.style);
    walk->depth++;
    if (walk->depth > LIMIT_HTML_DEPTH) {
        walk->cut = true;
    } else {
        struct entry entry = {.hidden = element->skip || style.hidden || attributes.hidden, .pre = element->pre || style.pre};
        *top(walk) = entry;
        walk->hidden += entry.hidden;
        walk->pre += entry.pre;
        mark(walk, span_of(name), &attributes, &style);
    }
    lay_out(walk, element, &attributes);
    if (span_equal(span_of(name), SPAN_LITERAL("a")) && !walk->hidden)
        html_link_open(&walk->link, &walk->writer, href_of(list));
}

static void leave(struct walk *walk)
{
    struct entry *entry = top(walk);
    if (entry) {
        walk->hidden -= entry->hidden;
        walk->pre -= entry->pre;
        bool region = entry->region && walk->owner == walk->depth && !walk->tail;
        if (region)
            region_close(walk);
        if (walk->holder == walk->depth)
            walk->holder = 0;
        else if (region)
            holder_resumes(walk);
    }
    walk->depth--;
}

static void on_close(void *user, const char *name)
{
    struct walk *walk = user;
    const struct html_element *element = html_element_of(span_of(name));
    if (!walk->depth)
        return;
    if (span_equal(span_of(name), SPAN_LITERAL("a")) && !walk->hidden)
        html_link_close(&walk->link, &walk->writer);
    if (element->breaks)
        html_writer_break(&walk->writer, 1);
    leave(walk);
}

static void on_text(void *user, struct span text)
{
    struct walk *walk = user;
    if (!walk->hidden)
        html_writer_text(&walk->writer, text, walk->pre > 0);
}

static void on_forget(void *user)
{
    struct walk *walk = user;
    while (walk->depth)
        leave(walk);
}

static bool on_enough(void *user)
{
    const struct walk *walk = user;
    return walk->writer.cut;
}

void html_text(struct arena *arena, struct span html, struct html_text_result *ret_result)
{
    static const struct html_events events = {on_open, on_close, on_text, on_forget, on_enough};
    struct walk walk = {0};
    bool fed_all = !html_feed(html, &events, &walk);
    if (walk.owner || walk.tail)
        walk.regions[walk.region_count - 1].end = walk.writer.out.size;
    struct span text = arena_copy(arena, buf_span(&walk.writer.out));
    buf_free(&walk.writer.out);
    struct quote_result split;
    quote_split_regions(arena, text, walk.regions, walk.region_count, &split);
    *ret_result = (struct html_text_result){
        .segments = split.segments, .segment_count = split.segment_count, .headers = split.headers,
        .header_count = split.header_count, .cut = !fed_all || walk.cut || walk.writer.cut || split.cut,
    };
}
