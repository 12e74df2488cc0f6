/* Puts numbers on a page. */
#include "notify/notify_numbers.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "model/message.h"
#include "report/date_text.h"

#define TYPES_SHOWN 12

static struct span person(struct arena *arena, struct span name, struct span address)
{
    if (!name.size)
        return utf8_visible(arena, address);
    return arena_printf(arena, "%.*s <%.*s>", SPAN_ARGS(utf8_visible(arena, name)), SPAN_ARGS(utf8_visible(arena, address)));
}

void notify_numbers_mailbox(const struct page *page, struct arena *arena, const struct exposed_mailbox *mailbox)
{
    struct span who = person(arena, mailbox->name, mailbox->address);
    page_text(page, 0, 2, PAGE_BOLD,
              arena_printf(arena, mailbox->own ? _("Mailbox: %.*s, one of ours") : _("Mailbox: %.*s, not one of ours"), SPAN_ARGS(who)));
    for (size_t i = 0; i < mailbox->also_count; i++)
        page_text(page, 2, 4, PAGE_PLAIN, arena_printf(arena, _("also %.*s"), SPAN_ARGS(utf8_visible(arena, mailbox->also[i]))));
    if (!mailbox->stored)
        page_text(page, 2, 4, PAGE_WARNING,
                  span_of(_("No store of this mailbox was read: what follows is only what other mailboxes keep of it, a lower bound.")));
}

static void line(const struct page *page, struct arena *arena, unsigned indent, bool bound, const char *label, uint32_t number)
{
    page_text(page, indent, indent + 2, PAGE_PLAIN, arena_printf(arena, bound ? _("%s: at least %u") : "%s: %u", label, number));
}

static void put_types(const struct page *page, struct arena *arena, const struct exposed *exposed, uint32_t mailbox, unsigned indent)
{
    BUF_LOCAL text = {0};
    size_t shown = 0;
    for (size_t i = 0; i < exposed->type_count; i++) {
        const struct exposed_file_type *type = &exposed->types[i];
        if (type->mailbox != mailbox)
            continue;
        if (++shown <= TYPES_SHOWN)
            buf_printf(&text, "%s%.*s %u", text.size ? ", " : "", SPAN_ARGS(type->type.size ? type->type : span_of(_("type not known"))), type->count);
    }
    if (text.size)
        page_text(page, indent + 2, indent + 4, PAGE_PLAIN,
                  arena_printf(arena, shown > TYPES_SHOWN ? _("of these: %.*s ...") : _("of these: %.*s"), SPAN_ARGS(buf_span(&text))));
}

void notify_numbers_all(const struct page *page, struct arena *arena, const struct exposed *exposed, uint32_t mailbox, unsigned indent)
{
    const struct exposed_cell *all = exposed_cell_of(exposed, mailbox, INTERN_NONE, EXPOSED_KINDS);
    bool bound = !exposed->mailboxes[mailbox].stored;
    if (!all)
        return;
    line(page, arena, indent, bound, _("Messages and items"), all->messages);
    line(page, arena, indent, bound, _("Different addresses"), all->addresses);
    line(page, arena, indent, bound, _("Persons (addresses of one person counted once, automatic senders and lists left out)"), all->persons);
    line(page, arena, indent, bound, _("Names without an address"), all->names);
    line(page, arena, indent, bound, _("Different telephone numbers in the text"), all->telephones);
    line(page, arena, indent, bound, _("Different postal addresses in the text"), all->postals);
    line(page, arena, indent, bound, _("Attachments"), all->attachments);
    put_types(page, arena, exposed, mailbox, indent);
    line(page, arena, indent, bound, _("Attachments of different content"), all->files);
    line(page, arena, indent, bound, _("Files within the text (pictures, logos)"), all->inlined);
    if (exposed->mailboxes[mailbox].own)
        return;
    line(page, arena, indent, true, _("Of the messages, written by one of us"), all->our_messages);
    line(page, arena, indent, true, _("Attachments of these"), all->our_attachments);
}

static const char *kind_says(enum exposed_kind kind)
{
    switch (kind) {
    case EXPOSED_RECEIVED: return _("received");
    case EXPOSED_SENT: return _("sent");
    case EXPOSED_DRAFT: return _("draft");
    case EXPOSED_ATTACHED: return _("attached mail");
    case EXPOSED_ITEM: return _("contact, other item");
    case EXPOSED_KINDS: break;
    }
    return _("all");
}

#define FIRST_COLUMNS 20
#define OTHER_COLUMNS 10

static void table_row(const struct page *page, unsigned indent, struct span first, const struct span *cells, size_t count)
{
    fprintf(page->out, "%*s", (int)indent, "");
    page_cell(page, utf8_fit(first, FIRST_COLUMNS), FIRST_COLUMNS, false);
    for (size_t i = 0; i < count; i++)
        page_cell(page, utf8_fit(cells[i], OTHER_COLUMNS - 1), OTHER_COLUMNS, true);
    fputc('\n', page->out);
}

void notify_numbers_table(const struct page *page, struct arena *arena, const struct exposed *exposed, uint32_t mailbox, unsigned indent, bool kinds)
{
    const struct span titles[] = {span_of(_("messages")), span_of(_("addresses")), span_of(_("persons")), span_of(_("tel.")), span_of(_("postal")),
                                  span_of(_("files"))};
    table_row(page, indent, span_of(kinds ? _("kind") : _("month")), titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < exposed->cell_count; i++) {
        const struct exposed_cell *cell = &exposed->cells[i];
        if (cell->mailbox != mailbox || (cell->month == INTERN_NONE) != kinds || (cell->kind == EXPOSED_KINDS) == kinds)
            continue;
        const uint32_t numbers[] = {cell->messages, cell->addresses, cell->persons, cell->telephones, cell->postals, cell->attachments};
        struct span cells[sizeof numbers / sizeof *numbers], month = kinds ? SPAN_NONE : intern_text(exposed->months, cell->month);
        for (size_t c = 0; c < sizeof numbers / sizeof *numbers; c++)
            cells[c] = arena_printf(arena, "%u", numbers[c]);
        table_row(page, indent, kinds ? span_of(kind_says(cell->kind)) : month.size ? month : span_of(_("no date")), cells, sizeof cells / sizeof *cells);
    }
}

void notify_numbers_limits(const struct page *page, struct arena *arena, const struct exposed *exposed, unsigned indent)
{
    const struct { bool applies; const char *says; } limits[] = {
        {!exposed->data.complete, N_("Not everything could be read (replytrace report says what): all numbers are lower bounds.")},
        {true, N_("What was in the mailbox and in no store that was read is not counted; nor is mail that was deleted for good.")},
        {true, N_("Attachments are counted, not read: persons, numbers and addresses in them are not counted.")},
        {true, N_("Telephone numbers and postal addresses are told by their form: some are missed, some are none.")},
        {true, N_("Numbers of months do not add up: who or what is in two months counts in both, and once in all.")},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (limits[i].applies)
            page_text(page, indent, indent + 2, PAGE_PLAIN, arena_printf(arena, "- %s", _(limits[i].says)));
    if (exposed->undated)
        page_text(page, indent, indent + 2, PAGE_PLAIN,
                  arena_printf(arena, _("- Items without a date: %u; they are in, whatever the period."), exposed->undated));
    if (exposed->lines_cut)
        page_text(page, indent, indent + 2, PAGE_PLAIN,
                  arena_printf(arena, _("- Lines of text with more addresses than were taken: %u (limit %d a line)."), exposed->lines_cut, EXPOSED_LINE_ADDRESSES));
}
