/* Cuts an address field into mailboxes and each mailbox into name and address, by what is there and not by the grammar. */
#include "decode/mime_address.h"

#include <stdint.h>
#include "base/buf.h"
#include "base/limits.h"
#include "decode/mime_field.h"
#include "decode/mime_header.h"

#define FIRST_ROOM 4

/* The field, and how far its pairs can still be closed: behind that they are ordinary letters. A search that fails lowers the
   mark to 0, so that no field is searched twice in vain. */
struct field {
    struct span text;
    size_t quotes_end;   /* position of the last quote */
    size_t doubled_end;  /* the same, as far as doubled quotes go */
    size_t parens_end;   /* position of the last `)` */
    size_t angles_end;   /* position of the last `>` */
    size_t groups_end;   /* position of the last `;` */
};

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Bytes that the field is cut at or that open something; all others are stepped over. */
static bool special(char byte)
{
    switch (byte) {
    case '"': case '(': case '<': case '=': case ':': case ',': case ';': case '@':
        return true;
    default:
        return false;
    }
}

static size_t last_byte(struct span text, char byte)
{
    const char *found = text.size ? memrchr(text.data, byte, text.size) : NULL;
    return found ? (size_t)(found - text.data) : 0;
}

static struct span from(struct span text, size_t at)
{
    return span_slice(text, at, text.size);
}

static struct field field_of(struct span text)
{
    size_t quotes = last_byte(text, '"');
    return (struct field){text, quotes, quotes, last_byte(text, ')'), last_byte(text, '>'), last_byte(text, ';')};
}

/* `""name""` before an address: the position behind the closing pair, or 0. */
static size_t doubled_quote_end(struct field *field, size_t at)
{
    struct span rest = from(field->text, at);
    if (at >= field->doubled_end || !span_starts(rest, SPAN_LITERAL("\"\"")) || rest.size < 3 || blank(rest.data[2]) || rest.data[2] == '<' || rest.data[2] == ',')
        return 0;
    size_t close = span_find(rest, SPAN_LITERAL("\"\""), 2);
    if (close != SIZE_MAX)
        return at + close + 2;
    field->doubled_end = 0;
    return 0;
}

static size_t quote_end(struct field *field, size_t at)
{
    size_t doubled = doubled_quote_end(field, at);
    if (doubled)
        return doubled;
    for (size_t i = at + 1; i <= field->quotes_end; i++) {
        if (field->text.data[i] == '\\')
            i++;
        else if (field->text.data[i] == '"')
            return i + 1;
    }
    field->quotes_end = 0;
    return at + 1;
}

static size_t paren_end(struct field *field, size_t at)
{
    size_t open = 0;
    for (size_t i = at; i <= field->parens_end; i++) {
        char byte = field->text.data[i];
        if (byte == '\\')
            i++;
        else if (byte == '(')
            open++;
        else if (byte == ')' && --open == 0)
            return i + 1;
    }
    field->parens_end = 0;
    return at + 1;
}

/* `<Taro <a@b>`: only the inner bracket opens an address. A comma stands only in a route, `<@a,@b:c@d>`. */
static size_t angle_end(const struct field *field, size_t at)
{
    bool route = at < field->angles_end && field->text.data[at + 1] == '@';
    for (size_t i = at + 1; i <= field->angles_end; i++) {
        char byte = field->text.data[i];
        if (byte == '>')
            return i + 1;
        if (byte == '<' || byte == '"' || (byte == ',' && !route))
            break;
    }
    return at + 1;
}

/* The position behind the thing that stands at `at`: a quoted-string, comment, angle address, encoded word or one byte. */
static size_t step(struct field *field, size_t at)
{
    char byte = field->text.data[at];
    if (!special(byte))
        return at + 1;
    if (byte == '"')
        return quote_end(field, at);
    if (byte == '(' && at < field->parens_end)
        return paren_end(field, at);
    if (byte == '<')
        return angle_end(field, at);
    size_t word = byte == '=' ? mime_header_word(from(field->text, at)) : 0;
    return at + (word ? word : 1);
}

static bool has_at(struct span text)
{
    return span_find_byte(text, '@', 0) != SIZE_MAX;
}

