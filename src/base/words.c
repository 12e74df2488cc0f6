/* Reads lists of patterns with libfyaml and compiles each list to one alternation, four ways of anchoring. */
#include "base/words.h"

#include <errno.h>
#include <libfyaml.h>
#include "base/buf.h"
#include "base/limits.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define FILE_BYTES (1024u * 1024)

enum form { FORM_ANYWHERE, FORM_WHOLE, FORM_AT, FORM_BEFORE, FORMS };

struct list {
    char *name;
    pcre2_code *forms[FORMS];
};

struct words {
    struct list lists[LIMIT_WORD_LISTS];
    size_t count;
};

static pcre2_code *compile(struct span pattern, struct err *err, const char *list)
{
    int code;
    PCRE2_SIZE at;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MULTILINE;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern.data, pattern.size, options, &code, &at, NULL);
    if (compiled) {
        pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
        return compiled;
    }
    PCRE2_UCHAR message[120];
    pcre2_get_error_message(code, message, sizeof message);
    err_set(err, OUTCOME_FAULT, "list '%s': %s at byte %zu of the pattern '%.*s'", list, (const char *)message, at,
        SPAN_ARGS(pattern));
    return NULL;
}

static bool compile_form(struct list *list, enum form form, struct span alternation, struct err *err)
{
    static const struct {
        const char *head, *tail;
    } anchors[FORMS] = {{"(?:", ")"}, {"\\A(?:", ")\\z"}, {"\\G(?:", ")"}, {"(?:", ")\\z"}};
    BUF_LOCAL pattern = {0};
    buf_add(&pattern, span_of(anchors[form].head));
    buf_add(&pattern, alternation);
    buf_add(&pattern, span_of(anchors[form].tail));
    list->forms[form] = compile(buf_span(&pattern), err, list->name);
    return list->forms[form] != NULL;
}

/* Each pattern alone first, so that the error names it. */
static bool add_pattern(struct buf *alternation, struct fy_node *item, const char *list, struct err *err)
{
    size_t size;
    const char *text = fy_node_get_scalar(item, &size);
    if (!text || size == 0) {
        err_set(err, OUTCOME_FAULT, "list '%s' holds something that is no pattern", list);
        return false;
    }
    pcre2_code *alone = compile((struct span){text, size}, err, list);
    if (!alone)
        return false;
    pcre2_code_free(alone);
    if (alternation->size)
        buf_add_byte(alternation, '|');
    buf_add(alternation, SPAN_LITERAL("(?:"));
    buf_add(alternation, (struct span){text, size});
    buf_add(alternation, SPAN_LITERAL(")"));
    return true;
}

static bool add_list(struct words *words, struct fy_node_pair *pair, struct err *err)
{
    size_t size;
    const char *name = fy_node_get_scalar(fy_node_pair_key(pair), &size);
    struct fy_node *items = fy_node_pair_value(pair);
    if (!name || !fy_node_is_sequence(items) || words->count == LIMIT_WORD_LISTS) {
        err_set(err, OUTCOME_FAULT, "expected at most %d lists of patterns, each with a name", LIMIT_WORD_LISTS);
        return false;
    }
    struct list *list = &words->lists[words->count++];
    list->name = strndup(name, size);
    if (!list->name)
        abort();
    BUF_LOCAL alternation = {0};
    void *state = NULL;
    for (struct fy_node *item; (item = fy_node_sequence_iterate(items, &state));)
        if (!add_pattern(&alternation, item, list->name, err))
            return false;
    if (alternation.size == 0)
        buf_add(&alternation, SPAN_LITERAL("(?!)"));
    for (enum form form = 0; form < FORMS; form++)
        if (!compile_form(list, form, buf_span(&alternation), err))
            return false;
    return true;
}

/* libfyaml prints what it finds wrong unless somebody takes it. */
static void print_nothing(struct fy_diag *diag, void *user, const char *text, size_t size)
{
    (void)diag, (void)user, (void)text, (void)size;
}

static void explain(struct fy_diag *diag, struct err *err)
{
    void *state = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(diag, &state);
    if (error)
        err_set(err, OUTCOME_FAULT, "line %d: %s", error->line, error->msg);
    else
        err_set(err, OUTCOME_FAULT, "not a YAML mapping of lists");
}

