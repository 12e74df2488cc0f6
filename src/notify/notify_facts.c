/* Prints the fact sheet section by section. */
#include "notify/notify_facts.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "notify/notify_csv.h"
#include "notify/notify_day.h"
#include "notify/notify_numbers.h"
#include "report/date_text.h"
#include "report/sentence.h"

struct sheet {
    const struct notify_facts *facts;
    const struct exposed *exposed;
    struct page page;
    struct arena *arena;
};

static void heading(const struct sheet *sheet, const char *text)
{
    page_gap(&sheet->page);
    page_text(&sheet->page, 0, 0, PAGE_PLAIN, arena_printf(sheet->arena, "== %s ==", text));
}

static void say(const struct sheet *sheet, struct span text)
{
    page_text(&sheet->page, 0, 2, PAGE_PLAIN, text);
}

/* What the case does not know. */
static void ask(const struct sheet *sheet, const char *question)
{
    page_text(&sheet->page, 2, 4, PAGE_PLAIN, arena_printf(sheet->arena, "[                    ] %s", question));
}

static struct span day_or_blank(const struct sheet *sheet, int64_t date)
{
    struct span day = date_text_day(sheet->arena, date);
    return day.size ? day : SPAN_LITERAL("[        ]");
}

static struct span due(const struct sheet *sheet, int days)
{
    struct span day = notify_day_later(sheet->arena, sheet->facts->known, days);
    return day.size ? day : SPAN_LITERAL("[        ]");
}

/* The day of knowledge is the first by the guidelines of its commission: the earlier, and so the safer, of two readings. */
static struct span due_in_japan(const struct sheet *sheet, int days)
{
    return due(sheet, days - 1);
}

static void put_deadlines(const struct sheet *sheet)
{
    struct span known = sheet->facts->known;
    heading(sheet, _("Deadlines"));
    if (known.size)
        say(sheet, arena_printf(sheet->arena, _("Day on which it became known: %.*s"), SPAN_ARGS(known)));
    else
        ask(sheet, _("On which day (and hour) did anybody of the organisation learn of it? All deadlines count from there; --known DATE fills them in."));
    say(sheet, arena_printf(sheet->arena,
                            _("Japan, Act on the Protection of Personal Information, art. 26: preliminary report promptly, within %d to %d days: %.*s to %.*s"),
                            NOTIFY_FACTS_PRELIMINARY_LEAST, NOTIFY_FACTS_PRELIMINARY_MOST, SPAN_ARGS(due_in_japan(sheet, NOTIFY_FACTS_PRELIMINARY_LEAST)),
                            SPAN_ARGS(due_in_japan(sheet, NOTIFY_FACTS_PRELIMINARY_MOST))));
    say(sheet, arena_printf(sheet->arena, _("The same, final report within %d days, as the purpose was improper (else 30): %.*s"), NOTIFY_FACTS_FINAL,
                            SPAN_ARGS(due_in_japan(sheet, NOTIFY_FACTS_FINAL))));
    say(sheet, span_of(_("In these the day of knowledge is the first; Saturdays, Sundays and holidays count.")));
    say(sheet, span_of(_("A leak that may be for an improper purpose is to be reported from one person on, and those concerned are to be told.")));
    say(sheet, arena_printf(sheet->arena, _("European Union, GDPR art. 33: within 72 hours of becoming aware: %.*s, at the hour of becoming aware"),
                            SPAN_ARGS(due(sheet, NOTIFY_FACTS_GDPR))));
    say(sheet, span_of(_("Whether these laws apply, and others, is for your lawyers to say.")));
}

static void put_window(const struct sheet *sheet, const struct exposed_mailbox *mailbox)
{
    if (!mailbox->suspect)
        return;
    say(sheet, arena_printf(sheet->arena, _("Stolen, as far as the case shows: after %.*s (newest mail that was used) and before %.*s (first forged mail that uses it)"),
                            SPAN_ARGS(day_or_blank(sheet, mailbox->suspect->from)), SPAN_ARGS(day_or_blank(sheet, mailbox->suspect->to))));
}

