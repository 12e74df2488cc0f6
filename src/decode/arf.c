/* Reads the fields of a complaint. */
#include "decode/arf.h"

#include "decode/dsn_fields.h"
#include "decode/mime_date.h"
#include "decode/mime_field.h"
#include "decode/mime_ids.h"

static bool is(const struct mime_field *field, const char *name)
{
    return mime_field_is(field, span_of(name));
}

static void field_read(struct dsn_draft *draft, const struct mime_field *field, struct span feedback)
{
    struct arena *arena = draft->arena;
    struct report_mail *report = &draft->report;
    if (is(field, "Original-Rcpt-To") || is(field, "Removal-Recipient"))
        dsn_draft_add(draft, (struct report_mail_recipient){.address = dsn_fields_address(arena, field->value), .diagnostic = feedback});
    else if (is(field, "Reporting-MTA"))
        report->reporting_mta = dsn_fields_text(arena, field->value);
    else if (is(field, "Source-IP"))
        report->received_from = dsn_fields_text(arena, field->value);
    else if (is(field, "Original-Envelope-Id"))
        report->envelope_id = dsn_fields_text(arena, field->value);
    else if (is(field, "Arrival-Date") || is(field, "Received-Date"))
        mime_date(mime_field_unfold(arena, field->value), &report->arrival, NULL);
    else if (is(field, "Original-Message-ID"))
        report->original_id = mime_ids_one(arena, field->value);
}

void arf_read(struct dsn_draft *draft, struct span content)
{
    struct mime_fields fields;
    mime_field_parse(draft->arena, content, &fields);
    struct span feedback = dsn_fields_text(draft->arena, mime_field_value(&fields, SPAN_LITERAL("Feedback-Type")));
    for (size_t i = 0; i < fields.count; i++)
        field_read(draft, &fields.field[i], feedback);
}
