/* Prints the man page. */
#include "cmd/manpage.h"

#include "cmd/option_help.h"

/* Text with what roff would take for its own escaped: backslashes, minus signs, a dot or quote at a line's start. */
static void put(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else
            putc(*text, out);
    }
}

static void put_line(FILE *out, const char *text)
{
    put(out, text);
    putc('\n', out);
}

static void print_option(FILE *out, const struct option_row *row)
{
    fputs(".TP\n.B ", out);
    if (row->letter)
        fprintf(out, "\\-%c, ", row->letter);
    fputs("\\-\\-", out);
    put(out, row->name);
    if (row->value)
        fprintf(out, " \\fI%s\\fR", row->value);
    putc('\n', out);
    put_line(out, row->help);
}

static void print_command(FILE *out, const struct command *command)
{
    fprintf(out, ".SS replytrace %s [\\fIOPTION\\fR]... ", command->name);
    put_line(out, command->operands);
    put_line(out, command->summary);
    if (command->details) {
        fputs(".PP\n", out);
        put_line(out, command->details);
    }
    for (const struct option_row *row = command->options; row->name; row++)
        print_option(out, row);
}

static void print_statuses(FILE *out)
{
    fputs(".SH EXIT STATUS\n", out);
    for (const struct option_help_status *row = option_help_statuses(); row->text; row++) {
        fprintf(out, ".TP\n.B %d\n", row->status);
        put_line(out, row->text);
    }
}

static void print_environment(FILE *out)
{
    static const char *const rows[][2] = {
        {"TZ", "The zone in which the terminal report shows times; UTC where it is not set."},
        {"TMPDIR", "Where audit without --case keeps its case while it runs; /tmp where it is not set."},
        {"LANG, LC_MESSAGES, LC_ALL, LANGUAGE", "The language of help and terminal report: English or Japanese (ja)."},
        {"NO_COLOR", "Any value: no colours."},
    };
    fputs(".SH ENVIRONMENT\n", out);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fprintf(out, ".TP\n.B %s\n", rows[i][0]);
        put_line(out, rows[i][1]);
    }
}

void manpage_print(FILE *out, const struct command *const *commands)
{
    fputs(".TH REPLYTRACE 1 \"\" \"replytrace " REPLYTRACE_VERSION "\"\n"
          ".SH NAME\nreplytrace \\- find replies forged with stolen mail and whose mailbox was stolen\n"
          ".SH SYNOPSIS\n.B replytrace\n\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n"
          ".SH DESCRIPTION\n", out);
    put_line(out, "Reads the mail stores of an organisation after a partner was compromised, finds the replies that were forged "
                  "with stolen mail, proves each against the stored thread that it quotes, and says whose mailbox was stolen.");
    fputs(".SH COMMANDS\n", out);
    for (; *commands; commands++)
        print_command(out, *commands);
    print_statuses(out);
    print_environment(out);
}
