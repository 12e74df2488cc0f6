/* Walks an mbox from "From " line to "From " line through a sliding window. */
#include "store/store_mbox.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/limits.h"
#include "store/file_window.h"
#include "store/folder_role.h"
#include "store/mail_sniff.h"
#include "store/mbox_end.h"
#include "store/mbox_header.h"
#include "store/mbox_line.h"

#define LOOKBACK 4 /* bytes before a "From " line that tell whether the line above is blank */

struct store_mbox {
    struct store base;
    struct file_window window; /* begins at the "From " line of the next mail */
    uint64_t size;             /* of the file when it was opened */
    uint64_t item;             /* of the next mail */
    uint64_t garbage;          /* bytes before the first "From " line */
    enum mbox_line_rule rule;
    uint32_t place_flags;
    bool blank_lines;          /* the mails so far end in a blank line */
    char *held;                /* the kept part of a mail that was too long for the window */
};

/* Where the mail at the window's start has its parts, in bytes from there. */
struct mail_place {
    size_t text;        /* behind the "From " line */
    size_t header_end;  /* behind the blank line; 0 = there is none */
    size_t end;         /* of the mail as far as the window goes */
    uint64_t length;    /* of the whole mail in the file */
    struct mbox_header header;
    bool by_length;     /* Content-Length was true */
    bool cut;           /* longer than LIMIT_MESSAGE_BYTES: the text lies in store->held */
    struct span text_held;
};

static struct span window_text(const struct store_mbox *store)
{
    return file_window_span(&store->window);
}

/* The window reaches at least `size` bytes, or to the end of the file. */
static void window_reach(struct store_mbox *store, size_t size)
{
    while (window_text(store).size < size && file_window_more(&store->window))
        ;
}

/* Position behind the line that starts at `from`, or SIZE_MAX when the file or the bound ends first. */
static size_t line_end(struct store_mbox *store, size_t from, size_t bound)
{
    size_t looked = from;
    for (;;) {
        size_t found = span_find_byte(window_text(store), '\n', looked);
        if (found != SIZE_MAX)
            return found + 1;
        looked = window_text(store).size;
        if (looked > bound || !file_window_more(&store->window))
            return SIZE_MAX;
    }
}

static bool blank_before(struct span text, size_t at)
{
    if (at == 0)
        return true;
    if (at < 2 || text.data[at - 1] != '\n')
        return false;
    return text.data[at - 2] == '\n' || (text.data[at - 2] == '\r' && (at == 2 || text.data[at - 3] == '\n'));
}

static bool separator_at(struct store_mbox *store, size_t at)
{
    window_reach(store, at + MBOX_LINE_LOOKAHEAD);
    struct span text = window_text(store);
    bool blank = blank_before(text, at);
    if (at > 0 && text.data[at - 1] != '\n')
        return false;
    return mbox_line_separates(span_slice(text, at, MBOX_LINE_LOOKAHEAD), blank, store->rule);
}

/* Header lines up to the blank line; none is looked at behind LIMIT_HEADER_BYTES. */
static void read_header(struct store_mbox *store, struct mail_place *place)
{
    size_t at = place->text;
    while (at < LIMIT_HEADER_BYTES) {
        size_t next = line_end(store, at, LIMIT_HEADER_BYTES);
        if (next == SIZE_MAX)
            return;
        struct span line = span_slice(window_text(store), at, next - 1 - at);
        if (line.size > 0 && line.data[line.size - 1] == '\r')
            line.size--;
        if (line.size == 0) {
            place->header_end = next;
            return;
        }
        if (at > place->text && span_starts(line, SPAN_LITERAL("From ")) && separator_at(store, at))
            return;
        mbox_header_line(&place->header, line);
        at = next;
    }
}

