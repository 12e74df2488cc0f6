/* Makes every file of the folder in turn. */
#include "notify/notify.h"

#include <stdlib.h>
#include "notify/notify_csv.h"
#include "notify/notify_draft.h"
#include "notify/notify_facts.h"
#include "notify/notify_folder.h"

struct templates {
    struct notify_template english, japanese;
};

static enum outcome write_csv(const struct notify_folder *folder, const char *name, const struct notify_list *list,
                              void (*make)(const struct notify_list *, struct buf *), struct err *err)
{
    BUF_LOCAL out = {0};
    make(list, &out);
    return notify_folder_write(folder, false, name, buf_span(&out), err);
}

static enum outcome write_facts(const struct notify_folder *folder, const struct notify_facts *facts, struct err *err)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        abort();
    notify_facts_print(facts, out);
    if (fclose(out) != 0)
        abort();
    enum outcome outcome = notify_folder_write(folder, false, "facts.txt", (struct span){text, size}, err);
    free(text);
    return outcome;
}

static enum outcome write_drafts(const struct notify_folder *folder, const struct notify_list *list, const struct templates *templates,
                                 struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    BUF_LOCAL out = {0};
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < list->told && outcome == OUTCOME_OK; i++) {
        const struct notify_row *row = &list->rows[i];
        if (!row->draft)
            continue;
        buf_clear(&out);
        arena_reset(arena);
        notify_draft_make(list, row, exposed_japanese(row->address) ? &templates->japanese : &templates->english, arena, &out);
        outcome = notify_folder_write(folder, true, arena_printf(arena, "P%05u.eml", row->person).data, buf_span(&out), err);
    }
    return outcome;
}

static enum outcome write_all(const struct notify_folder *folder, const struct notify_list *list, const struct templates *templates,
                              const struct notify_options *options, struct err *err)
{
    const struct notify_facts facts = {list, options->known, options->from, options->to};
    enum outcome outcome = write_csv(folder, "notify.csv", list, notify_csv_told, err);
    if (outcome == OUTCOME_OK)
        outcome = write_csv(folder, "excluded.csv", list, notify_csv_excluded, err);
    if (outcome == OUTCOME_OK)
        outcome = write_csv(folder, "counts.csv", list, notify_csv_counts, err);
    if (outcome == OUTCOME_OK)
        outcome = write_facts(folder, &facts, err);
    return outcome == OUTCOME_OK ? write_drafts(folder, list, templates, err) : outcome;
}

enum outcome notify_write(const struct exposed *exposed, const struct notify_options *options, struct notify_summary *ret_summary,
                          struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct templates templates;
    struct notify_folder folder;
    struct notify_list list;
    enum outcome outcome = notify_template_read(options->templates, "en", arena, &templates.english, err);
    if (outcome == OUTCOME_OK)
        outcome = notify_template_read(options->templates, "ja", arena, &templates.japanese, err);
    if (outcome == OUTCOME_OK)
        outcome = notify_folder_open(options->folder, options->force, &folder, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    notify_list_make(exposed, &list);
    outcome = write_all(&folder, &list, &templates, options, err);
    *ret_summary = (struct notify_summary){list.persons, list.drafts, list.told, list.count - list.told + exposed->nameless_count};
    notify_list_free(&list);
    notify_folder_close(&folder);
    return outcome;
}
