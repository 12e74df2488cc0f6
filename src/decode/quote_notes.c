/* Reads the header of a mail quoted by Lotus Notes from the two lines above its To label. */
#include "decode/quote_notes.h"

#include <stdint.h>
#include "decode/quote_date.h"
#include "decode/quote_person.h"

#define DATE_BYTES 120 /* a line with name and date; a longer one is prose */
#define NAME_BYTES 100
#define DATE_REACH 4   /* bytes before a date that are no name */

/* "Jo Doe/HOU/ECT@ECT" is a name in Notes, not an address. */
static struct span without_path(struct span name)
{
    size_t at = span_find_byte(name, '/', 0);
    if (at == SIZE_MAX)
        at = span_find_byte(name, '@', 0);
    return at == SIZE_MAX || at == 0 ? name : span_slice(name, 0, at);
}

bool quote_notes_read(struct arena *arena, struct span text, const struct quote_line *name, const struct quote_line *date,
                      const struct quote_line *to, struct quote_block *ret_block, size_t *ret_start)
{
    if (date->body.size > DATE_BYTES || date->depth != to->depth)
        return false;
    struct quote_date found = quote_date_find(date->body);
    if (!found.full || !found.time || date->body.size - found.end > DATE_REACH)
        return false;
    bool own_line = found.start <= DATE_REACH;
    if (own_line && (!name || name->depth != to->depth || name->body.size > NAME_BYTES))
        return false;
    struct quote_block block;
    if (!quote_block_read_notes(arena, text, to->start, &block))
        return false;
    struct span person = own_line ? name->body : span_slice(date->body, 0, found.start);
    if (span_ends_nocase(span_trim(person), SPAN_LITERAL(" on")))
        person = span_slice(span_trim(person), 0, span_trim(person).size - 3);
    struct quote_header *header = &block.header;
    struct span address;
    quote_person_read(arena, quote_person_address(person, &address) ? person : without_path(person), &header->from_name,
                      &header->from_addr);
    header->date_text = span_slice(date->body, found.start, found.end - found.start);
    *ret_block = block;
    *ret_start = own_line ? name->start : date->start;
    return true;
}
