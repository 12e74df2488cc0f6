/* Reads a template and fills it in. */
#include "notify/notify_template.h"

#include <errno.h>
#include <stdio.h>
#include "base/embed.h"
#include "base/i18n.h"
#include "base/utf8.h"

EMBED(notify_template_en, "templates/notify.en.txt");
EMBED(notify_template_ja, "templates/notify.ja.txt");

static struct span builtin(const char *language)
{
    if (strcmp(language, "ja") == 0)
        return EMBEDDED(notify_template_ja);
    return EMBEDDED(notify_template_en);
}

static enum outcome file_read(const char *path, struct arena *arena, struct span *ret_text, struct err *err)
{
    char *text = arena_alloc(arena, NOTIFY_TEMPLATE_BYTES + 1);
    FILE *file = fopen(path, "rbe");
    if (!file)
        return err_set(err, OUTCOME_FAULT, "%s: %s", path, strerror(errno));
    *ret_text = (struct span){text, fread(text, 1, NOTIFY_TEMPLATE_BYTES + 1, file)};
    bool good = !ferror(file) && ret_text->size <= NOTIFY_TEMPLATE_BYTES && utf8_valid(*ret_text);
    fclose(file);
    if (span_starts(*ret_text, SPAN_LITERAL("\xEF\xBB\xBF")))
        *ret_text = span_slice(*ret_text, 3, SIZE_MAX);
    return good ? OUTCOME_OK : err_set(err, OUTCOME_FAULT, _("%s is no template: it must be UTF-8 and of at most %u bytes"), path, NOTIFY_TEMPLATE_BYTES);
}

static struct span unquoted(struct span text)
{
    if (text.size >= 2 && text.data[0] == '"' && text.data[text.size - 1] == '"')
        return span_slice(text, 1, text.size - 2);
    return text;
}

static enum outcome parse(struct span text, const char *name, struct notify_template *template, struct err *err)
{
    struct span line;
    for (unsigned number = 1; span_take_line(&text, &line); number++) {
        size_t colon = span_find_byte(line, ':', 0);
        if (line.size && line.data[0] == '#')
            continue;
        if (!span_trim(line).size && template->setting_count)
            break;
        if (!span_trim(line).size)
            continue;
        if (colon == SIZE_MAX || template->setting_count == NOTIFY_TEMPLATE_SETTINGS)
            return err_set(err, OUTCOME_FAULT, _("%s: line %u is no \"Name: text\""), name, number);
        template->settings[template->setting_count].name = span_trim(span_slice(line, 0, colon));
        template->settings[template->setting_count++].text = unquoted(span_trim(span_slice(line, colon + 1, SIZE_MAX)));
    }
    template->letter = text;
    if (!notify_template_setting(template, "Subject").size || !span_trim(text).size)
        return err_set(err, OUTCOME_FAULT, _("%s lacks a subject or a letter"), name);
    return OUTCOME_OK;
}

enum outcome notify_template_read(const char *folder, const char *language, struct arena *arena, struct notify_template *ret_template,
                                  struct err *err)
{
    struct notify_template template = {0};
    const char *name = arena_printf(arena, "%s%snotify.%s.txt", folder ? folder : "", folder ? "/" : "", language).data;
    struct span text = builtin(language);
    enum outcome outcome = folder ? file_read(name, arena, &text, err) : OUTCOME_OK;
    if (outcome == OUTCOME_OK)
        outcome = parse(text, name, &template, err);
    if (outcome == OUTCOME_OK)
        *ret_template = template;
    return outcome;
}

struct span notify_template_setting(const struct notify_template *template, const char *name)
{
    for (size_t i = 0; i < template->setting_count; i++)
        if (span_equal_nocase(template->settings[i].name, span_of(name)))
            return template->settings[i].text;
    return SPAN_NONE;
}

/* The word that begins at the brace `at`, or NULL; *ret_end lies behind its closing brace. */
static const struct notify_word *word_at(struct span text, size_t at, const struct notify_word *words, size_t count, size_t *ret_end)
{
    size_t end = span_find_byte(text, '}', at);
    if (end == SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (span_equal(span_slice(text, at + 1, end - at - 1), span_of(words[i].key))) {
            *ret_end = end + 1;
            return &words[i];
        }
    return NULL;
}

/* False where the line is one word with nothing to fill in. */
static bool line_fill(struct span line, const struct notify_word *words, size_t count, struct buf *out)
{
    size_t at = 0, end;
    struct span trimmed = span_trim(line);
    const struct notify_word *whole = trimmed.size && trimmed.data[0] == '{' ? word_at(trimmed, 0, words, count, &end) : NULL;
    if (whole && end == trimmed.size && !whole->value.size)
        return false;
    while (at < line.size) {
        size_t brace = span_find_byte(line, '{', at);
        buf_add(out, span_slice(line, at, (brace == SIZE_MAX ? line.size : brace) - at));
        if (brace == SIZE_MAX)
            break;
        const struct notify_word *word = word_at(line, brace, words, count, &end);
        buf_add(out, word ? word->value : SPAN_LITERAL("{"));
        at = word ? end : brace + 1;
    }
    return true;
}

void notify_template_fill(struct span text, const struct notify_word *words, size_t count, struct buf *out)
{
    struct span line;
    bool skip_empty = false;
    while (text.size) {
        bool last = span_find_byte(text, '\n', 0) == SIZE_MAX && span_find_byte(text, '\r', 0) == SIZE_MAX;
        span_take_line(&text, &line);
        if (skip_empty && !span_trim(line).size) {
            skip_empty = false;
            continue;
        }
        skip_empty = !line_fill(line, words, count, out);
        if (!skip_empty && !last)
            buf_add_byte(out, '\n');
    }
}
