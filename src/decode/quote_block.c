/* Reads a reply's header block: labels of one language close together, values that may be wrapped. */
#include "decode/quote_block.h"

#include <stdint.h>
#include "base/buf.h"
#include "decode/quote_labels.h"
#include "decode/quote_line.h"
#include "decode/quote_person.h"

#define BLOCK_REACH 8       /* lines in which a block must have proved itself: 6 and a wrapped value */
#define BLOCK_LINES 60      /* lines of one block, long recipient lists wrapped */
#define VALUE_PARTS 3       /* lines of one wrapped value that are kept */
#define VALUE_BYTES 1000    /* of one line of a value */

struct value {
    struct span parts[VALUE_PARTS];
    size_t count;
    size_t sure; /* parts that a later label has closed: what follows the last label may be the mail itself */
};

struct reading {
    struct value values[QUOTE_FIELDS];
    uint8_t seen[QUOTE_LANGUAGES];  /* one bit a field */
    bool address;
    bool sent;                      /* a label that only reply headers have */
    enum quote_field field;         /* of the last label */
    bool blank;                     /* the line before was blank */
    unsigned wrapped;               /* lines since the last label */
    size_t end;
};

static void value_add(struct value *value, struct span line)
{
    if (value->count < VALUE_PARTS && line.size)
        value->parts[value->count++] = span_slice(line, 0, VALUE_BYTES);
}

static struct span value_join(struct arena *arena, const struct value *value)
{
    BUF_LOCAL joined = {0};
    for (size_t i = 0; i < value->sure; i++) {
        if (i)
            buf_add_byte(&joined, ' ');
        buf_add(&joined, value->parts[i]);
    }
    return arena_copy(arena, buf_span(&joined));
}

/* True where some language has From and at least `others` fields beside it. */
static bool proved(const struct reading *reading, int others)
{
    for (size_t i = 0; i < QUOTE_LANGUAGES; i++) {
        unsigned fields = reading->seen[i];
        if ((fields & 1u << QUOTE_FROM) && __builtin_popcount(fields) > others)
            return others < 2 || reading->address || reading->sent || (fields & 1u << QUOTE_SUBJECT);
    }
    return false;
}

/* False where the label begins a second block: its field is there already. */
static bool take_label(struct reading *reading, const struct quote_label *label, struct span rest, size_t next)
{
    struct value *value = &reading->values[label->field];
    if (label->field != QUOTE_CC && value->count)
        return false;
    reading->values[reading->field].sure = reading->values[reading->field].count;
    for (size_t i = 0; i < QUOTE_LANGUAGES; i++)
        if (label->languages >> i & 1)
            reading->seen[i] |= (uint8_t)(1u << label->field);
    value_add(value, rest);
    value->sure = value->count;
    reading->field = label->field;
    reading->sent |= label->field == QUOTE_SENT && !span_equal_nocase(span_of(label->text), SPAN_LITERAL("Date"))
        && !span_equal_nocase(span_of(label->text), SPAN_LITERAL("Datum"));
    reading->wrapped = 0;
    reading->end = next;
    return true;
}

/* A line without a label: the value goes on, or the block is over. */
static bool take_wrapped(struct reading *reading, const struct quote_line *line)
{
    struct value *value = &reading->values[reading->field];
    if (reading->blank && value->count)
        return false;
    if (!value->count) {
        value_add(value, line->body);
        value->sure = value->count;
        reading->end = line->next;
        return true;
    }
    value_add(value, line->body);
    reading->wrapped++;
    return true;
}

static bool take_line(struct reading *reading, const struct quote_line *line, bool first)
{
    if (!line->body.size) {
        bool second = reading->blank;
        reading->blank = true;
        return !second;
    }
    struct span rest;
    const struct quote_label *label = quote_labels_match(line->body, &rest);
    bool taken = label ? take_label(reading, label, rest, line->next) : !first && take_wrapped(reading, line);
    reading->address |= taken && span_find_byte(span_slice(line->body, 0, VALUE_BYTES), '@', 0) != SIZE_MAX;
    reading->blank = false;
    return taken;
}

/* True where some language has both fields. */
static bool has_both(const struct reading *reading, enum quote_field one, enum quote_field other)
{
    unsigned both = 1u << one | 1u << other;
    for (size_t i = 0; i < QUOTE_LANGUAGES; i++)
        if ((reading->seen[i] & both) == both)
            return true;
    return false;
}

/* Reads lines from `at` until the block ends, or until it has not proved itself in time; `others` as for proved(), 0 = the
   limit of lines alone. */
static struct reading read_lines(struct span text, size_t at, int others)
{
    struct reading reading = {0};
    unsigned depth = 0;
    size_t next = at;
    for (unsigned lines = 0; next < text.size && lines < BLOCK_LINES; lines++) {
        struct quote_line line = quote_line_read(text, next);
        if (lines == 0)
            depth = line.depth;
        else if (line.depth != depth && line.body.size)
            break;
        if (!take_line(&reading, &line, lines == 0) || (others && lines >= BLOCK_REACH && !proved(&reading, others)))
            break;
        next = line.next;
    }
    return reading;
}

bool quote_block_read(struct arena *arena, struct span text, size_t at, bool after_separator, struct quote_block *ret_block)
{
    int others = after_separator ? 1 : 2;
    struct reading reading = read_lines(text, at, others);
    if (!proved(&reading, others))
        return false;
    struct span from = value_join(arena, &reading.values[QUOTE_FROM]);
    struct quote_header header = {
        .date_text = value_join(arena, &reading.values[QUOTE_SENT]),
        .subject = value_join(arena, &reading.values[QUOTE_SUBJECT]),
    };
    quote_person_read(arena, from, &header.from_name, &header.from_addr);
    *ret_block = (struct quote_block){header, reading.end};
    return true;
}

bool quote_block_read_notes(struct arena *arena, struct span text, size_t at, struct quote_block *ret_block)
{
    struct reading reading = read_lines(text, at, 0);
    if (!has_both(&reading, QUOTE_TO, QUOTE_SUBJECT))
        return false;
    struct quote_header header = {.subject = value_join(arena, &reading.values[QUOTE_SUBJECT])};
    *ret_block = (struct quote_block){header, reading.end};
    return true;
}
