/* Prints one hit of the terminal report. */
#include "report/hit_text.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "report/date_text.h"
#include "report/report_data.h"
#include "report/sentence.h"

#define INDENT 4
#define BODY_INDENT 6
#define RECIPIENTS_SHOWN 3
#define QUOTES_SHOWN 1      /* unless verbose */

static const struct {
    const char *verdict, *says;
} verdicts[] = {
    {"stolen-reply", N_("reply forged with stolen mail")},
    {"spoofed-sender", N_("forged sender")},
    {"suspicious-attachment", N_("suspicious attachment")},
    {"suspicious", N_("suspicious")},
};

struct span hit_text_verdict(struct arena *arena, struct span verdict)
{
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
        if (span_equal(verdict, span_of(verdicts[i].verdict)))
            return span_of(gettext(verdicts[i].says));
    return utf8_visible(arena, verdict);
}

struct span hit_text_severity(enum case_severity severity)
{
    switch (severity) {
    case CASE_HIGH:
        return span_of(_("high"));
    case CASE_MEDIUM:
        return span_of(_("medium"));
    case CASE_LOW:
        break;
    }
    return span_of(_("low"));
}

static enum page_style severity_style(enum case_severity severity)
{
    return severity == CASE_HIGH ? PAGE_ALARM : severity == CASE_MEDIUM ? PAGE_WARNING : PAGE_PLAIN;
}

struct span hit_text_place(struct arena *arena, const struct case_place *places, size_t count)
{
    if (!count)
        return SPAN_NONE;
    const struct occurrence *where = &places[0].where;
    struct span store = utf8_visible(arena, places[0].store_path);
    struct span inner = utf8_visible(arena, where->path.size ? where->path : where->folder);
    struct span text = arena_printf(arena, inner.size ? _("%.*s, %.*s, item %llu") : _("%.*s%.*s, item %llu"), SPAN_ARGS(store),
                                    SPAN_ARGS(inner), (unsigned long long)where->item);
    if (count > 1)
        text = arena_printf(arena, _("%.*s (places in all: %zu)"), SPAN_ARGS(text), count);
    return text;
}

/* The width of the column that holds the labels, in the reader's language. */
static unsigned label_columns(void)
{
    const char *labels[] = {_("sent by"), _("to"), _("lies in"), _("because"), _("quotes"), _("you say")};
    size_t widest = 0;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        size_t width = utf8_width(span_of(labels[i]));
        widest = width > widest ? width : widest;
    }
    return (unsigned)widest + 2;
}

static void print_field(const struct terminal_section *section, const char *label, struct span text)
{
    page_field(&section->page, BODY_INDENT, label_columns(), span_of(label), text);
}

static struct span recipients(struct arena *arena, const struct message *message)
{
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < message->recipient_count && i < RECIPIENTS_SHOWN; i++) {
        const struct address *person = &message->recipients[i];
        struct span shown = utf8_visible(arena, person->addr.size ? person->addr : person->name);
        buf_printf(&text, "%s%.*s", i ? ", " : "", SPAN_ARGS(shown));
    }
    if (message->recipient_count > RECIPIENTS_SHOWN)
        buf_printf(&text, _(" and %zu more"), message->recipient_count - RECIPIENTS_SHOWN);
    return arena_copy(arena, buf_span(&text));
}

static struct span date_or_none(struct arena *arena, int64_t date)
{
    struct span text = date_text_minute(arena, date);
    return text.size ? text : span_of(_("no date"));
}

static struct span subject_or_none(struct arena *arena, struct span subject)
{
    struct span text = utf8_visible(arena, subject);
    return span_trim(text).size ? text : span_of(_("(no subject)"));
}

/* The severity with blanks up to the widest of all severities. */
static struct span severity_cell(struct arena *arena, enum case_severity severity)
{
    size_t widest = 0;
    for (int i = CASE_LOW; i <= CASE_HIGH; i++) {
        size_t width = utf8_width(hit_text_severity((enum case_severity)i));
        widest = width > widest ? width : widest;
    }
    struct span text = hit_text_severity(severity);
    return arena_printf(arena, "%.*s%*s", SPAN_ARGS(text), (int)(widest - utf8_width(text)), "");
}

struct span hit_text_triage(struct arena *arena, const struct case_hit *hit)
{
    if (!hit->triage.size)
        return SPAN_NONE;
    struct span says = span_of(span_equal(hit->triage, SPAN_LITERAL("true")) ? _("forged") : _("honest"));
    struct span note = utf8_visible(arena, hit->note);
    return note.size ? arena_printf(arena, "%.*s (%.*s)", SPAN_ARGS(says), SPAN_ARGS(note)) : says;
}

