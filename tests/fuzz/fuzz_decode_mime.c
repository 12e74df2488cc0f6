/* Fuzzes decode_mime: any bytes give a message whose texts are UTF-8 and whose lists keep their limits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/decode_mime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void text(struct span span)
{
    if (!utf8_valid(span))
        abort();
}

static void one_line(struct span span)
{
    text(span);
    for (size_t i = 0; i < span.size; i++)
        if (span.data[i] == '\n' || span.data[i] == '\r')
            abort();
}

static void people(const struct address *addresses, size_t count)
{
    if (count > LIMIT_ADDRESSES)
        abort();
    for (size_t i = 0; i < count; i++) {
        one_line(addresses[i].name);
        one_line(addresses[i].addr);
    }
}

static void header(const struct message *message)
{
    one_line(message->subject);
    one_line(message->message_id);
    one_line(message->from_raw);
    one_line(message->list_id);
    one_line(message->mailer);
    one_line(message->authenticated);
    one_line(message->originating_ip);
    one_line(message->return_path);
    one_line(message->charset);
    people(message->from, message->from_count);
    people(message->reply_to, message->reply_to_count);
    people(message->recipients, message->recipient_count);
    if (message->reference_count > LIMIT_REFERENCES || message->received_count > LIMIT_RECEIVED)
        abort();
    for (size_t i = 0; i < message->reference_count; i++)
        one_line(message->references[i]);
    for (size_t i = 0; i < message->received_count; i++) {
        one_line(message->received[i].from);
        one_line(message->received[i].from_name);
        one_line(message->received[i].by);
        one_line(message->received[i].with);
        one_line(message->received[i].account);
    }
}

static void check(const struct message *message, unsigned depth)
{
    header(message);
    if (depth > LIMIT_EMBEDDED_DEPTH || message->segment_count > LIMIT_SEGMENTS || message->defect_count > LIMIT_DEFECTS
        || message->attachment_count > LIMIT_ATTACHMENTS)
        abort();
    for (size_t i = 0; i < message->segment_count; i++)
        text(message->segments[i].text);
    for (size_t i = 0; i < message->defect_count; i++)
        one_line(message->defects[i]);
    for (size_t i = 0; i < message->attachment_count; i++) {
        one_line(message->attachments[i].name);
        one_line(message->attachments[i].declared_type);
        if (message->attachments[i].size < message->attachments[i].content.size)
            abort();
        if (message->attachments[i].embedded)
            check(message->attachments[i].embedded, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_LOCAL arena = arena_open();
    struct message message;
    if (decode_mime(arena, (struct span){(const char *)data, size}, 0, 0, &message, NULL) == OUTCOME_OK)
        check(&message, 0);
    return 0;
}
