/* Gathers recipients and what was said of them. */
#include "decode/dsn_draft.h"

#include "base/limits.h"
#include "base/utf8.h"

#define FIRST_RECIPIENTS 4
#define CODE_SEARCH_BYTES 1000 /* of a diagnosis that are searched for codes */

struct dsn_draft dsn_draft_begin(struct arena *arena, const struct message *message)
{
    struct dsn_draft draft = {.arena = arena, .message = message};
    draft.report.arrival = MESSAGE_NO_DATE;
    draft.report.original = REPORT_MAIL_NO_ORIGINAL;
    return draft;
}

struct dsn_draft dsn_draft_from(struct arena *arena, const struct message *message)
{
    const struct report_mail *report = message->report;
    struct dsn_draft draft = {.arena = arena, .message = message, .report = *report, .count = report->recipient_count,
                              .room = report->recipient_count};
    draft.recipient = arena_array(arena, draft.count, sizeof *draft.recipient);
    if (draft.count)
        memcpy(draft.recipient, report->recipients, draft.count * sizeof *draft.recipient);
    return draft;
}

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

struct span dsn_draft_address(struct arena *arena, struct span text)
{
    text = span_trim(text);
    size_t open = span_find_byte(text, '<', 0);
    size_t close = open == SIZE_MAX ? SIZE_MAX : span_find_byte(text, '>', open);
    if (close != SIZE_MAX && close > open + 1)
        text = span_slice(text, open + 1, close - open - 1);
    while (text.size && (text.data[0] == '<' || text.data[0] == ' '))
        text = span_slice(text, 1, text.size);
    while (text.size && memchr(">.,;: ", text.data[text.size - 1], 6))
        text.size--;
    struct address address = address_make(arena, SPAN_NONE, span_slice(utf8_repair(arena, text), 0, LIMIT_FIELD_BYTES));
    return address.kind == ADDRESS_SMTP || address.kind == ADDRESS_EX ? address.addr : SPAN_NONE;
}

struct span dsn_draft_line(struct arena *arena, struct span text)
{
    text = span_slice(span_trim(text), 0, (size_t)2 * LIMIT_FIELD_BYTES);
    char *line = arena_string(arena, text);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool blank = (unsigned char)text.data[i] <= ' ' || text.data[i] == 127;
        if (!blank || (size && line[size - 1] != ' '))
            line[size++] = blank ? ' ' : text.data[i];
    }
    return utf8_cut(span_trim((struct span){line, size}), LIMIT_FIELD_BYTES);
}

/* "5.1.1" beginning at `at`: its bytes, or 0. "192.5.1.1" is a host, "5.0.6a" a release. */
static size_t status_size(struct span text, size_t at)
{
    static const size_t digits[] = {1, 3, 3};
    if (at && (digit(text.data[at - 1]) || text.data[at - 1] == '.' || text.data[at - 1] == '-'))
        return 0;
    size_t end = at;
    for (size_t part = 0; part < 3; part++) {
        size_t start = end;
        while (end < text.size && digit(text.data[end]) && end - start < digits[part])
            end++;
        if (end == start || (part < 2 && (end >= text.size || text.data[end++] != '.')))
            return 0;
    }
    char next = end < text.size ? text.data[end] : ' ';
    bool more = digit(next) || ((next | 0x20) >= 'a' && (next | 0x20) <= 'z') || (next == '.' && end + 1 < text.size && digit(text.data[end + 1]));
    return more ? 0 : end - at;
}

/* How little a status says: 0 for one that names what it was, more for "5.1.0" and for "4.4.7" (time ran out), most for "5.0.0" and none. */
static int vagueness(struct span status)
{
    if (status.size < 5 || (status.size == 5 && memcmp(status.data + 1, ".0.0", 4) == 0))
        return 2;
    bool open = status.data[status.size - 1] == '0' && status.data[status.size - 2] == '.';
    return open || memcmp(status.data + 1, ".4.7", 4) == 0;
}

/* The enhanced status of the class, where one is asked for, that says most; the first of them. */
static struct span find_status(struct span text, char class)
{
    struct span found = SPAN_NONE;
    for (size_t at = 0; at < text.size && (!found.size || vagueness(found)); at++) {
        char first = text.data[at];
        if ((first != '2' && first != '4' && first != '5') || (class && first != class))
            continue;
        struct span status = span_slice(text, at, status_size(text, at));
        if (status.size && (!found.size || vagueness(status) < vagueness(found)))
            found = status;
    }
    return found;
}