void hit_text_line(const struct terminal_section *section, const struct report_hit *hit)
{
    ARENA_LOCAL arena = arena_open();
    struct case_message row;
    struct span subject = SPAN_NONE;
    if (case_read_message(section->file, hit->hit->message, arena, &row, NULL) == OUTCOME_OK)
        subject = row.message.subject;
    page_line(&section->page, INDENT, PAGE_PLAIN,
              arena_printf(arena, "%.*s  %.*s  %.*s  %.*s", SPAN_ARGS(hit->hit->id),
                           SPAN_ARGS(severity_cell(arena, hit->hit->severity)), SPAN_ARGS(date_or_none(arena, hit->date)),
                           SPAN_ARGS(subject_or_none(arena, subject))));
    struct span triage = hit_text_triage(arena, hit->hit);
    if (triage.size)
        print_field(section, _("you say"), triage);
}

static void print_head(const struct terminal_section *section, const struct report_hit *hit, struct arena *arena,
                       const struct case_message *row)
{
    page_gap(&section->page);
    page_line(&section->page, INDENT, severity_style(hit->hit->severity),
              arena_printf(arena, "%.*s  %.*s  %.*s  %.*s", SPAN_ARGS(hit->hit->id),
                           SPAN_ARGS(hit_text_severity(hit->hit->severity)), SPAN_ARGS(date_or_none(arena, hit->date)),
                           SPAN_ARGS(hit_text_verdict(arena, hit->hit->verdict))));
    page_text(&section->page, BODY_INDENT, BODY_INDENT, PAGE_BOLD, subject_or_none(arena, row->message.subject));
}

static enum outcome print_people(const struct terminal_section *section, const struct report_hit *hit, struct arena *arena,
                                 const struct case_message *row, struct err *err)
{
    const struct case_place *places;
    size_t count;
    enum outcome outcome = report_data_places(section->file, hit->hit->message, arena, &places, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct span account = utf8_visible(arena, hit->account);
    print_field(section, _("sent by"), account.size ? account : span_of(_("unknown")));
    if (row->message.recipient_count)
        print_field(section, _("to"), recipients(arena, &row->message));
    print_field(section, _("lies in"), hit_text_place(arena, places, count));
    return OUTCOME_OK;
}

static void print_findings(const struct terminal_section *section, const struct case_hit *hit, struct arena *arena)
{
    for (size_t i = 0; i < hit->finding_count; i++) {
        struct span says = sentence_text(arena, &hit->findings[i].sentence, SENTENCE_SHOWN);
        print_field(section, i ? "" : _("because"), says);
    }
}

static enum outcome print_quote(const struct terminal_section *section, const struct case_quote *quote, bool first,
                                struct arena *arena, struct err *err)
{
    struct case_message row;
    const struct case_place *places;
    size_t count;
    enum outcome outcome = case_read_message(section->file, quote->message, arena, &row, err);
    if (outcome == OUTCOME_OK)
        outcome = report_data_places(section->file, quote->message, arena, &places, &count, err);
    if (outcome != OUTCOME_OK)
        return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
    const struct message *message = &row.message;
    struct span from = message->from_count
                           ? terminal_section_person(arena, message->from[0].name, message->from[0].addr) : SPAN_NONE;
    print_field(section, first ? _("quotes") : "",
                arena_printf(arena, "%.*s  %.*s", SPAN_ARGS(date_or_none(arena, message_time(message))), SPAN_ARGS(from)));
    print_field(section, "", subject_or_none(arena, message->subject));
    struct span place = hit_text_place(arena, places, count);
    print_field(section, "", arena_printf(arena, _("in %.*s"), SPAN_ARGS(place)));
    return OUTCOME_OK;
}

static enum outcome print_quotes(const struct terminal_section *section, const struct case_hit *hit, struct arena *arena,
                                 struct err *err)
{
    size_t shown = section->verbose || hit->quote_count < QUOTES_SHOWN ? hit->quote_count : QUOTES_SHOWN;
    for (size_t i = 0; i < shown; i++) {
        enum outcome outcome = print_quote(section, &hit->quotes[i], i == 0, arena, err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    if (shown < hit->quote_count)
        print_field(section, "", arena_printf(arena, _("and older mails of the thread: %zu"), hit->quote_count - shown));
    return OUTCOME_OK;
}

enum outcome hit_text_full(const struct terminal_section *section, const struct report_hit *hit, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct case_message row;
    enum outcome outcome = case_read_message(section->file, hit->hit->message, arena, &row, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    print_head(section, hit, arena, &row);
    outcome = print_people(section, hit, arena, &row, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct span triage = hit_text_triage(arena, hit->hit);
    if (triage.size)
        print_field(section, _("you say"), triage);
    print_findings(section, hit->hit, arena);
    return print_quotes(section, hit->hit, arena, err);
}