/* True when Content-Length ends exactly where the file ends or the next "From " line stands: all else is a stale number. */
static bool length_is_true(const struct store_mbox *store, const struct mail_place *place, uint64_t *ret_length)
{
    char bytes[MBOX_LINE_LOOKAHEAD];
    uint64_t end, at;
    if (!place->header.has_length || !place->header_end
        || __builtin_add_overflow(place->header_end, place->header.content_length, &end)
        || __builtin_add_overflow(end, store->window.offset, &at) || at > store->size)
        return false;
    struct span next = {bytes, file_window_peek(&store->window, at, bytes, sizeof bytes)};
    size_t skip = 0;
    while (skip < next.size && skip < LOOKBACK && (next.data[skip] == '\n' || next.data[skip] == '\r'))
        skip++;
    if (skip < next.size && !mbox_line_separates(span_slice(next, skip, next.size), true, store->rule))
        return false;
    *ret_length = end + skip;
    return true;
}

/* Goes on behind a mail's kept part without keeping more; the window then begins at the next mail. */
static void skip_long_mail(struct store_mbox *store, struct mail_place *place)
{
    struct file_window *window = &store->window;
    uint64_t start = window->offset;
    if (place->by_length) {
        window->offset = start + place->length;
        return;
    }
    window->offset = start + LIMIT_MESSAGE_BYTES - LOOKBACK;
    size_t at = LOOKBACK;
    for (;;) {
        struct span text = window_text(store);
        size_t found = mbox_line_find(text, at);
        if (found != SIZE_MAX && separator_at(store, found)) {
            file_window_drop(window, found);
            break;
        }
        if (found != SIZE_MAX) {
            at = found + 1;
            continue;
        }
        /* what may be the beginning of "From " stays, with the bytes before it */
        size_t keep = text.size < LOOKBACK + 4 ? text.size : LOOKBACK + 4;
        file_window_drop(window, text.size - keep);
        at = LOOKBACK;
        if (!file_window_more(window)) {
            file_window_drop(window, window_text(store).size);
            break;
        }
    }
    place->length = window->offset - start;
}

/* Keeps the first LIMIT_MESSAGE_BYTES of the mail at the window's start and moves the window behind it. */
static void hold_long_mail(struct store_mbox *store, struct mail_place *place)
{
    struct file_window *window = &store->window;
    place->cut = true;
    place->text_held = span_slice(span_slice(window_text(store), 0, LIMIT_MESSAGE_BYTES), place->text, LIMIT_MESSAGE_BYTES);
    store->held = window->data;
    window->data = NULL;
    window->capacity = window->start = window->end = 0;
    window->at_end = false;
    skip_long_mail(store, place);
}

/* Finds the end of the mail at the window's start, which holds at least its "From " line. */
static void find_mail(struct store_mbox *store, struct mail_place *place)
{
    size_t at = line_end(store, 0, LIMIT_HEADER_BYTES);
    place->text = at == SIZE_MAX ? window_text(store).size : at;
    read_header(store, place);
    if (length_is_true(store, place, &place->length)) {
        place->by_length = true;
        window_reach(store, place->length < LIMIT_MESSAGE_BYTES ? (size_t)place->length : LIMIT_MESSAGE_BYTES);
        place->end = place->length < window_text(store).size ? (size_t)place->length : window_text(store).size;
        if (place->length > LIMIT_MESSAGE_BYTES)
            hold_long_mail(store, place);
        return;
    }
    for (at = place->text;;) {
        size_t found = mbox_line_find(window_text(store), at);
        if (found != SIZE_MAX && separator_at(store, found)) {
            place->end = found;
            break;
        }
        if (found != SIZE_MAX) {
            at = found + 5;
            continue;
        }
        size_t size = window_text(store).size;
        at = size < at + 4 ? at : size - 4;
        if (size >= LIMIT_MESSAGE_BYTES) {
            hold_long_mail(store, place);
            return;
        }
        if (!file_window_more(&store->window)) {
            place->end = size;
            break;
        }
    }
    place->length = place->end;
}

/* Takes one '>' off each ">From " and ">>From " line below the header, in place; gives the new size. */
static size_t unquote(char *text, size_t size, size_t header_size)
{
    struct span all = {text, size};
    size_t to = header_size, from = header_size;
    for (size_t at = header_size; (at = mbox_line_find(all, at)) != SIZE_MAX; at++) {
        size_t line = at;
        while (line > from && text[line - 1] == '>')
            line--;
        if (line == at || line == 0 || text[line - 1] != '\n')
            continue;
        memmove(text + to, text + from, line - from);
        to += line - from;
        from = line + 1;
    }
    if (from == to)
        return size;
    memmove(text + to, text + from, size - from);
    return to + (size - from);
}

