/* Rows into cells. */
#include "notify/notify_csv.h"

#include <stdlib.h>
#include "base/i18n.h"
#include "base/memory.h"
#include "model/person_words.h"
#include "notify/notify_cells.h"
#include "report/date_text.h"

static const char *const TITLES[] = {
    "notify_id", "group", "email", "bounced", "display_name", "other_names", "company_domain", "internal", "language", "first_seen",
    "last_seen", "msgs_from", "msgs_to", "msgs_cc", "exposed_mailboxes", "data_kinds", "spoofed_mail_at", "spoof_subject", "evidence_ref",
    "channel", "notified_at", "note", "person_id", "reason",
};
#define TITLE_COUNT (sizeof TITLES / sizeof *TITLES)

const char *notify_csv_group(enum exposed_group group)
{
    static const char *const says[] = {
        "", N_("received the forged mail"), N_("correspondent in the exposed mailbox"), N_("named in the text of exposed mail"),
        N_("contact, appointment or other item"), N_("took part in a thread that was reused"), N_("of our own organisation"),
        N_("mail to the address comes back"), N_("no person: automatic sender or mailing list"),
    };
    return says[group];
}

static const char *reason_says(enum notify_reason reason)
{
    switch (reason) {
    case NOTIFY_NO_PERSON: return N_("an automatic sender, nobody reads mail to it");
    case NOTIFY_MAILING_LIST: return N_("a mailing list: ask its owner to tell the members");
    case NOTIFY_EXCHANGE: return N_("an Exchange name, and no store shows its e-mail address: look it up in the directory");
    case NOTIFY_NO_ADDRESS: return N_("nothing that mail could be sent to");
    case NOTIFY_TOLD: case NOTIFY_REASONS: break;
    }
    return "";
}

static void put_groups(struct notify_cells *cells, uint32_t groups)
{
    BUF_LOCAL text = {0};
    for (enum exposed_group group = EXPOSED_FORGED; group < EXPOSED_GROUPS; group++)
        if (groups & exposed_bit(group))
            buf_printf(&text, "%s%d", text.size ? "+" : "", group);
    notify_cells_text(cells, arena_copy(cells->arena, buf_span(&text)));
}

static void put_other_names(struct notify_cells *cells, const struct exposed_address *address)
{
    BUF_LOCAL text = {0};
    for (uint32_t i = 1; i < address->name_count; i++)
        buf_printf(&text, "%s%.*s", text.size ? "; " : "", SPAN_ARGS(address->names[i].text));
    notify_cells_found(cells, arena_copy(cells->arena, buf_span(&text)));
}

static void put_mailboxes(struct notify_cells *cells, const struct exposed *exposed, uint32_t mailboxes)
{
    BUF_LOCAL text = {0};
    for (size_t m = 0; m < exposed->mailbox_count; m++)
        if (mailboxes >> m & 1)
            buf_printf(&text, "%s%.*s", text.size ? "; " : "", SPAN_ARGS(exposed->mailboxes[m].address));
    notify_cells_text(cells, arena_copy(cells->arena, buf_span(&text)));
}

static void put_data(struct notify_cells *cells, uint32_t data)
{
    static const char *const words[EXPOSED_DATA_KINDS] = {"e-mail address", "name", "mail text", "attachments", "telephone number",
                                                          "postal address", "address book entry"};
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < EXPOSED_DATA_KINDS; i++)
        if (data >> i & 1)
            buf_printf(&text, "%s%s", text.size ? "; " : "", words[i]);
    notify_cells_text(cells, arena_copy(cells->arena, buf_span(&text)));
}

static void put_evidence(struct notify_cells *cells, const struct exposed_address *address)
{
    struct span text = address->hit;
    if (address->hits > 1)
        text = arena_printf(cells->arena, "%.*s (+%u)", SPAN_ARGS(address->hit), address->hits - 1);
    notify_cells_text(cells, text);
}

/* How to reach him: mail to a stolen mailbox may be read by the thief. */
static const char *channel_of(const struct notify_row *row)
{
    if (row->reason != NOTIFY_TOLD)
        return "";
    if (row->address->owner)
        return "telephone";
    if (row->address->dead)
        return "telephone or post";
    return row->draft ? row->address->own ? "internal" : "e-mail" : row->stands ? "by hand" : "";
}

