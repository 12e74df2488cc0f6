/* Prints inspected files. */
#include "report/inspected.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "model/message.h"
#include "report/attachment_text.h"
#include "report/jsonl_attachment.h"
#include "report/jsonl_object.h"

/* `within`: its path in the mail; empty = the file itself. */
static void print_jsonl(const struct inspected_report *report, struct span path, struct span within, const struct attachment *attachment)
{
    json_t *object = jsonl_object("attachment");
    json_object_set_new(object, "path", jsonl_object_text(path));
    json_object_set_new(object, "within", jsonl_object_text_or_null(within));
    jsonl_attachment_set(object, attachment);
    jsonl_object_print(object, report->page.out);
}

static void print_text(const struct inspected_report *report, struct arena *arena, struct span path, struct span within,
                       const struct attachment *attachment)
{
    attachment_text(&report->page, within.size ? 2 : 0, within.size ? within : path, attachment);
    if (!within.size && !attachment_telling(attachment) && !attachment->limits.size && !attachment->embedded)
        page_text(&report->page, 2, 4, PAGE_CALM, arena_copy(arena, span_of(_("nothing telling was found; that does not make it safe"))));
}

static void print_level(const struct inspected_report *report, struct span path, struct span within, const struct attachment *attachment,
                        unsigned depth, struct inspected_summary *summary)
{
    ARENA_LOCAL arena = arena_open();
    summary->telling = summary->telling || attachment_telling(attachment);
    summary->incomplete = summary->incomplete || attachment->limits.size || (attachment->embedded && attachment->embedded->flags & MESSAGE_CUT);
    if (report->jsonl)
        print_jsonl(report, path, within, attachment);
    else
        print_text(report, arena, path, within, attachment);
    const struct message *mail = depth <= LIMIT_EMBEDDED_DEPTH ? attachment->embedded : NULL;
    for (size_t i = 0; mail && i < mail->attachment_count; i++) {
        struct span name = mail->attachments[i].name;
        if (!name.size)
            name = arena_printf(arena, "%zu", i + 1);
        if (within.size)
            name = arena_printf(arena, "%.*s/%.*s", SPAN_ARGS(within), SPAN_ARGS(name));
        print_level(report, path, name, &mail->attachments[i], depth + 1, summary);
    }
}

void inspected_print(const struct inspected_report *report, struct span path, const struct attachment *file,
                     struct inspected_summary *summary)
{
    print_level(report, path, SPAN_NONE, file, 0, summary);
    if (!report->jsonl)
        page_gap(&report->page);
}

void inspected_print_failure(const struct inspected_report *report, struct span path, struct span why)
{
    ARENA_LOCAL arena = arena_open();
    if (report->jsonl) {
        json_t *object = jsonl_object("failed");
        json_object_set_new(object, "path", jsonl_object_text(path));
        json_object_set_new(object, "says", jsonl_object_text(why));
        jsonl_object_print(object, report->page.out);
        return;
    }
    page_text(&report->page, 0, 4, PAGE_BOLD, utf8_visible(arena, path));
    page_text(&report->page, 2, 4, PAGE_WARNING, arena_printf(arena, _("could not be looked at: %.*s"), SPAN_ARGS(utf8_visible(arena, why))));
    page_gap(&report->page);
}
