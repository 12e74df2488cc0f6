/* The completeness section of the terminal report: what each store held, what was read, and what could not be, with reasons. */
#include "report/terminal_section.h"

#include "base/i18n.h"
#include "base/utf8.h"

#define STORES_SHOWN 20   /* unless verbose; stores with trouble are always shown */
#define TROUBLES_SHOWN 20 /* unless verbose */
#define FORMAT_COLUMNS 9
#define COUNT_COLUMNS 10
#define COUNTS 4

static unsigned path_columns(const struct terminal_section *section)
{
    unsigned taken = 2 + FORMAT_COLUMNS + COUNTS * COUNT_COLUMNS;
    unsigned columns = section->page.columns;
    return columns > taken + 16 ? columns - taken : 16;
}

static void print_row(const struct terminal_section *section, struct span path, struct span format,
                      const struct span counts[COUNTS])
{
    const struct page *page = &section->page;
    unsigned columns = path_columns(section);
    page_cell(page, SPAN_NONE, 2, false);
    page_cell(page, page_fit_end(section->arena, path, columns - 1), columns, false);
    page_cell(page, page_fit(section->arena, format, FORMAT_COLUMNS - 1), FORMAT_COLUMNS, false);
    for (size_t i = 0; i < COUNTS; i++)
        page_cell(page, counts[i], COUNT_COLUMNS, true);
    page_gap(page);
}

static void print_numbers(const struct terminal_section *section, struct span path, struct span format,
                          const uint64_t numbers[COUNTS])
{
    struct span counts[COUNTS];
    for (size_t i = 0; i < COUNTS; i++)
        counts[i] = arena_printf(section->arena, "%llu", (unsigned long long)numbers[i]);
    print_row(section, path, format, counts);
}

static void print_store(const struct terminal_section *section, const struct case_store *store)
{
    struct arena *arena = section->arena;
    const uint64_t numbers[COUNTS] = {store->expected, store->read, store->failed, store->skipped};
    struct span format = store->format.size ? store->format : span_of(_("none"));
    print_numbers(section, utf8_visible(arena, store->path), format, numbers);
    const char *state = store->state == CASE_STORE_UNFINISHED ? _("not read to its end yet: %.*s")
                        : store->read                         ? _("could not be read to its end: %.*s")
                                                              : _("could not be read: %.*s");
    if (store->state != CASE_STORE_DONE)
        page_text(&section->page, 4, 6, PAGE_WARNING,
                  arena_printf(arena, state, SPAN_ARGS(utf8_visible(arena, store->reason))));
    else if (store->read + store->failed + store->skipped < store->expected)
        page_text(&section->page, 4, 6, PAGE_WARNING, span_of(_("fewer items were found than the store should hold")));
}

/* Folders stand in the order of the stores; *at is the first that is not printed. */
static void print_folders(const struct terminal_section *section, const struct case_store *store, size_t *at)
{
    const struct report_data *data = section->data;
    for (; *at < data->folder_count && span_compare(data->folders[*at].store_path, store->path) <= 0; ++*at) {
        const struct case_folder *folder = &data->folders[*at];
        const uint64_t numbers[COUNTS] = {folder->expected, folder->read, folder->failed, 0};
        struct span name = utf8_visible(section->arena, folder->name);
        print_numbers(section, arena_printf(section->arena, "  %.*s", SPAN_ARGS(name)), SPAN_NONE, numbers);
    }
}

static void print_total(const struct terminal_section *section)
{
    uint64_t numbers[COUNTS] = {0};
    const struct report_data *data = section->data;
    for (size_t i = 0; i < data->store_count; i++) {
        numbers[0] += data->stores[i].expected;
        numbers[1] += data->stores[i].read;
        numbers[2] += data->stores[i].failed;
        numbers[3] += data->stores[i].skipped;
    }
    print_numbers(section, arena_printf(section->arena, _("all %zu stores"), data->store_count), SPAN_NONE, numbers);
}

static void print_stores(const struct terminal_section *section)
{
    const struct report_data *data = section->data;
    const struct span heads[COUNTS] = {span_of(_("expected")), span_of(_("read")), span_of(_("failed")),
                                       span_of(_("skipped"))};
    size_t hidden = 0, folder = 0;
    print_row(section, span_of(_("store")), span_of(_("format")), heads);
    for (size_t i = 0; i < data->store_count; i++) {
        if (section->verbose || i < STORES_SHOWN || !report_data_store_complete(&data->stores[i]))
            print_store(section, &data->stores[i]);
        else
            hidden++;
        if (section->verbose)
            print_folders(section, &data->stores[i], &folder);
    }
    if (hidden)
        page_text(&section->page, 2, 2, PAGE_DIM,
                  arena_printf(section->arena, _("... and %zu more stores, read completely (--verbose shows them)."), hidden));
    if (data->store_count > 1)
        print_total(section);
}

static void print_trouble(const struct terminal_section *section, const struct case_trouble *trouble)
{
    struct arena *arena = section->arena;
    struct span place = utf8_visible(arena, trouble->store_path);
    struct span folder = utf8_visible(arena, trouble->folder);
    if (folder.size)
        place = arena_printf(arena, "%.*s, %.*s", SPAN_ARGS(place), SPAN_ARGS(folder));
    if (trouble->failed)
        place = arena_printf(arena, _("%.*s, item %llu"), SPAN_ARGS(place), (unsigned long long)trouble->item);
    struct span text = utf8_visible(arena, trouble->text);
    enum page_style style = trouble->failed || trouble->incomplete ? PAGE_WARNING : PAGE_DIM;
    if (place.size)
        text = arena_printf(arena, "%.*s: %.*s", SPAN_ARGS(place), SPAN_ARGS(text));
    page_text(&section->page, 2, 4, style, text);
}

/* What may be unread comes first, mere notes after it. */
static void print_troubles(const struct terminal_section *section)
{
    const struct report_data *data = section->data;
    size_t shown = 0;
    for (int notes = 0; notes < 2; notes++)
        for (size_t i = 0; i < data->trouble_count; i++) {
            const struct case_trouble *trouble = &data->troubles[i];
            bool note = !trouble->failed && !trouble->incomplete;
            if (note == (notes == 1) && (section->verbose || shown < TROUBLES_SHOWN)) {
                print_trouble(section, trouble);
                shown++;
            }
        }
    if (shown < data->trouble_count)
        page_text(&section->page, 2, 2, PAGE_DIM,
                  arena_printf(section->arena, _("... and %zu more lines (--verbose shows them)."),
                               data->trouble_count - shown));
}

void terminal_completeness(const struct terminal_section *section)
{
    const struct report_data *data = section->data;
    terminal_section_heading(section, _("WAS EVERYTHING READ"));
    if (!data->store_count) {
        page_text(&section->page, 2, 2, PAGE_WARNING, span_of(_("No mail store was found.")));
        return;
    }
    page_text(&section->page, 2, 2, data->complete ? PAGE_CALM : PAGE_WARNING,
              span_of(data->complete ? _("Yes: every item of every store.") : _("No: something could not be read.")));
    print_stores(section);
    if (data->trouble_count)
        page_gap(&section->page);
    print_troubles(section);
}
