/* Finds identifiers between angle brackets, or bare where a mailer forgot them. */
#include "decode/mime_ids.h"

#include <stdint.h>
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/mime_note.h"

#define ID_BYTES 998 /* RFC 5322 2.1.1: a line cannot hold a longer one */

struct id_list {
    struct span *id;
    size_t count;
    bool cut;
};

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Without blanks and control characters. */
static struct span squeeze(struct arena *arena, struct span text)
{
    text = span_slice(text, 0, ID_BYTES);
    char *id = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] > ' ')
            id[size++] = text.data[i];
    return utf8_repair(arena, (struct span){id, size});
}

struct span mime_ids_one(struct arena *arena, struct span value)
{
    size_t open = span_find_byte(value, '<', 0);
    size_t close = open == SIZE_MAX ? SIZE_MAX : span_find_byte(value, '>', open);
    if (close != SIZE_MAX)
        return squeeze(arena, span_slice(value, open + 1, close - open - 1));
    return squeeze(arena, span_trim(open == 0 ? span_slice(value, 1, value.size) : value));
}

static void add(struct id_list *list, struct span id)
{
    if (!id.size)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (span_equal(list->id[i], id))
            return;
    if (list->count == LIMIT_REFERENCES)
        list->cut = true;
    else
        list->id[list->count++] = id;
}

/* A word with an at-sign; trailing commas and brackets fall off. */
static void add_bare(struct arena *arena, struct id_list *list, struct span word)
{
    if (span_find_byte(word, '@', 0) == SIZE_MAX)
        return;
    while (word.size && strchr(",;>\"", word.data[word.size - 1]))
        word.size--;
    while (word.size && strchr("<\"", word.data[0]))
        word = span_slice(word, 1, word.size);
    add(list, squeeze(arena, word));
}

/* Bare words count only where the field has no bracket at all. */
static void read_bare(struct arena *arena, struct id_list *list, struct span value, bool several)
{
    if (!several) {
        for (size_t i = 0; i < value.size; i++)
            if (blank(value.data[i]))
                return;
    }
    while (value.size && !list->cut) {
        size_t size = 0;
        while (size < value.size && !blank(value.data[size]))
            size++;
        add_bare(arena, list, span_slice(value, 0, size));
        value = span_trim(span_slice(value, size, value.size));
    }
}

static void read_value(struct arena *arena, struct id_list *list, struct span value, bool several)
{
    value = span_trim(value);
    size_t open = span_find_byte(value, '<', 0);
    if (open == SIZE_MAX) {
        read_bare(arena, list, value, several);
        return;
    }
    while (open != SIZE_MAX && !list->cut) {
        size_t close = span_find_byte(value, '>', open);
        size_t next = span_find_byte(value, '<', open + 1);
        size_t end = close < next ? close : next; /* a missing bracket ends at the next id */
        add(list, squeeze(arena, span_slice(value, open + 1, end - open - 1)));
        open = next;
    }
}

static void read_fields(struct arena *arena, const struct mime_fields *fields, struct span name, bool several,
                        struct id_list *list, bool *seen)
{
    for (size_t i = 0; i < fields->count && !list->cut; i++)
        if (mime_field_is(&fields->field[i], name)) {
            *seen = true;
            read_value(arena, list, fields->field[i].value, several);
        }
}

void mime_ids_references(struct arena *arena, const struct mime_fields *fields, struct message *message)
{
    struct id_list list = {.id = NULL};
    struct span ids[LIMIT_REFERENCES];
    bool seen = false;
    list.id = ids;
    read_fields(arena, fields, SPAN_LITERAL("References"), true, &list, &seen);
    read_fields(arena, fields, SPAN_LITERAL("In-Reply-To"), false, &list, &seen);
    if (!seen)
        return;
    message->has_reference_fields = true;
    struct span *kept = arena_array(arena, list.count, sizeof *kept);
    if (list.count)
        memcpy(kept, ids, list.count * sizeof *kept);
    message->references = kept;
    message->reference_count = list.count;
    if (list.cut)
        mime_note_cut(arena, message, "more than %d references: the others are left out", LIMIT_REFERENCES);
}