/* A phrase of well-formed quoted-strings and plain words, its quotes taken off; false when it is anything else. */
static bool unquote_phrase(struct span name, struct buf *out)
{
    for (size_t at = 0; at < name.size;) {
        if (name.data[at] == '"') {
            for (at++; at < name.size && name.data[at] != '"'; at++) {
                at += name.data[at] == '\\' && at + 1 < name.size;
                buf_add_byte(out, name.data[at]);
            }
            if (at++ >= name.size || (at < name.size && !blank(name.data[at])))
                return false;
        } else {
            size_t end = span_find_byte(name, '"', at);
            struct span plain = span_slice(name, at, end == SIZE_MAX ? SIZE_MAX : end - at);
            if (end != SIZE_MAX && !blank(name.data[end - 1]))
                return false;
            buf_add(out, plain);
            at += plain.size;
        }
    }
    return true;
}

/* Japanese mailers leave the backslash of CP932 text alone; after decoding there is none, so a backslash is always an escape. */
static struct span name_of(struct arena *arena, struct span name, struct span charset)
{
    name = span_trim(name);
    if (span_find_byte(name, '"', 0) == SIZE_MAX)
        return mime_header_text(arena, name, charset);
    BUF_LOCAL out = {0};
    if (unquote_phrase(name, &out))
        return mime_header_text(arena, arena_copy(arena, buf_span(&out)), charset);
    if (name.size >= 2 && name.data[0] == '"' && name.data[name.size - 1] == '"')
        name = span_slice(name, 1, name.size - 2);
    return mime_header_text(arena, name, charset);
}

static void append(struct arena *arena, struct mime_address_list *list, struct address address)
{
    if (!address.name.size && !address.addr.size)
        return;
    if (list->count == LIMIT_ADDRESSES) {
        list->cut = true;
        return;
    }
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : FIRST_ROOM;
        struct address *grown = arena_array(arena, room, sizeof *grown);
        if (list->count)
            memcpy(grown, list->address, list->count * sizeof *grown);
        list->address = grown;
        list->room = room;
    }
    list->address[list->count++] = address;
}

/* Without the blanks that folding left within it: `taro@a.exam ple`. A quoted local part may hold blanks. */
static struct span squeeze(struct arena *arena, struct span addr)
{
    if (!has_at(addr) || span_find_byte(addr, ' ', 0) == SIZE_MAX || span_find_byte(addr, '"', 0) != SIZE_MAX)
        return addr;
    char *text = arena_alloc(arena, addr.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < addr.size; i++)
        if (!blank(addr.data[i]))
            text[size++] = addr.data[i];
    return (struct span){text, size};
}

/* The obsolete route `@a,@b:user@host` (RFC 5322 4.4) and encoded words where an address should be. */
static struct address make(struct arena *arena, struct span name, struct span addr, struct span charset)
{
    addr = span_trim(addr);
    size_t colon = addr.size && addr.data[0] == '@' ? span_find_byte(addr, ':', 0) : SIZE_MAX;
    if (colon != SIZE_MAX)
        addr = from(addr, colon + 1);
    return address_make(arena, name, squeeze(arena, mime_header_text(arena, addr, charset)));
}

/* `user@host (Taro)`: the comment is the name that old mailers wrote. */
static struct span comment_name(struct span text)
{
    text = span_trim(text);
    if (text.size >= 2 && text.data[0] == '(' && text.data[text.size - 1] == ')')
        return span_slice(text, 1, text.size - 2);
    return text;
}

/* The angle address of a mailbox: the last one with an at-sign, else the last one. False when there is none. */
static bool find_angle(struct span item, size_t *ret_start, size_t *ret_end)
{
    struct field field = field_of(item);
    bool found = false, found_at = false;
    for (size_t at = 0, next; at < item.size; at = next) {
        next = step(&field, at);
        if (item.data[at] != '<')
            continue;
        if (next == at + 1 && at >= field.angles_end)
            next = item.size; /* never closed */
        else if (next == at + 1)
            continue;
        bool at_sign = has_at(span_slice(item, at, next - at));
        if (found_at && !at_sign)
            continue;
        *ret_start = at;
        *ret_end = next;
        found = true;
        found_at = at_sign;
    }
    return found;
}