/* "550" that stands alone before a blank, a dash or the end. */
static size_t find_reply_code(struct span text)
{
    for (size_t at = 0; at + 3 <= text.size; at++) {
        const char *code = text.data + at;
        bool shape = (code[0] == '2' || code[0] == '4' || code[0] == '5') && code[1] >= '0' && code[1] <= '5' && digit(code[2]);
        bool starts = at == 0 || !(digit(code[-1]) || code[-1] == '.' || code[-1] == '-' || code[-1] == ':' || code[-1] == '@'
                                   || ((code[-1] | 0x20) >= 'a' && (code[-1] | 0x20) <= 'z'));
        bool ends = at + 3 == text.size || memchr(" -\t,;:)]'\"", code[3], 10) != NULL;
        if (shape && starts && ends)
            return at;
    }
    return SIZE_MAX;
}

/* The status right behind a reply code: the words of the server that refused, which its peer may have taken for another. */
static struct span status_behind(struct span said, size_t code)
{
    size_t at = code == SIZE_MAX ? SIZE_MAX : code + 4;
    struct span rest = span_slice(said, at, said.size);
    return span_slice(rest, 0, status_size(rest, 0));
}

void dsn_draft_codes(struct report_mail_recipient *recipient)
{
    struct span said = span_slice(recipient->diagnostic, 0, CODE_SEARCH_BYTES);
    size_t code = find_reply_code(said);
    struct span behind = status_behind(said, code);
    bool same_class = !recipient->status.size || (behind.size && behind.data[0] == recipient->status.data[0]);
    if (behind.size && vagueness(behind) == 0 && same_class) {
        recipient->status = behind;
    } else if (vagueness(recipient->status)) {
        struct span better = find_status(said, recipient->status.size ? recipient->status.data[0] : '\0');
        if (better.size && (!recipient->status.size || vagueness(better) < vagueness(recipient->status)))
            recipient->status = better;
    }
    if (!recipient->reply_code.size && code != SIZE_MAX)
        recipient->reply_code = span_slice(said, code, 3);
}

static void take(struct span *known, struct span said)
{
    if (!known->size)
        *known = said;
}

static void merge(struct report_mail_recipient *known, const struct report_mail_recipient *said)
{
    bool worse = said->action == REPORT_MAIL_FAILED && known->action != REPORT_MAIL_FAILED;
    if (worse || known->action == REPORT_MAIL_ACTION_UNKNOWN)
        known->action = said->action;
    if (worse && said->status.size)
        known->status = SPAN_NONE;
    if (vagueness(said->status) < vagueness(known->status))
        known->status = said->status;
    take(&known->final, said->final);
    take(&known->reply_code, said->reply_code);
    take(&known->diagnostic, said->diagnostic);
    take(&known->remote_mta, said->remote_mta);
}

static struct report_mail_recipient *find(const struct dsn_draft *draft, struct span address)
{
    for (size_t i = 0; i < draft->count; i++)
        if (span_equal(draft->recipient[i].address, address) || span_equal(draft->recipient[i].final, address))
            return &draft->recipient[i];
    return NULL;
}

static struct report_mail_recipient *append(struct dsn_draft *draft)
{
    if (draft->count == LIMIT_REPORT_RECIPIENTS) {
        draft->cut = true;
        return NULL;
    }
    if (draft->count == draft->room) {
        size_t room = draft->room ? draft->room * 2 : FIRST_RECIPIENTS;
        struct report_mail_recipient *grown = arena_array(draft->arena, room, sizeof *grown);
        if (draft->count)
            memcpy(grown, draft->recipient, draft->count * sizeof *grown);
        draft->recipient = grown;
        draft->room = room;
    }
    return &draft->recipient[draft->count++];
}

void dsn_draft_add(struct dsn_draft *draft, struct report_mail_recipient recipient)
{
    if (!recipient.address.size)
        return;
    dsn_draft_codes(&recipient);
    struct report_mail_recipient *known = find(draft, recipient.address);
    if (known) {
        merge(known, &recipient);
        return;
    }
    struct report_mail_recipient *added = append(draft);
    if (added)
        *added = recipient;
}

static bool any(const struct dsn_draft *draft, enum report_mail_action action)
{
    for (size_t i = 0; i < draft->count; i++)
        if (draft->recipient[i].action == action)
            return true;
    return false;
}

struct report_mail *dsn_draft_end(const struct dsn_draft *draft)
{
    struct report_mail *report = arena_alloc(draft->arena, sizeof *report);
    *report = draft->report;
    report->recipients = draft->recipient;
    report->recipient_count = draft->count;
    if (any(draft, REPORT_MAIL_FAILED))
        report->kind = REPORT_MAIL_BOUNCE;
    else if (any(draft, REPORT_MAIL_DELAYED))
        report->kind = REPORT_MAIL_DELAY;
    else if (any(draft, REPORT_MAIL_DELIVERED) || any(draft, REPORT_MAIL_RELAYED) || any(draft, REPORT_MAIL_EXPANDED))
        report->kind = REPORT_MAIL_SUCCESS;
    return report;
}