/* The bytes of the mail: the quoting of "From " lines undone, the blank line that belongs to the mbox left out. */
static struct span mail_bytes(struct store_mbox *store, const struct mail_place *place)
{
    struct span text = place->cut ? place->text_held
                                  : span_slice(window_text(store), place->text, place->end - place->text);
    if (text.size >= 2 && blank_before(text, text.size) && !place->cut) {
        text.size--;
        if (text.data[text.size - 1] == '\r')
            text.size--;
    }
    size_t header = place->header_end ? place->header_end - place->text : text.size;
    /* mboxcl2 quotes nothing, and shows it where a bare "From " line stands in the body */
    if (header >= text.size || (place->by_length && span_find(text, SPAN_LITERAL("\nFrom "), header - 1) != SIZE_MAX))
        return text;
    char *bytes = place->cut ? store->held + (text.data - store->held)
                             : store->window.data + store->window.start + place->text;
    return (struct span){bytes, unquote(bytes, text.size, header)};
}

static void say_end(struct store_mbox *store, const struct mail_place *place)
{
    struct span mail = span_slice(window_text(store), place->text, place->end - place->text);
    const char *why = mbox_end_is_cut(mail, place->header_end ? place->header_end - place->text : 0);
    if (!why && store->blank_lines && !place->by_length && !blank_before(mail, mail.size))
        why = "has no blank line at its end as the mails before it do";
    if (why)
        store_say(&store->base, true, "the last mail (item %" PRIu64 ", byte %" PRIu64 ") %s: the file was probably cut off",
                  store->item, store->window.offset, why);
}

static void say_troubles(struct store_mbox *store, const struct mail_place *place)
{
    if (place->cut)
        store_say(&store->base, true, "item %" PRIu64 " has %" PRIu64 " bytes: only the first %u were read", store->item,
                  place->length, LIMIT_MESSAGE_BYTES);
    else if (store->window.at_end && place->end == window_text(store).size && !store->window.error)
        say_end(store, place);
}

static enum outcome at_end(struct store_mbox *store, struct err *err)
{
    if (store->window.error)
        return err_set(err, OUTCOME_DEAD, "cannot be read behind byte %" PRIu64 ": %s", store->window.offset,
                       strerror(store->window.error));
    if (store->window.offset < store->size)
        store_say(&store->base, true, "the file became shorter while it was read: %" PRIu64 " of %" PRIu64 " bytes",
                  store->window.offset, store->size);
    return OUTCOME_END;
}

/* Finds the next mail; END or DEAD when there is none. */
static enum outcome take_place(struct store_mbox *store, struct mail_place *ret_place, struct err *err)
{
    free(store->held);
    store->held = NULL;
    if (window_text(store).size == 0 && !file_window_more(&store->window))
        return at_end(store, err);
    *ret_place = (struct mail_place){0};
    find_mail(store, ret_place);
    store->base.counts.expected++;
    if (!ret_place->cut && !ret_place->by_length && ret_place->end < window_text(store).size)
        store->blank_lines |= blank_before(window_text(store), ret_place->end);
    return OUTCOME_OK;
}

static void step(struct store_mbox *store, const struct mail_place *place)
{
    store->item++;
    if (!place->cut)
        file_window_drop(&store->window, place->end);
}

