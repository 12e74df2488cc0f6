/* Describes the fields of a report once, for both directions. */
#include "scan/record_report.h"

#include "base/limits.h"

#define LEAST_RECIPIENT 25 /* bytes of an empty one in a record */

static struct report_mail_recipient recipient_field(struct record_codec *codec, struct report_mail_recipient recipient)
{
    unsigned action = recipient.action;
    record_codec_text(codec, &recipient.address);
    record_codec_text(codec, &recipient.final);
    record_codec_choice(codec, REPORT_MAIL_ACTIONS - 1, &action);
    record_codec_text(codec, &recipient.status);
    record_codec_text(codec, &recipient.reply_code);
    record_codec_text(codec, &recipient.diagnostic);
    record_codec_text(codec, &recipient.remote_mta);
    recipient.action = (enum report_mail_action)action;
    return recipient;
}

static void recipients(struct record_codec *codec, struct report_mail *report)
{
    struct report_mail_recipient *all = record_codec_array(codec, report->recipients, &report->recipient_count, sizeof *all,
                                                           LEAST_RECIPIENT, LIMIT_REPORT_RECIPIENTS);
    for (size_t i = 0; i < report->recipient_count; i++) {
        struct report_mail_recipient recipient = recipient_field(codec, all[i]);
        if (!codec->out)
            all[i] = recipient;
    }
    report->recipients = all;
}

static void original_field(struct record_codec *codec, const struct message *message, struct report_mail *report)
{
    bool there = report->original != REPORT_MAIL_NO_ORIGINAL;
    uint64_t original = there ? report->original : 0;
    record_codec_bool(codec, &there);
    record_codec_u64(codec, &original);
    record_codec_bool(codec, &report->original_headers_only);
    if (!codec->out && there && (original >= message->attachment_count || !message->attachments[original].embedded))
        codec->failed = true;
    report->original = there && !codec->failed ? (size_t)original : REPORT_MAIL_NO_ORIGINAL;
}

void record_report(struct record_codec *codec, struct message *message)
{
    bool there = message->report != NULL;
    record_codec_bool(codec, &there);
    if (!there)
        return;
    struct report_mail report = codec->out ? *message->report : (struct report_mail){0};
    unsigned kind = report.kind;
    record_codec_choice(codec, REPORT_MAIL_KINDS - 1, &kind);
    report.kind = (enum report_mail_kind)kind;
    record_codec_text(codec, &report.format);
    record_codec_text(codec, &report.reporting_mta);
    record_codec_text(codec, &report.received_from);
    record_codec_text(codec, &report.original_id);
    record_codec_text(codec, &report.envelope_id);
    record_codec_i64(codec, &report.arrival);
    recipients(codec, &report);
    original_field(codec, message, &report);
    if (codec->out)
        return;
    struct report_mail *kept = arena_alloc(codec->arena, sizeof *kept);
    *kept = report;
    message->report = kept;
}
