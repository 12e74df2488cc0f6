/* Reads the list line by line and looks senders up in it. */
#include "judge/allow_list.h"

#include <stdlib.h>
#include "base/i18n.h"
#include "base/utf8.h"
#include "heuristics/heuristic.h"
#include "judge/own_domains.h"
#include "judge/score.h"

#define SHOWN_BYTES 100 /* of a bad line */

/* ---- the file ---- */

static struct span without_comment(struct span line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] == '#' && (i == 0 || line.data[i - 1] == ' ' || line.data[i - 1] == '\t'))
            return span_trim(span_slice(line, 0, i));
    return span_trim(line);
}

/* Letters, digits and dots; what ends in a number is an IP address. */
static bool host_name(struct span domain)
{
    bool label = false, number = true;
    for (size_t i = 0; i < domain.size; i++) {
        char byte = domain.data[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
        if (!letter && (byte != '.' || !label))
            return false;
        number = (number || !label) && byte >= '0' && byte <= '9';
        label = letter;
    }
    return label && !number;
}

/* A domain below which everybody registers his own: whatever stands before it makes another organisation. */
static bool public_suffix(struct arena *arena, struct span domain)
{
    struct span below = arena_printf(arena, "x.%.*s", SPAN_ARGS(domain));
    return span_equal(address_organisation(below), below);
}

/* Empty when the line is no entry. */
static struct span entry_of(struct arena *arena, struct span line)
{
    if (!utf8_valid(line) || memchr(line.data, '\0', line.size) || memchr(line.data, '*', line.size))
        return SPAN_NONE;
    struct span entry = own_domains_given(arena, arena_string(arena, line));
    bool address = memchr(entry.size ? entry.data : "", '@', entry.size) != NULL;
    struct span domain = address ? address_domain(entry) : entry;
    if (!host_name(domain) || (!address && public_suffix(arena, domain)))
        return SPAN_NONE;
    return entry;
}

static int by_text(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static struct allow_list settle(struct span *entries, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(entries, count, sizeof *entries, by_text);
    for (size_t i = 0; i < count; i++)
        if (!kept || !span_equal(entries[kept - 1], entries[i]))
            entries[kept++] = entries[i];
    return (struct allow_list){entries, kept};
}

enum outcome allow_list_parse(struct span text, const char *path, struct arena *arena, struct allow_list *ret_list,
                              struct err *err)
{
    struct span *entries = arena_array(arena, ALLOW_LIST_ENTRIES, sizeof *entries), line;
    size_t count = 0;
    if (text.size > ALLOW_LIST_BYTES)
        return err_set(err, OUTCOME_FAULT, _("%s has more than %u bytes"), path, ALLOW_LIST_BYTES);
    if (span_starts(text, SPAN_LITERAL("\xef\xbb\xbf")))
        text = span_slice(text, 3, SIZE_MAX);
    for (size_t number = 1; span_take_line(&text, &line); number++) {
        line = without_comment(line);
        if (!line.size)
            continue;
        struct span entry = entry_of(arena, line), shown = utf8_cut(utf8_repair(arena, line), SHOWN_BYTES);
        if (!entry.size)
            return err_set(err, OUTCOME_FAULT, _("%s, line %zu: \"%.*s\" is neither an address nor the domain of one organisation"),
                           path, number, SPAN_ARGS(shown));
        if (count == ALLOW_LIST_ENTRIES)
            return err_set(err, OUTCOME_FAULT, _("%s has more than %d entries"), path, ALLOW_LIST_ENTRIES);
        entries[count++] = entry;
    }
    *ret_list = settle(entries, count);
    return OUTCOME_OK;
}

enum outcome allow_list_kept(struct case_file *file, struct arena *arena, struct allow_list *ret_list, struct err *err)
{
    struct case_result last;
    enum outcome outcome = case_result_read(file, arena, &last, err);
    if (outcome == OUTCOME_FAULT)
        return outcome;
    size_t count = outcome == OUTCOME_OK ? last.allow_count : 0;
    struct span *entries = arena_array(arena, count + 1, sizeof *entries);
    for (size_t i = 0; i < count; i++)
        entries[i] = last.allow[i];
    *ret_list = settle(entries, count);
    return OUTCOME_OK;
}

/* ---- a mail ---- */

static bool listed(const struct allow_list *list, struct span text)
{
    return text.size && bsearch(&text, list->entries, list->count, sizeof *list->entries, by_text) != NULL;
}

bool allow_list_has(const struct allow_list *list, struct span address)
{
    if (address_kind_of(address) != ADDRESS_SMTP || !list->count)
        return false;
    if (listed(list, address))
        return true;
    for (struct span domain = address_domain(address); domain.size;) {
        if (listed(list, domain))
            return true;
        size_t dot = span_find_byte(domain, '.', 0);
        domain = dot == SIZE_MAX ? SPAN_NONE : span_slice(domain, dot + 1, SIZE_MAX);
    }
    return false;
}

bool allow_list_sent(const struct allow_list *list, const struct corpus *corpus, const struct knowledge *knowledge, uint32_t number,
                     const struct message *message)
{
    const struct corpus_mail *mail = &corpus->mails[number];
    ARENA_LOCAL arena = arena_open();
    if (!list->count || mail->from == CORPUS_NONE)
        return false;
    bool belongs = mail->account == CORPUS_NONE || mail->account == corpus->people[mail->from].org
        || knowledge_account_used(knowledge, mail->from, mail->account);
    return allow_list_has(list, address_make(arena, SPAN_NONE, message->authenticated).addr)
        || (belongs && allow_list_has(list, intern_text(corpus->addresses, mail->from)));
}

void allow_list_apply(struct hit *hit)
{
    struct hit rest = *hit;
    rest.finding_count = rest.quote_count = 0;
    for (size_t i = 0; i < hit->finding_count; i++) {
        enum heuristic_group group = score_group(&hit->findings[i]);
        if (group != HEURISTIC_IDENTITY && group != HEURISTIC_THREAD)
            rest.findings[rest.finding_count++] = hit->findings[i];
    }
    if (score_hit(&rest))
        *hit = rest;
    else
        hit->standing = CASE_ALLOWED;
}
