/* Compiles and loads rules through libyara. */
#include "inspect/yara_rules.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <yara.h>
#include "base/memory.h"

#define COMPILED_MAGIC "YARA"
#define NAMESPACE_BYTES 16

/* What the compiler says of one file: its first error, and how many there were. */
struct complaints {
    struct err *err;
    const char *path;
    unsigned count;
};

static void complain(int level, const char *file_name, int line, const YR_RULE *rule, const char *message, void *data)
{
    struct complaints *complaints = data;
    (void)rule;
    if (level != YARA_ERROR_LEVEL_ERROR || complaints->count++)
        return;
    err_set(complaints->err, OUTCOME_DAMAGED, "%s:%d: %s", file_name ? file_name : complaints->path, line, message);
}

/* The rules of one file, open and looked at. */
static enum outcome open_file(const char *path, FILE **ret_file, bool *ret_compiled, struct err *err)
{
    struct stat info;
    char head[sizeof COMPILED_MAGIC - 1];
    FILE *file = stat(path, &info) == 0 && !S_ISREG(info.st_mode) ? NULL : fopen(path, "rbe");
    if (!file)
        return err_set(err, OUTCOME_DAMAGED, "%s: %s", path, errno ? strerror(errno) : "it is no file");
    if (info.st_size > (off_t)YARA_RULES_BYTES) {
        fclose(file);
        return err_set(err, OUTCOME_DAMAGED, "%s: larger than rules may be", path);
    }
    *ret_compiled = fread(head, sizeof head, 1, file) == 1 && memcmp(head, COMPILED_MAGIC, sizeof head) == 0;
    rewind(file);
    *ret_file = file;
    return OUTCOME_OK;
}

static void add_set(struct yara_rules *rules, YR_RULES *compiled)
{
    rules->sets[rules->count++] = (struct yara_set){.rules = compiled};
}

static size_t read_stream(void *to, size_t size, size_t count, void *data)
{
    return fread(to, size, count, data);
}

static enum outcome load(struct yara_rules *rules, const char *path, FILE *file, struct err *err)
{
    YR_RULES *compiled;
    YR_STREAM stream = {.user_data = file, .read = read_stream};
    switch (yr_rules_load_stream(&stream, &compiled)) {
    case ERROR_SUCCESS:
        add_set(rules, compiled);
        return OUTCOME_OK;
    case ERROR_UNSUPPORTED_FILE_VERSION:
        return err_set(err, OUTCOME_DAMAGED, "%s: compiled by another version of YARA", path);
    default:
        return err_set(err, OUTCOME_DAMAGED, "%s: these compiled rules are damaged", path);
    }
}

static enum outcome compile(YR_COMPILER *compiler, const char *path, size_t number, FILE *file, struct err *err)
{
    struct complaints complaints = {.err = err, .path = path};
    char name_space[NAMESPACE_BYTES];
    snprintf(name_space, sizeof name_space, "%zu", number);
    yr_compiler_set_callback(compiler, complain, &complaints);
    int errors = yr_compiler_add_file(compiler, file, name_space, path);
    if (errors && !complaints.count)
        return err_set(err, OUTCOME_DAMAGED, "%s: these rules cannot be read", path);
    return errors ? OUTCOME_DAMAGED : OUTCOME_OK;
}

static YR_COMPILER *new_compiler(void)
{
    static const char *const names[] = {"filename", "filepath", "extension"};
    YR_COMPILER *compiler;
    if (yr_compiler_create(&compiler) != ERROR_SUCCESS)
        abort();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        yr_compiler_define_string_variable(compiler, names[i], "");
    return compiler;
}

static enum outcome read_files(struct yara_rules *rules, YR_COMPILER *compiler, const char *const *paths, size_t count, struct err *err)
{
    YR_RULES *compiled;
    const char *source = NULL;
    for (size_t i = 0; i < count; i++) {
        FILE *file = NULL;
        bool is_compiled = false;
        errno = 0;
        enum outcome outcome = open_file(paths[i], &file, &is_compiled, err);
        if (outcome != OUTCOME_OK)
            return outcome;
        outcome = is_compiled ? load(rules, paths[i], file, err) : compile(compiler, paths[i], i, file, err);
        fclose(file);
        if (outcome != OUTCOME_OK)
            return outcome;
        source = is_compiled ? source : paths[i];
    }
    if (!source)
        return OUTCOME_OK;
    if (yr_compiler_get_rules(compiler, &compiled) != ERROR_SUCCESS)
        return err_set(err, OUTCOME_FAULT, "the rules take more memory than there is");
    add_set(rules, compiled);
    if (!compiled->num_rules)
        return err_set(err, OUTCOME_DAMAGED, "%s: it holds no rule", source);
    return OUTCOME_OK;
}

enum outcome yara_rules_open(const char *const *paths, size_t count, struct yara_rules **ret_rules, struct err *err)
{
    if (count > YARA_RULES_FILES)
        return err_set(err, OUTCOME_DAMAGED, "more than %d files of rules", YARA_RULES_FILES);
    if (yr_initialize() != ERROR_SUCCESS)
        return err_set(err, OUTCOME_FAULT, "libyara cannot be started");
    struct yara_rules *rules = memory_must(calloc(1, sizeof *rules));
    rules->sets = memory_must(calloc(count + 1, sizeof *rules->sets));
    YR_COMPILER *compiler = new_compiler();
    enum outcome outcome = read_files(rules, compiler, paths, count, err);
    yr_compiler_destroy(compiler);
    if (outcome == OUTCOME_OK)
        *ret_rules = rules;
    else
        yara_rules_close(rules);
    return outcome;
}

void yara_rules_close(struct yara_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < rules->count; i++) {
        if (rules->sets[i].scanner)
            yr_scanner_destroy(rules->sets[i].scanner);
        yr_rules_destroy(rules->sets[i].rules);
    }
    free(rules->sets);
    free(rules);
    yr_finalize();
}