static void say(struct buf *note, struct span sentence)
{
    if (note->size)
        buf_add(note, SPAN_LITERAL("; "));
    buf_add(note, sentence);
}

static void put_note(struct notify_cells *cells, const struct notify_list *list, const struct notify_row *row)
{
    BUF_LOCAL note = {0};
    const struct exposed_address *address = row->address;
    uint32_t twin = address->namesake == INTERN_NONE ? UINT32_MAX : list->row_of[address->namesake];
    if (address->owner)
        say(&note, span_of(_("owner of a stolen mailbox: others may read mail to it")));
    if (!row->stands)
        say(&note, arena_printf(cells->arena, _("further address of P%05u"), row->person));
    if (address->groups & exposed_bit(EXPOSED_BOUNCED))
        say(&note, arena_printf(cells->arena, _("mail came back on %.*s with status %.*s"),
                                SPAN_ARGS(address->bounced_at == MESSAGE_NO_DATE ? SPAN_LITERAL("?") : date_text_day(cells->arena, address->bounced_at)),
                                SPAN_ARGS(address->bounce_status)));
    if ((address->groups & exposed_bit(EXPOSED_BOUNCED)) && !address->dead)
        say(&note, span_of(_("it was refused for what it was, or the mailbox was full: other mail may arrive")));
    if (address->kind == ADDRESS_SMTP && !address->list && person_words_role_local(address_local(address->addr)))
        say(&note, span_of(_("an address of a role: perhaps several people read it")));
    if (address->from && address->list_mails == address->from && !address->to && !address->cc)
        say(&note, span_of(_("wrote only over lists or to many (newsletters)")));
    if (twin != UINT32_MAX)
        say(&note, arena_printf(cells->arena, _("the same name as N%05u: perhaps the same person"), twin + 1));
    if (row->reason == NOTIFY_TOLD && row->stands && !row->draft && !address->owner && !address->dead)
        say(&note, span_of(_("no draft: a further address is a stolen mailbox, or the address has unusual characters")));
    notify_cells_text(cells, arena_copy(cells->arena, buf_span(&note)));
}

static void put_row(struct notify_cells *cells, const struct notify_list *list, size_t at)
{
    const struct notify_row *row = &list->rows[at];
    const struct exposed_address *address = row->address;
    struct arena *arena = cells->arena;
    notify_cells_text(cells, arena_printf(arena, "N%05zu", at + 1));
    put_groups(cells, address->groups);
    notify_cells_text(cells, address->addr);
    notify_cells_text(cells, span_of(address->groups & exposed_bit(EXPOSED_BOUNCED) ? "yes" : "no"));
    notify_cells_found(cells, exposed_name_of(address));
    put_other_names(cells, address);
    notify_cells_text(cells, address->kind == ADDRESS_SMTP ? address_organisation(address->addr) : SPAN_NONE);
    notify_cells_text(cells, span_of(address->own ? "yes" : "no"));
    notify_cells_text(cells, span_of(exposed_japanese(address) ? "ja" : "en"));
    notify_cells_text(cells, date_text_day(arena, address->first));
    notify_cells_text(cells, date_text_day(arena, address->last));
    notify_cells_number(cells, address->from);
    notify_cells_number(cells, address->to);
    notify_cells_number(cells, address->cc);
    put_mailboxes(cells, list->exposed, address->mailboxes);
    put_data(cells, address->data);
    notify_cells_text(cells, date_text_minute(arena, address->forged_at));
    notify_cells_found(cells, address->forged_subject);
    put_evidence(cells, address);
    notify_cells_text(cells, span_of(channel_of(row)));
    notify_cells_text(cells, SPAN_NONE);
    put_note(cells, list, row);
    notify_cells_text(cells, arena_printf(arena, "P%05u", row->person));
}

void notify_csv_told(const struct notify_list *list, struct buf *out)
{
    ARENA_LOCAL arena = arena_open();
    struct notify_cells cells = notify_cells_open(out, arena, TITLES, TITLE_COUNT - 1);
    for (size_t i = 0; i < list->told; i++) {
        put_row(&cells, list, i);
        notify_cells_end(&cells);
        arena_reset(arena);
    }
}

