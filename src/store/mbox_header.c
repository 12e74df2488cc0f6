/* Reads the housekeeping fields of an mbox mail. */
#include "store/mbox_header.h"

#include "model/message.h"
#include "store/folder_role.h"

/* X-Mozilla-Status, nsMsgMessageFlags */
#define MOZILLA_READ 0x0001u
#define MOZILLA_REPLIED 0x0002u
#define MOZILLA_EXPUNGED 0x0008u

static bool value_of(struct span line, struct span field, struct span *ret_value)
{
    if (!span_starts_nocase(line, field))
        return false;
    *ret_value = span_trim(span_slice(line, field.size, line.size));
    return true;
}

static bool decimal(struct span text, uint64_t *ret_number)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9' || __builtin_mul_overflow(number, 10u, &number)
            || __builtin_add_overflow(number, (uint64_t)(text.data[i] - '0'), &number))
            return false;
    *ret_number = number;
    return text.size > 0;
}

static unsigned hexadecimal(struct span text)
{
    unsigned number = 0;
    for (size_t i = 0; i < text.size && i < 4; i++) {
        char byte = text.data[i];
        unsigned digit = byte >= '0' && byte <= '9' ? (unsigned)(byte - '0')
            : byte >= 'a' && byte <= 'f'            ? (unsigned)(byte - 'a' + 10)
            : byte >= 'A' && byte <= 'F'            ? (unsigned)(byte - 'A' + 10)
                                                    : 0;
        number = number * 16 + digit;
    }
    return number;
}

static uint32_t label_flags(struct span labels)
{
    uint32_t flags = 0;
    while (labels.size > 0) {
        size_t comma = span_find_byte(labels, ',', 0);
        struct span label = span_trim(span_slice(labels, 0, comma));
        flags |= folder_role(label);
        labels = comma < labels.size ? span_slice(labels, comma + 1, labels.size) : SPAN_NONE;
    }
    return flags;
}

void mbox_header_line(struct mbox_header *header, struct span line)
{
    struct span value;
    if (line.size < 7)
        return;
    char first = line.data[0];
    if (first == 'S' || first == 's') {
        if (value_of(line, SPAN_LITERAL("Status:"), &value) && span_find_byte(value, 'R', 0) < value.size)
            header->flags |= MESSAGE_READ;
    } else if (first == 'C' || first == 'c') {
        if (value_of(line, SPAN_LITERAL("Content-Length:"), &value))
            header->has_length = decimal(value, &header->content_length);
    } else if (first == 'X' || first == 'x') {
        if (value_of(line, SPAN_LITERAL("X-Status:"), &value) && span_find_byte(value, 'A', 0) < value.size)
            header->flags |= MESSAGE_ANSWERED;
        if (value_of(line, SPAN_LITERAL("X-Gmail-Labels:"), &value))
            header->flags |= label_flags(value);
        if (value_of(line, SPAN_LITERAL("X-Mozilla-Status:"), &value)) {
            unsigned bits = hexadecimal(value);
            header->flags |= (bits & MOZILLA_READ ? (uint32_t)MESSAGE_READ : 0)
                | (bits & MOZILLA_REPLIED ? (uint32_t)MESSAGE_ANSWERED : 0)
                | (bits & MOZILLA_EXPUNGED ? (uint32_t)MESSAGE_DELETED : 0);
        }
    }
}
