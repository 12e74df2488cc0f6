/* Opens clear-signed mail. */
#include "decode/mapi_signed.h"

#include "decode/decode_mime.h"
#include "decode/mime_note.h"

static void clear_open(struct arena *arena, unsigned depth, struct message *message)
{
    struct message within;
    struct err err;
    if (!span_equal_nocase(message->item_class, SPAN_LITERAL("IPM.Note.SMIME.MultipartSigned"))
        || message->attachment_count != 1 || message->attachments[0].content.size == 0)
        return;
    if (decode_mime(arena, message->attachments[0].content, 0, depth, &within, &err) != OUTCOME_OK) {
        mime_note(arena, message, "the signed mail cannot be opened: %s", err.text);
        return;
    }
    for (size_t i = 0; i < within.defect_count; i++)
        mime_note(arena, message, "%.*s", SPAN_ARGS(within.defects[i]));
    message->flags |= within.flags & MESSAGE_CUT;
    message->segments = within.segments;
    message->segment_count = within.segment_count;
    message->quote_headers = within.quote_headers;
    message->quote_header_count = within.quote_header_count;
    message->attachments = within.attachments;
    message->attachment_count = within.attachment_count;
}

void mapi_signed_open(struct arena *arena, unsigned depth, struct message *message)
{
    clear_open(arena, depth, message);
    if (span_starts_nocase(message->item_class, SPAN_LITERAL("IPM.Note.SMIME")) && message->segment_count == 0)
        mime_note(arena, message, "the words of the mail stand within S/MIME and are not read");
}
