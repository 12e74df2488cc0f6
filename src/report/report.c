/* The table of report formats. */
#include "report/report.h"

#include <string.h>
#include "report/report_data.h"
#include "report/report_jsonl.h"
#include "report/report_terminal.h"

static const struct report_format formats[] = {
    {"terminal", report_terminal_write},
    {"jsonl", report_jsonl_write},
    {NULL, NULL},
};

const struct report_format *report_formats(void)
{
    return formats;
}

const struct report_format *report_find(const char *name)
{
    for (const struct report_format *format = formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

enum outcome report_summarise(struct case_file *file, struct report_summary *ret_summary, struct err *err)
{
    ARENA_LOCAL arena = arena_open();
    struct report_data data;
    enum outcome outcome = report_data_load(file, arena, &data, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    *ret_summary = report_data_summary(&data);
    return OUTCOME_OK;
}