/* Somebody of whom there is only a name: its cell and the reason, the others empty. */
static void put_nameless(struct notify_cells *cells, struct span name)
{
    for (size_t i = 0; i < TITLE_COUNT; i++)
        notify_cells_found(cells, i == 4 ? name : i == TITLE_COUNT - 1 ? span_of(_("only a name stands in the mail, no address")) : SPAN_NONE);
    notify_cells_end(cells);
}

void notify_csv_excluded(const struct notify_list *list, struct buf *out)
{
    ARENA_LOCAL arena = arena_open();
    struct notify_cells cells = notify_cells_open(out, arena, TITLES, TITLE_COUNT);
    for (size_t i = list->told; i < list->count; i++) {
        put_row(&cells, list, i);
        notify_cells_text(&cells, span_of(_(reason_says(list->rows[i].reason))));
        notify_cells_end(&cells);
        arena_reset(arena);
    }
    for (size_t i = 0; i < list->exposed->nameless_count; i++)
        put_nameless(&cells, list->exposed->nameless[i]);
}

void notify_csv_group_count(const struct notify_list *list, enum exposed_group group, uint32_t *ret_addresses, uint32_t *ret_persons)
{
    bool *seen = memory_must(calloc(list->exposed->address_count + 1u, sizeof *seen));
    *ret_addresses = *ret_persons = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct exposed_address *address = list->rows[i].address;
        if (!(address->groups & exposed_bit(group)))
            continue;
        ++*ret_addresses;
        if (!(address->groups & exposed_bit(EXPOSED_NO_PERSON)) && !seen[address->person]) {
            seen[address->person] = true;
            ++*ret_persons;
        }
    }
    free(seen);
}

static void put_cell(struct notify_cells *cells, const struct exposed *exposed, const struct exposed_cell *cell)
{
    const uint32_t numbers[] = {cell->messages, cell->attachments, cell->files, cell->inlined, cell->addresses, cell->persons, cell->names,
                                cell->telephones, cell->postals};
    struct span month = cell->month == INTERN_NONE ? SPAN_LITERAL("all") : intern_text(exposed->months, cell->month);
    notify_cells_text(cells, exposed->mailboxes[cell->mailbox].address);
    notify_cells_text(cells, month.size ? month : SPAN_LITERAL("no date"));
    notify_cells_text(cells, span_of(exposed_kind_name(cell->kind)));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        notify_cells_number(cells, numbers[i]);
    notify_cells_text(cells, span_of(exposed->mailboxes[cell->mailbox].stored ? "as stored" : "at least"));
    notify_cells_end(cells);
}

static void put_group(struct notify_cells *cells, const struct notify_list *list, enum exposed_group group)
{
    uint32_t addresses, persons;
    notify_csv_group_count(list, group, &addresses, &persons);
    notify_cells_text(cells, SPAN_NONE);
    notify_cells_text(cells, SPAN_LITERAL("all"));
    notify_cells_text(cells, arena_printf(cells->arena, "group %d: %s", group, notify_csv_group(group)));
    for (int i = 0; i < 4; i++)
        notify_cells_text(cells, SPAN_NONE);
    notify_cells_number(cells, addresses);
    notify_cells_number(cells, persons);
    for (int i = 0; i < 3; i++)
        notify_cells_text(cells, SPAN_NONE);
    notify_cells_text(cells, SPAN_LITERAL("at least"));
    notify_cells_end(cells);
}

void notify_csv_counts(const struct notify_list *list, struct buf *out)
{
    static const char *const titles[] = {"mailbox", "month", "kind", "messages", "attachments", "different_files", "inline_files", "addresses",
                                         "persons", "names_without_address", "telephone_numbers", "postal_addresses", "bound"};
    ARENA_LOCAL arena = arena_open();
    struct notify_cells cells = notify_cells_open(out, arena, titles, sizeof titles / sizeof *titles);
    for (size_t i = 0; i < list->exposed->cell_count; i++) {
        put_cell(&cells, list->exposed, &list->exposed->cells[i]);
        arena_reset(arena);
    }
    for (enum exposed_group group = EXPOSED_FORGED; group < EXPOSED_GROUPS; group++)
        put_group(&cells, list, group);
}
