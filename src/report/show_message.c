/* Loads a message for `replytrace show` and writes it into a pane. */
#include "report/show_message.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "report/date_text.h"
#include "report/hit_text.h"
#include "report/report_data.h"

#define RECIPIENTS_SHOWN 8

static struct span join(struct arena *arena, const struct segment *segments, size_t count, bool own, bool quoted)
{
    BUF_LOCAL text = {0};
    for (size_t i = 0; i < count; i++) {
        if (!(segments[i].kind == SEGMENT_OWN ? own : quoted))
            continue;
        if (text.size && text.data[text.size - 1] != '\n')
            buf_add_byte(&text, '\n');
        buf_add(&text, segments[i].text);
    }
    return span_trim(arena_copy(arena, buf_span(&text)));
}

static enum outcome load_evidence(struct case_file *file, struct arena *arena, int64_t id, struct show_message *shown,
                                  struct err *err)
{
    struct span kind, raw;
    uint8_t digest[HASH_SHA256_BYTES];
    char hex[HASH_HEX_BYTES];
    enum outcome outcome = case_read_evidence(file, id, arena, &kind, &raw, digest, err);
    if (outcome == OUTCOME_END)
        return OUTCOME_OK;
    if (outcome != OUTCOME_OK)
        return outcome;
    hash_hex(digest, sizeof digest, hex);
    shown->sha256 = arena_copy(arena, span_of(hex));
    return OUTCOME_OK;
}

enum outcome show_message_load(struct case_file *file, struct arena *arena, int64_t id, struct show_message *ret_shown,
                               struct err *err)
{
    struct show_message shown = {0};
    const struct segment *segments;
    const struct case_place *places;
    size_t count, place_count;
    enum outcome outcome = case_read_message(file, id, arena, &shown.row, err);
    if (outcome == OUTCOME_END)
        return err_set(err, OUTCOME_DEAD, "the case has lost a message that its result names; judge it again");
    if (outcome == OUTCOME_OK)
        outcome = case_read_text(file, id, arena, &segments, &count, err);
    if (outcome == OUTCOME_OK)
        outcome = report_data_places(file, id, arena, &places, &place_count, err);
    if (outcome == OUTCOME_OK)
        outcome = load_evidence(file, arena, id, &shown, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    shown.own = join(arena, segments, count, true, false);
    shown.quoted = join(arena, segments, count, false, true);
    shown.all = join(arena, segments, count, true, true);
    shown.place = hit_text_place(arena, places, place_count);
    *ret_shown = shown;
    return OUTCOME_OK;
}

static void pane_field(struct pane *pane, const char *label, struct span value)
{
    if (value.size)
        pane_text(pane, PAGE_PLAIN, arena_printf(pane->arena, "%s: %.*s", label, SPAN_ARGS(value)));
}

static const char *role_label(enum address_role role)
{
    return role == ADDRESS_TO ? _("To") : role == ADDRESS_CC ? _("Cc") : _("Bcc");
}

void show_message_head(struct pane *pane, const char *title, const struct show_message *shown)
{
    struct arena *arena = pane->arena;
    const struct message *message = &shown->row.message;
    pane_text(pane, PAGE_BOLD, span_of(title));
    if (message->from_count)
        pane_field(pane, _("From"), terminal_section_person(arena, message->from[0].name, message->from[0].addr));
    for (size_t i = 0; i < message->recipient_count && i < RECIPIENTS_SHOWN; i++)
        pane_field(pane, role_label(message->recipients[i].role),
                   terminal_section_person(arena, message->recipients[i].name, message->recipients[i].addr));
    if (message->recipient_count > RECIPIENTS_SHOWN)
        pane_text(pane, PAGE_PLAIN,
                  arena_printf(arena, _("and %zu more recipients"), message->recipient_count - RECIPIENTS_SHOWN));
    pane_field(pane, _("Date"), date_text_minute(arena, message_time(message)));
    pane_field(pane, _("Subject"), utf8_visible(arena, message->subject));
    pane_field(pane, "Message-ID", utf8_visible(arena, message->message_id));
    pane_field(pane, _("Lies in"), shown->place);
    pane_field(pane, "SHA-256", shown->sha256);
}

void show_message_words(struct pane *pane, const char *title, struct span body, size_t from, size_t to)
{
    if (!body.size)
        return;
    pane_gap(pane);
    pane_text(pane, PAGE_DIM, span_of(title));
    pane_body(pane, body, from, to);
}