static enum outcome mbox_next(struct store *base, struct arena *arena, struct store_item *ret_item, struct err *err)
{
    (void)arena; /* the mail stays in the window until the following call */
    struct store_mbox *store = (struct store_mbox *)base;
    struct mail_place place;
    if (store->garbage > 0)
        store_say(base, true, "%" PRIu64 " bytes before the first \"From \" line are no mail", store->garbage);
    store->garbage = 0;
    uint64_t offset = store->window.offset;
    enum outcome outcome = take_place(store, &place, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    *ret_item = (struct store_item){
        .where = {.item = store->item, .offset = offset, .length = place.length},
        .flags = store->place_flags | place.header.flags | (place.cut ? (uint32_t)MESSAGE_CUT : 0)};
    if (store->window.error) {
        file_window_drop(&store->window, window_text(store).size);
        base->counts.failed++;
        return err_set(err, OUTCOME_DAMAGED, "cannot be read: %s", strerror(store->window.error));
    }
    say_troubles(store, &place);
    ret_item->rfc5322 = mail_bytes(store, &place);
    base->counts.read++;
    step(store, &place);
    return OUTCOME_OK;
}

static enum outcome mbox_seek(struct store *base, uint64_t item, struct err *err)
{
    struct store_mbox *store = (struct store_mbox *)base;
    struct mail_place place;
    while (store->item < item) {
        enum outcome outcome = take_place(store, &place, err);
        if (outcome != OUTCOME_OK)
            return outcome == OUTCOME_END ? OUTCOME_OK : outcome;
        step(store, &place);
    }
    return OUTCOME_OK;
}

/* Moves the window to the first "From " line; SIZE_MAX is returned as DEAD: a file without one is no mbox. */
static enum outcome find_first(struct store_mbox *store, struct err *err)
{
    window_reach(store, STORE_PROBE_BYTES + MBOX_LINE_LOOKAHEAD);
    struct span text = window_text(store), head = text, line;
    while (head.size > 0 && (head.data[0] == '\n' || head.data[0] == '\r' || head.data[0] == '\xEF'
                             || head.data[0] == '\xBB' || head.data[0] == '\xBF'))
        head = span_slice(head, 1, head.size);
    size_t at = text.size - head.size;
    if (span_starts(head, SPAN_LITERAL("From "))) {
        file_window_drop(&store->window, at);
        store->rule = span_take_line(&head, &line) && mbox_line_dated(line) ? MBOX_LINE_DATED : MBOX_LINE_UNDATED;
        return OUTCOME_OK;
    }
    while ((at = mbox_line_find(window_text(store), at)) != SIZE_MAX && at < STORE_PROBE_BYTES) {
        if (separator_at(store, at)) {
            file_window_drop(&store->window, at);
            store->garbage = at;
            return OUTCOME_OK;
        }
        at++;
    }
    return err_set(err, OUTCOME_DEAD, "has no \"From \" line at its beginning");
}

static void mbox_close(struct store *base)
{
    struct store_mbox *store = (struct store_mbox *)base;
    if (!store)
        return;
    file_window_close(&store->window);
    free(store->held);
    free(store);
}

static enum outcome mbox_open(const char *path, struct store **ret_store, struct err *err)
{
    struct file_window window;
    struct stat info;
    enum outcome outcome = file_window_open(path, &window, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    struct store_mbox *store = calloc(1, sizeof *store);
    if (!store)
        abort();
    *store = (struct store_mbox){.base.driver = &store_mbox_driver, .window = window,
                                 .place_flags = folder_role(span_of(path))};
    store->size = fstat(window.fd, &info) == 0 && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    outcome = find_first(store, err);
    if (outcome != OUTCOME_OK) {
        mbox_close(&store->base);
        return outcome;
    }
    *ret_store = &store->base;
    return OUTCOME_OK;
}

static int mbox_bid(const struct store_probe *probe)
{
    struct span head = probe->head, line;
    while (head.size > 0 && (head.data[0] == '\n' || head.data[0] == '\r'))
        head = span_slice(head, 1, head.size);
    if (span_starts(head, SPAN_LITERAL("\xEF\xBB\xBF")))
        head = span_slice(head, 3, head.size);
    if (mbox_line_separates(head, true, MBOX_LINE_DATED))
        return 80;
    if (mbox_line_separates(head, true, MBOX_LINE_UNDATED))
        return 60;
    for (size_t at = 0; (at = span_find(probe->head, SPAN_LITERAL("\nFrom "), at)) != SIZE_MAX; at++) {
        line = span_slice(probe->head, at + 1, probe->head.size);
        if (mbox_line_separates(line, blank_before(probe->head, at + 1), MBOX_LINE_DATED))
            return 30;
    }
    return 0;
}

const struct store_driver store_mbox_driver = {"mbox", mbox_bid, mbox_open, mbox_next, mbox_seek, mbox_close,
                                               .seeks_again = false};
