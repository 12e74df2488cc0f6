/* Looks at the first lines of a text for the header fields of a mail. */
#include "store/mail_sniff.h"

#include <stddef.h>
#include "store/emlx.h"

#define FIELD_NAME_MAX 76 /* longer field names are not seen in mail */

static const struct span known_fields[] = {
    SPAN_LITERAL("From"), SPAN_LITERAL("To"), SPAN_LITERAL("Cc"), SPAN_LITERAL("Subject"), SPAN_LITERAL("Date"),
    SPAN_LITERAL("Received"), SPAN_LITERAL("Message-ID"), SPAN_LITERAL("Return-Path"), SPAN_LITERAL("Reply-To"),
    SPAN_LITERAL("MIME-Version"), SPAN_LITERAL("Delivered-To"), SPAN_LITERAL("X-Original-To"), SPAN_LITERAL("Sender"),
    SPAN_LITERAL("Content-Type"), SPAN_LITERAL("DKIM-Signature"), SPAN_LITERAL("In-Reply-To"), SPAN_LITERAL("References"),
    SPAN_LITERAL("Envelope-To"), SPAN_LITERAL("X-Mailer"), SPAN_LITERAL("ARC-Seal"), SPAN_LITERAL("Authentication-Results"),
    SPAN_LITERAL("X-Received"), SPAN_LITERAL("Received-SPF"), SPAN_LITERAL("X-Mozilla-Status"), SPAN_LITERAL("X-Sender"),
};

static size_t field_name_size(struct span line)
{
    size_t size = 0;
    while (size < line.size && size <= FIELD_NAME_MAX && line.data[size] > ' ' && line.data[size] < 0x7f
           && line.data[size] != ':')
        size++;
    size_t colon = size;
    while (colon < line.size && (line.data[colon] == ' ' || line.data[colon] == '\t'))
        colon++;
    return size > 0 && size <= FIELD_NAME_MAX && colon < line.size && line.data[colon] == ':' ? size : 0;
}

bool mail_sniff_field(struct span line)
{
    return field_name_size(line) > 0;
}

bool mail_sniff_known_field(struct span line)
{
    struct span name = span_slice(line, 0, field_name_size(line));
    for (size_t i = 0; name.size && i < sizeof known_fields / sizeof *known_fields; i++)
        if (span_equal_nocase(name, known_fields[i]))
            return true;
    return false;
}

struct span mail_sniff_strip(struct span head)
{
    struct span line;
    if (span_starts(head, SPAN_LITERAL("\xEF\xBB\xBF")))
        head = span_slice(head, 3, head.size);
    for (struct span rest = head; span_take_line(&rest, &line); head = rest)
        if (!span_starts(line, SPAN_LITERAL("From ")) && !span_starts(line, SPAN_LITERAL(">From ")))
            break;
    return head;
}

bool mail_sniff_is_mail(struct span head)
{
    uint64_t size;
    emlx_head(head, &head, &size);
    struct span rest = mail_sniff_strip(head), line;
    size_t fields = 0, known = 0, strange = 0;
    while (span_take_line(&rest, &line) && line.size > 0) {
        if (mail_sniff_known_field(line))
            known++;
        else if (mail_sniff_field(line) || line.data[0] == ' ' || line.data[0] == '\t')
            fields++;
        else if (rest.size > 0) /* the last line may be cut by the end of what is looked at */
            strange++;
        if (fields + known == 0 && strange > 0)
            return false;
    }
    /* one broken line is common in real mail; in a text of another kind they are many */
    return known > 0 && (strange == 0 || (strange <= 2 && known >= 3));
}