static bool add_document(struct words *words, struct fy_document *document, struct fy_diag *diag, struct err *err)
{
    struct fy_node *root = document ? fy_document_root(document) : NULL;
    bool good = root && fy_node_is_mapping(root);
    if (!good)
        explain(diag, err);
    void *state = NULL;
    for (struct fy_node_pair *pair; good && (pair = fy_node_mapping_iterate(root, &state));)
        good = add_list(words, pair, err);
    return good;
}

static enum outcome add_lists(struct words *words, struct span yaml, struct err *err)
{
    struct fy_diag_cfg taken;
    fy_diag_cfg_default(&taken);
    taken.fp = NULL;
    taken.output_fn = print_nothing;
    struct fy_diag *diag = fy_diag_create(&taken);
    if (!diag)
        abort();
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = {.diag = diag};
    struct fy_document *document = fy_document_build_from_string(&config, yaml.data, yaml.size);
    bool good = add_document(words, document, diag, err);
    fy_document_destroy(document);
    fy_diag_destroy(diag);
    return good ? OUTCOME_OK : OUTCOME_FAULT;
}

static enum outcome read_file(const char *path, struct buf *out, struct err *err)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return err_set(err, OUTCOME_FAULT, "%s: %s", path, strerror(errno));
    buf_reserve(out, FILE_BYTES);
    out->size = fread(out->data, 1, FILE_BYTES, file);
    bool whole = !ferror(file) && out->size < FILE_BYTES;
    fclose(file);
    return whole ? OUTCOME_OK : err_set(err, OUTCOME_FAULT, "%s: cannot be read or is too large for a list", path);
}

enum outcome words_open(const char *path, struct span builtin, struct words **ret_words, struct err *err)
{
    BUF_LOCAL file = {0};
    if (path && read_file(path, &file, err) != OUTCOME_OK)
        return OUTCOME_FAULT;
    struct words *words = calloc(1, sizeof *words);
    if (!words)
        abort();
    struct err inner;
    if (add_lists(words, path ? buf_span(&file) : builtin, &inner) != OUTCOME_OK) {
        words_close(words);
        return err_set(err, OUTCOME_FAULT, "%s: %s", path ? path : "built-in words", inner.text);
    }
    *ret_words = words;
    return OUTCOME_OK;
}

void words_close(struct words *words)
{
    if (!words)
        return;
    for (size_t i = 0; i < words->count; i++) {
        free(words->lists[i].name);
        for (enum form form = 0; form < FORMS; form++)
            pcre2_code_free(words->lists[i].forms[form]);
    }
    free(words);
}

static bool run(const struct words *words, const char *list, enum form form, struct span text, size_t from,
    size_t *ret_start, size_t *ret_end)
{
    const pcre2_code *code = NULL;
    for (size_t i = 0; i < words->count && !code; i++)
        if (strcmp(words->lists[i].name, list) == 0)
            code = words->lists[i].forms[form];
    while (from < text.size && ((unsigned char)text.data[from] & 0xc0) == 0x80)
        from++;
    if (!code || from > text.size)
        return false;
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (!data || !context)
        abort();
    pcre2_set_match_limit(context, LIMIT_PATTERN_STEPS);
    PCRE2_SPTR subject = (PCRE2_SPTR)(text.data ? text.data : "");
    int count = pcre2_match(code, subject, text.size, from, PCRE2_NO_UTF_CHECK, data, context);
    if (count >= 0) {
        const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(data);
        *ret_start = offsets[0] < offsets[1] ? offsets[0] : offsets[1];
        *ret_end = offsets[1];
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return count >= 0;
}

bool words_find(const struct words *words, const char *list, struct span text, size_t from, size_t *ret_start, size_t *ret_end)
{
    return run(words, list, FORM_ANYWHERE, text, from, ret_start, ret_end);
}

bool words_match(const struct words *words, const char *list, struct span text)
{
    size_t start, end;
    return run(words, list, FORM_WHOLE, text, 0, &start, &end);
}

bool words_at(const struct words *words, const char *list, struct span text, size_t from, size_t *ret_end)
{
    size_t start, end;
    if (!run(words, list, FORM_AT, text, from, &start, &end))
        return false;
    *ret_end = end;
    return true;
}

bool words_before(const struct words *words, const char *list, struct span text, size_t *ret_start)
{
    size_t end;
    return run(words, list, FORM_BEFORE, text, 0, ret_start, &end);
}

const char *words_list(const struct words *words, size_t index)
{
    return index < words->count ? words->lists[index].name : NULL;
}