static void forged_dates(const struct exposed *exposed, int64_t *ret_first, int64_t *ret_last)
{
    *ret_first = *ret_last = MESSAGE_NO_DATE;
    for (size_t i = 0; i < exposed->data.result.hit_count; i++) {
        int64_t date = exposed->data.hits[i].date;
        if (exposed->data.result.hits[i].severity < CASE_MEDIUM || date == MESSAGE_NO_DATE)
            continue;
        *ret_first = *ret_first == MESSAGE_NO_DATE || date < *ret_first ? date : *ret_first;
        *ret_last = date > *ret_last ? date : *ret_last;
    }
}

static void put_event(const struct sheet *sheet)
{
    const struct exposed *exposed = sheet->exposed;
    int64_t first, last;
    heading(sheet, _("What happened"));
    say(sheet, sentence_text(sheet->arena, &exposed->data.result.verdict.sentence, SENTENCE_SHOWN));
    forged_dates(exposed, &first, &last);
    say(sheet, arena_printf(sheet->arena, _("Forged mails found (severity medium or high): at least %u, from %.*s to %.*s"), exposed->forged,
                            SPAN_ARGS(day_or_blank(sheet, first)), SPAN_ARGS(day_or_blank(sheet, last))));
    if (exposed->returned)
        say(sheet, arena_printf(sheet->arena, _("Mails that a thief sent, known because they came back (replytrace bounces): at least %u"), exposed->returned));
    for (size_t m = 0; m < exposed->mailbox_count; m++) {
        notify_numbers_mailbox(&sheet->page, sheet->arena, &exposed->mailboxes[m]);
        put_window(sheet, &exposed->mailboxes[m]);
    }
    if (sheet->facts->from.size || sheet->facts->to.size)
        say(sheet, arena_printf(sheet->arena, _("Period asked for: %.*s to %.*s"),
                                SPAN_ARGS(sheet->facts->from.size ? sheet->facts->from : SPAN_LITERAL("...")),
                                SPAN_ARGS(sheet->facts->to.size ? sheet->facts->to : SPAN_LITERAL("..."))));
    say(sheet, arena_printf(sheet->arena, _("Exposed mail is dated from %.*s to %.*s."), SPAN_ARGS(day_or_blank(sheet, exposed->first)),
                            SPAN_ARGS(day_or_blank(sheet, exposed->last))));
}

static void put_numbers(const struct sheet *sheet)
{
    for (uint32_t m = 0; m < sheet->exposed->mailbox_count; m++) {
        heading(sheet, _("Numbers"));
        notify_numbers_mailbox(&sheet->page, sheet->arena, &sheet->exposed->mailboxes[m]);
        notify_numbers_all(&sheet->page, sheet->arena, sheet->exposed, m, 2);
        page_gap(&sheet->page);
        notify_numbers_table(&sheet->page, sheet->arena, sheet->exposed, m, 2, true);
        page_gap(&sheet->page);
        notify_numbers_table(&sheet->page, sheet->arena, sheet->exposed, m, 2, false);
    }
    heading(sheet, _("What the numbers do not say"));
    notify_numbers_limits(&sheet->page, sheet->arena, sheet->exposed, 0);
}

static void put_groups(const struct sheet *sheet)
{
    const struct notify_list *list = sheet->facts->list;
    heading(sheet, _("Whom to tell (notify.csv, excluded.csv)"));
    for (enum exposed_group group = EXPOSED_FORGED; group < EXPOSED_GROUPS; group++) {
        uint32_t addresses, persons;
        notify_csv_group_count(list, group, &addresses, &persons);
        say(sheet, arena_printf(sheet->arena, _("(%d) %s: %u addresses, %u persons"), group, _(notify_csv_group(group)), addresses, persons));
    }
    say(sheet, arena_printf(sheet->arena, _("In notify.csv: %zu addresses, %u persons; drafts: %u. In excluded.csv, each with its reason: %zu."),
                            list->told, list->persons, list->drafts, list->count - list->told + list->exposed->nameless_count));
    say(sheet, span_of(_("An address may be in several groups. Who is in no mail of these stores is in no list.")));
}

