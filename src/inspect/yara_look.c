/* Runs the scanners of libyara within bounds. */
#include "inspect/yara_look.h"

#include <yara.h>
#include "base/buf.h"
#include "inspect/yara_rules.h"

#define TAGS 8 /* of one rule that are named */
#define DESCRIPTION "description"
#define SECOND 1000000000ull /* nanoseconds */

struct look {
    struct inspection *inspection;
    const struct inspected_file *file;
};

static struct span description(const YR_RULE *rule)
{
    const YR_META *meta;
    yr_rule_metas_foreach(rule, meta)
        if (meta->type == META_TYPE_STRING && strcmp(meta->identifier, DESCRIPTION) == 0)
            return span_of(meta->string);
    return SPAN_NONE;
}

/* "name [tag, tag]: description" */
static void tell(const struct look *look, const YR_RULE *rule)
{
    BUF_LOCAL text = {0};
    const char *tag;
    unsigned tags = 0;
    buf_add(&text, span_of(rule->identifier));
    yr_rule_tags_foreach(rule, tag)
        if (tags++ < TAGS)
            buf_printf(&text, "%s%s", tags == 1 ? " [" : ", ", tag);
    if (tags)
        buf_add_byte(&text, ']');
    struct span says = description(rule);
    if (says.size)
        buf_printf(&text, ": %.*s", SPAN_ARGS(says));
    inspection_fact(look->inspection, look->file, ATTACHMENT_YARA_MATCH, buf_span(&text));
}

static size_t told(const struct inspection *inspection)
{
    size_t count = 0;
    for (size_t i = 0; i < inspection->attachment->fact_count; i++)
        count += inspection->facts[i].kind == ATTACHMENT_YARA_MATCH;
    return count;
}

static int take(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
    const struct look *look = user;
    (void)context;
    if (message == CALLBACK_MSG_TOO_MANY_MATCHES)
        inspection_limit(look->inspection, "a rule of yours finds more in it than is counted");
    if (message != CALLBACK_MSG_RULE_MATCHING)
        return CALLBACK_CONTINUE;
    if (told(look->inspection) < YARA_MATCHES)
        tell(look, data);
    else
        inspection_limit(look->inspection, "more of your rules match than are named");
    return CALLBACK_CONTINUE;
}

/* A rule that was compiled elsewhere may not know these names: that is no harm. */
static void name_file(YR_SCANNER *scanner, struct arena *arena, const struct inspected_file *file)
{
    size_t dot = file->name.size;
    while (dot > 0 && file->name.data[dot - 1] != '.')
        dot--;
    struct span extension = dot ? span_slice(file->name, dot - 1, SIZE_MAX) : SPAN_NONE;
    yr_scanner_define_string_variable(scanner, "filename", arena_string(arena, file->name));
    yr_scanner_define_string_variable(scanner, "filepath", arena_string(arena, file->where.size ? file->where : file->name));
    yr_scanner_define_string_variable(scanner, "extension", arena_string(arena, extension));
}

static int scan(struct yara_set *set, struct look *look, struct span bytes)
{
    if (!set->scanner && yr_scanner_create(set->rules, &set->scanner) != ERROR_SUCCESS)
        return ERROR_INSUFFICIENT_MEMORY;
    name_file(set->scanner, look->inspection->arena, look->file);
    yr_scanner_set_callback(set->scanner, take, look);
    yr_scanner_set_timeout(set->scanner, YARA_SECONDS);
    yr_scanner_set_flags(set->scanner, SCAN_FLAGS_FAST_MODE | SCAN_FLAGS_NO_TRYCATCH | SCAN_FLAGS_REPORT_RULES_MATCHING);
    int result = yr_scanner_scan_mem(set->scanner, (const uint8_t *)bytes.data, bytes.size);
    if (result != ERROR_SUCCESS) {
        yr_scanner_destroy(set->scanner); /* what it holds of a scan that broke off is not trusted */
        set->scanner = NULL;
    }
    return result;
}

/* False when they took too long. */
static bool look_with(struct yara_set *set, struct look *look, struct span bytes)
{
    switch (scan(set, look, bytes)) {
    case ERROR_SUCCESS:
        return true;
    case ERROR_SCAN_TIMEOUT:
        inspection_limit(look->inspection, "your rules took too long on it");
        return false;
    default:
        inspection_limit(look->inspection, "your rules could not be tried on all of it");
        return true;
    }
}

void yara_look(struct inspection *inspection, const struct inspected_file *file, struct span bytes)
{
    struct yara_rules *rules = inspection->options->yara;
    struct look look = {inspection, file};
    for (size_t i = 0; rules && bytes.size && i < rules->count; i++) {
        if (inspection->budget->rules >= YARA_MAIL_SECONDS * SECOND) {
            inspection_limit(inspection, "your rules were not tried on the rest of this mail: they took too long");
            return;
        }
        uint64_t began = inspection_clock();
        bool done = look_with(&rules->sets[i], &look, bytes);
        uint64_t took = inspection_clock() - began;
        inspection->budget->rules += done || took > YARA_SECONDS * SECOND ? took : YARA_SECONDS * SECOND; /* on a busy machine, too */
        inspection->began += took; /* their time is not that of inspection */
    }
}
