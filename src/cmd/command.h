/* What a command is: one row that feeds the parser, --help, the man page and shell completion. */
#ifndef REPLYTRACE_COMMAND_H
#define REPLYTRACE_COMMAND_H

#include <stddef.h>

/* Exit status. Where several fit, the highest wins. */
enum command_status {
    STATUS_NOTHING_FOUND = 0, /* complete, nothing found */
    STATUS_HITS = 1,          /* complete, hits */
    STATUS_CANNOT_RUN = 2,
    STATUS_INCOMPLETE = 3,    /* something could not be read; the report says what */
    STATUS_INTERRUPTED = 130,
};

enum option_kind {
    OPTION_FLAG,  /* bool */
    OPTION_TEXT,  /* const char * */
    OPTION_LIST,  /* struct option_list: may be given again */
    OPTION_COUNT, /* unsigned */
};

struct option_list {
    const char *const *values;
    size_t count;
};

struct option_row {
    const char *name;   /* long option, without dashes */
    char letter;        /* short option, or 0 */
    enum option_kind kind;
    const char *value;  /* what the value is called in the help; NULL for flags */
    const char *help;   /* msgid */
    size_t offset;      /* where the value goes in the command's options struct */
};

struct invocation {
    const void *options;      /* the command's struct, filled in; zero where not given */
    const char *const *operands;
    size_t operand_count;
};

struct command {
    const char *name;
    const char *operands;     /* synopsis after the options, "" for none */
    const char *summary;      /* msgid, one line */
    const char *details;      /* msgid, paragraphs; may be NULL */
    const struct option_row *options; /* ends with a NULL name */
    size_t options_size;      /* of the struct that option_row.offset counts in; 0 = the command has no options */
    size_t operands_least, operands_most;
    int (*run)(const struct invocation *invocation); /* gives an enum command_status */
};

extern const struct command cmd_audit, cmd_scan, cmd_judge, cmd_report, cmd_bounces, cmd_show, cmd_triage, cmd_notify, cmd_exposure, cmd_inspect,
    cmd_heuristics, cmd_help;

/* Prints "replytrace: ..." on stderr and gives STATUS_CANNOT_RUN. The format is translated by the caller. */
int command_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
