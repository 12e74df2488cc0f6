/* Turns a command's option table into getopt_long's and stores what it finds. */
#include "cmd/option_parse.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/i18n.h"

#define HELP_VALUE 1      /* what getopt_long gives for --help */
#define FIRST_VALUE 0x100 /* for row i it gives FIRST_VALUE + i: above every letter */

static size_t row_count(const struct command *command)
{
    size_t count = 0;
    while (command->options[count].name)
        count++;
    return count;
}

static struct option *long_options(const struct command *command, struct arena *arena)
{
    size_t count = row_count(command);
    struct option *table = arena_array(arena, count + 2, sizeof *table);
    for (size_t i = 0; i < count; i++) {
        int argument = command->options[i].kind == OPTION_FLAG ? no_argument : required_argument;
        table[i] = (struct option){command->options[i].name, argument, NULL, FIRST_VALUE + (int)i};
    }
    table[count] = (struct option){"help", no_argument, NULL, HELP_VALUE};
    return table;
}

static char *short_options(const struct command *command, struct arena *arena)
{
    char *text = arena_alloc(arena, 2 * row_count(command) + 3), *end = text;
    *end++ = ':';
    *end++ = 'h';
    for (const struct option_row *row = command->options; row->name; row++) {
        if (!row->letter)
            continue;
        *end++ = row->letter;
        if (row->kind != OPTION_FLAG)
            *end++ = ':';
    }
    return text;
}

static const struct option_row *row_of(const struct command *command, int found)
{
    if (found >= FIRST_VALUE)
        return &command->options[found - FIRST_VALUE];
    for (const struct option_row *row = command->options; row->name; row++)
        if (row->letter == found)
            return row;
    return NULL;
}

static void append(struct arena *arena, struct option_list *list, const char *value)
{
    const char **values = arena_array(arena, list->count + 1, sizeof *values);
    for (size_t i = 0; i < list->count; i++)
        values[i] = list->values[i];
    values[list->count] = value;
    *list = (struct option_list){values, list->count + 1};
}

static bool parse_count(const char *text, unsigned *ret_value)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || value > UINT_MAX)
        return false;
    *ret_value = (unsigned)value;
    return true;
}

static bool store_value(const struct option_row *row, struct arena *arena, void *options, const char *value)
{
    void *place = (char *)options + row->offset;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)place = true;
        return true;
    case OPTION_TEXT:
        *(const char **)place = value;
        return true;
    case OPTION_LIST:
        append(arena, place, value);
        return true;
    case OPTION_COUNT:
        return parse_count(value, place);
    }
    return false;
}

static enum option_parse_result wrong(int found, char **argv, struct err *err)
{
    const char *given = argv[optind - 1];
    if (found == ':')
        err_set(err, OUTCOME_FAULT, _("%s needs a value"), given);
    else
        err_set(err, OUTCOME_FAULT, _("there is no option %s"), given);
    return OPTION_PARSE_WRONG;
}

static enum option_parse_result take_operands(const struct command *command, int argc, char **argv,
                                              struct invocation *invocation, struct err *err)
{
    size_t count = (size_t)(argc - optind);
    if (count < command->operands_least || count > command->operands_most) {
        if (count < command->operands_least)
            err_set(err, OUTCOME_FAULT, _("%s is missing"), command->operands);
        else
            err_set(err, OUTCOME_FAULT, _("too many arguments: %s"), argv[optind + (int)command->operands_most]);
        return OPTION_PARSE_WRONG;
    }
    invocation->operands = (const char *const *)argv + optind;
    invocation->operand_count = count;
    return OPTION_PARSE_OK;
}

enum option_parse_result option_parse(const struct command *command, int argc, char **argv, struct arena *arena,
                                      struct invocation *ret_invocation, struct err *err)
{
    const struct option *longs = long_options(command, arena);
    const char *shorts = short_options(command, arena);
    void *options = arena_alloc(arena, command->options_size);
    struct invocation invocation = {.options = options};
    int found;
    optind = 0; /* glibc: start afresh, also for a second parse within one process */
    opterr = 0;
    while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (found == HELP_VALUE || found == 'h')
            return OPTION_PARSE_HELP;
        const struct option_row *row = found == ':' || found == '?' ? NULL : row_of(command, found);
        if (!row)
            return wrong(found, argv, err);
        if (!store_value(row, arena, options, optarg)) {
            err_set(err, OUTCOME_FAULT, _("--%s takes a number, not \"%s\""), row->name, optarg);
            return OPTION_PARSE_WRONG;
        }
    }
    enum option_parse_result result = take_operands(command, argc, argv, &invocation, err);
    if (result == OPTION_PARSE_OK)
        *ret_invocation = invocation;
    return result;
}