static uint32_t data_of_all(const struct notify_list *list)
{
    uint32_t data = 0;
    for (size_t i = 0; i < list->count; i++)
        data |= list->rows[i].address->data;
    return data;
}

static void put_items(const struct sheet *sheet)
{
    static const char *const data[EXPOSED_DATA_KINDS] = {N_("e-mail addresses"), N_("names"), N_("text of mails"), N_("attachments"),
                                                         N_("telephone numbers"), N_("postal addresses"), N_("address book entries")};
    BUF_LOCAL text = {0};
    uint32_t found = data_of_all(sheet->facts->list);
    for (size_t i = 0; i < EXPOSED_DATA_KINDS; i++)
        if (found >> i & 1)
            buf_printf(&text, "%s%s", text.size ? ", " : "", _(data[i]));
    say(sheet, arena_printf(sheet->arena, _("2. Items of personal data: %.*s"), SPAN_ARGS(buf_span(&text))));
    ask(sheet, _("Was there more in texts and attachments: accounts, passwords, health, customers' data?"));
}

/* Enforcement Rules, art. 8 (1), i to ix. */
static void put_nine(const struct sheet *sheet)
{
    const struct notify_list *list = sheet->facts->list;
    heading(sheet, _("The nine items of the report in Japan"));
    say(sheet, span_of(_("1. Outline: see above")));
    put_items(sheet);
    say(sheet, arena_printf(sheet->arena, _("3. Number of persons whose data was exposed: at least %u"), list->exposed_persons));
    say(sheet, span_of(_("4. Cause")));
    ask(sheet, _("How did the thief come in: a program on a computer, a stolen password? The case shows only what was taken."));
    say(sheet, arena_printf(sheet->arena, _("5. Secondary damage: forged mails with stolen text, at least %u"), sheet->exposed->forged));
    ask(sheet, _("Has anybody opened them or lost money? (replytrace report names those of us who answered)"));
    say(sheet, span_of(_("6. What is done for those concerned: drafts in drafts/")));
    ask(sheet, _("When were they told, and by what means? (columns channel and notified_at)"));
    say(sheet, span_of(_("7. Publication")));
    ask(sheet, _("Was it made public? When, where?"));
    say(sheet, span_of(_("8. Measures against another time")));
    ask(sheet, _("What was changed: passwords, sessions, forwarding rules, computers?"));
    say(sheet, span_of(_("9. Anything else")));
    ask(sheet, _("Police, insurer, other authorities?"));
}

/* GDPR art. 33 (3), a to d. */
static void put_gdpr(const struct sheet *sheet)
{
    heading(sheet, _("GDPR art. 33 (3)"));
    say(sheet, arena_printf(sheet->arena, _("(a) Nature: access to a mailbox; data subjects: at least %u; records: see Numbers"), sheet->facts->list->exposed_persons));
    ask(sheet, _("Categories of data subjects: customers, suppliers, employees, applicants?"));
    say(sheet, span_of(_("(b) Contact")));
    ask(sheet, _("Name and telephone number of the data protection officer?"));
    say(sheet, span_of(_("(c) Likely consequences: forged mails in the name of those concerned, with their words")));
    say(sheet, span_of(_("(d) Measures taken or proposed")));
    ask(sheet, _("As 6 and 8 above"));
}

void notify_facts_print(const struct notify_facts *facts, FILE *out)
{
    ARENA_LOCAL arena = arena_open();
    struct sheet sheet = {facts, facts->list->exposed, {out, PAGE_COLUMNS, false}, arena};
    page_text(&sheet.page, 0, 0, PAGE_PLAIN, span_of(_("Facts for the report to the authority")));
    page_text(&sheet.page, 0, 0, PAGE_PLAIN, span_of(_("Each number is what the stores show: a lower bound. [ ] is what the case does not know.")));
    put_deadlines(&sheet);
    put_event(&sheet);
    put_numbers(&sheet);
    put_groups(&sheet);
    put_nine(&sheet);
    put_gdpr(&sheet);
}