static void add_angle(struct arena *arena, struct span item, size_t start, size_t end, struct span charset, enum address_role role,
                      struct mime_address_list *list)
{
    struct span inside = span_slice(item, start + 1, end - start - 1);
    if (inside.size && inside.data[inside.size - 1] == '>')
        inside.size--;
    struct span name = span_trim(span_slice(item, 0, start));
    if (!name.size)
        name = comment_name(from(item, end));
    struct address address = make(arena, name_of(arena, name, charset), inside, charset);
    address.role = role;
    append(arena, list, address);
}

/* The run without blanks, quotes kept whole, that holds the last at-sign outside comments; false when there is none. */
static bool find_bare(struct span item, size_t *ret_start, size_t *ret_end)
{
    struct field field = field_of(item);
    size_t start = 0;
    bool found = false, at_sign = false;
    for (size_t at = 0; at <= item.size;) {
        bool stop = at == item.size || blank(item.data[at]) || item.data[at] == '(';
        if (stop && at_sign) {
            *ret_start = start;
            *ret_end = at;
            found = true;
        }
        if (at == item.size)
            break;
        at_sign = (at_sign && !stop) || item.data[at] == '@';
        size_t next = step(&field, at);
        if (stop)
            start = next;
        at = next;
    }
    return found;
}

static void add_bare(struct arena *arena, struct span item, struct span charset, enum address_role role,
                     struct mime_address_list *list)
{
    size_t start = 0, end = 0;
    struct address address;
    if (find_bare(item, &start, &end)) {
        struct span name = span_trim(span_slice(item, 0, start));
        if (!name.size)
            name = comment_name(from(item, end));
        address = make(arena, name_of(arena, name, charset), span_slice(item, start, end - start), charset);
    } else {
        struct span name = name_of(arena, item, charset);
        bool word = span_equal(name, item) && span_find_byte(name, ' ', 0) == SIZE_MAX;
        address = word ? make(arena, SPAN_NONE, name, charset) : make(arena, name, SPAN_NONE, charset);
    }
    address.role = role;
    append(arena, list, address);
}

static void add_item(struct arena *arena, struct span item, struct span charset, enum address_role role, struct mime_address_list *list)
{
    item = span_trim(item);
    size_t start, end;
    struct field field = field_of(item);
    bool comment = item.size && item.data[0] == '(' && step(&field, 0) == item.size; /* "(no To-header on input)" */
    if (item.size == 0 || comment || list->cut)
        return;
    if (find_angle(item, &start, &end))
        add_angle(arena, item, start, end, charset, role, list);
    else
        add_bare(arena, item, charset, role, list);
}

/* `Yamada, Taro <a@b>`: what has no address before a comma belongs to what follows, if that has one. */
static bool joins(struct span item, struct span rest)
{
    struct span next = span_slice(rest, 0, span_find_byte(rest, ',', 0));
    return span_trim(item).size && !has_at(item) && span_find_byte(item, '"', 0) == SIZE_MAX
        && span_find_byte(next, '<', 0) != SIZE_MAX && has_at(next);
}

void mime_address_parse(struct arena *arena, struct span value, struct span charset, enum address_role role,
                        struct mime_address_list *list)
{
    struct span text = mime_header_utf8(arena, mime_field_unfold(arena, value), charset);
    struct field field = field_of(text);
    size_t start = 0;
    bool at_sign = false; /* since `start` */
    for (size_t at = 0; at < text.size && !list->cut; at = step(&field, at)) {
        char byte = text.data[at];
        if (!special(byte))
            continue;
        at_sign = at_sign || byte == '@';
        bool group = byte == ':' && !at_sign && at < field.groups_end; /* RFC 5322 3.4: `name: a, b;` */
        bool comma = byte == ',' && !joins(span_slice(text, start, at - start), from(text, at + 1));
        if (comma || byte == ';')
            add_item(arena, span_slice(text, start, at - start), charset, role, list);
        if (comma || byte == ';' || group) {
            start = at + 1;
            at_sign = false;
        }
    }
    add_item(arena, from(text, start), charset, role, list);
}
