/* Reads the machine-readable parts of a report. */
#include "decode/dsn.h"

#include "base/limits.h"
#include "decode/arf.h"
#include "decode/dsn_draft.h"
#include "decode/dsn_evidence.h"
#include "decode/dsn_fields.h"
#include "decode/dsn_original.h"
#include "decode/mime_note.h"

#define FAILED_FIELDS 20 /* X-Failed-Recipients fields of one mail */

/* What the parts of a report are, the one that decides first. */
enum part { PART_FEEDBACK, PART_STATUS, PART_RECEIPT, PARTS };

static const struct {
    struct span type, global; /* RFC 6533 */
    struct span format;
    enum report_mail_kind kind;
} PART[PARTS] = {
    [PART_FEEDBACK] = {SPAN_LITERAL("message/feedback-report"), SPAN_LITERAL("message/x-feedback-report"), SPAN_LITERAL("rfc5965"),
                       REPORT_MAIL_FEEDBACK},
    [PART_STATUS] = {SPAN_LITERAL("message/delivery-status"), SPAN_LITERAL("message/global-delivery-status"), SPAN_LITERAL("rfc3464"),
                     REPORT_MAIL_BOUNCE},
    [PART_RECEIPT] = {SPAN_LITERAL("message/disposition-notification"), SPAN_LITERAL("message/global-disposition-notification"),
                      SPAN_LITERAL("rfc8098"), REPORT_MAIL_RECEIPT},
};

static size_t find_part(const struct message *message, enum part part)
{
    for (size_t i = 0; i < message->attachment_count; i++) {
        struct span type = message->attachments[i].declared_type;
        if (span_equal(type, PART[part].type) || span_equal(type, PART[part].global))
            return i;
    }
    return SIZE_MAX;
}

static void part_read(struct arena *arena, enum part part, unsigned depth, struct message *message)
{
    size_t index = find_part(message, part);
    if (index == SIZE_MAX)
        return;
    struct span content = message->attachments[index].content;
    struct dsn_draft draft = dsn_draft_begin(arena, message);
    draft.report.kind = PART[part].kind;
    draft.report.format = PART[part].format;
    if (part == PART_FEEDBACK)
        arf_read(&draft, content);
    else
        dsn_fields(&draft, content);
    dsn_original_find(arena, index, depth, message, &draft.report);
    dsn_original_named(message, &draft.report);
    if (draft.cut)
        mime_note_cut(arena, message, "more than %d recipients in a report: limit reached", LIMIT_REPORT_RECIPIENTS);
    if (part != PART_STATUS || draft.count)
        message->report = dsn_draft_end(&draft);
}

/* Exim, Gmail and others name the recipients in the header, with commas between. */
static void failed_recipients(struct arena *arena, const struct mime_fields *fields, unsigned depth, struct message *message)
{
    struct dsn_draft draft = dsn_draft_begin(arena, message);
    int seen = 0;
    for (size_t i = 0; i < fields->count && seen < FAILED_FIELDS; i++) {
        if (!mime_field_is(&fields->field[i], SPAN_LITERAL("X-Failed-Recipients")))
            continue;
        seen++;
        struct span rest = fields->field[i].value;
        while (rest.size) {
            size_t comma = span_find_byte(rest, ',', 0);
            struct span address = dsn_draft_address(arena, span_slice(rest, 0, comma));
            dsn_draft_add(&draft, (struct report_mail_recipient){.address = address, .action = REPORT_MAIL_FAILED});
            rest = comma == SIZE_MAX ? SPAN_NONE : span_slice(rest, comma + 1, rest.size);
        }
    }
    if (!draft.count)
        return;
    draft.report.format = SPAN_LITERAL("x-failed-recipients");
    dsn_original_find(arena, SIZE_MAX, depth, message, &draft.report);
    dsn_original_named(message, &draft.report);
    message->report = dsn_draft_end(&draft);
}

void dsn_read(struct arena *arena, const struct mime_fields *fields, unsigned depth, struct message *message)
{
    if (!dsn_evidence_machine(fields, message))
        return;
    for (enum part part = 0; part < PARTS && !message->report; part++)
        part_read(arena, part, depth, message);
    if (!message->report)
        failed_recipients(arena, fields, depth, message);
    if (message->report)
        message->flags |= MESSAGE_REPORT;
}
