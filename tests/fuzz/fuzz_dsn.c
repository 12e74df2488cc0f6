/* Fuzzes reports: a whole mail through decode_item with the patterns; what it claims of the original must hold. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/limits.h"
#include "decode/decode_item.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct message *message)
{
    const struct report_mail *report = message->report;
    if (!report)
        return;
    if (report->recipient_count > LIMIT_REPORT_RECIPIENTS || (unsigned)report->kind >= REPORT_MAIL_KINDS)
        abort();
    if (report->original != REPORT_MAIL_NO_ORIGINAL
        && (report->original >= message->attachment_count || !message->attachments[report->original].embedded))
        abort();
    for (size_t i = 0; i < report->recipient_count; i++)
        if (!report->recipients[i].address.size || report->recipients[i].diagnostic.size > LIMIT_FIELD_BYTES)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct dsn_words *words; /* compiled once: 0.02 seconds */
    if (!words)
        words = dsn_words_open();
    ARENA_LOCAL arena = arena_open();
    struct message message;
    struct store_item item = {.rfc5322 = arena_copy(arena, (struct span){(const char *)data, size})};
    if (decode_item(arena, &item, words, &message, NULL) == OUTCOME_OK)
        check(&message);
    return 0;
}
