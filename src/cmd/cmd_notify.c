/* replytrace notify: lists of those to be told, drafts to them, and facts for the authority, as files. */
#include "base/i18n.h"
#include "cmd/mailbox_options.h"
#include "cmd/pipeline.h"
#include "notify/notify.h"
#include "notify/notify_day.h"

struct notify_command_options {
    const char *case_path;
    const char *folder;
    struct option_list mailbox;
    const char *from;
    const char *to;
    const char *known;
    const char *templates;
    bool force;
};

static const struct option_row options[] = {
    {"case", 'c', OPTION_TEXT, "CASE", N_("the case file"), offsetof(struct notify_command_options, case_path)},
    {"output", 'o', OPTION_TEXT, "DIR", N_("the folder to write into; new or empty"), offsetof(struct notify_command_options, folder)},
    {"mailbox", 'm', OPTION_LIST, "ADDRESS", N_("whose mailbox was stolen; may be given again. Without it: those that the verdict names"),
     offsetof(struct notify_command_options, mailbox)},
    {"from", 0, OPTION_TEXT, "DATE", N_("only mail of this day (2022-03-01) and later"), offsetof(struct notify_command_options, from)},
    {"to", 0, OPTION_TEXT, "DATE", N_("only mail of this day and earlier"), offsetof(struct notify_command_options, to)},
    {"known", 0, OPTION_TEXT, "DATE", N_("the day on which it became known: deadlines count from it"), offsetof(struct notify_command_options, known)},
    {"templates", 0, OPTION_TEXT, "FOLDER", N_("folder with notify.en.txt and notify.ja.txt for the drafts, instead of the program's own"),
     offsetof(struct notify_command_options, templates)},
    {"force", 0, OPTION_FLAG, NULL, N_("replace the files and drafts of an earlier run"), offsetof(struct notify_command_options, force)},
    {0},
};

static int write_folder(const struct exposed *exposed, const struct notify_command_options *notify)
{
    struct err err;
    struct notify_summary summary;
    const struct notify_options how = {.folder = notify->folder, .templates = notify->templates, .force = notify->force,
                                       .known = span_of(notify->known), .from = span_of(notify->from), .to = span_of(notify->to)};
    if (notify_write(exposed, &how, &summary, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    printf(_("Written to %s: persons to tell: %u, addresses: %zu, drafts: %u, left out: %zu. Nothing was sent.\n"), notify->folder, summary.persons,
           summary.told, summary.drafts, summary.excluded);
    return exposed->data.complete ? STATUS_NOTHING_FOUND : STATUS_INCOMPLETE;
}

static int run(const struct invocation *invocation)
{
    const struct notify_command_options *notify = invocation->options;
    ARENA_LOCAL arena = arena_open();
    struct exposed *exposed;
    struct exposed_options asked;
    if (!notify->folder)
        return command_fail("%s", _("name the folder to write into: -o DIR"));
    if (notify->known && !notify_day_valid(span_of(notify->known)))
        return command_fail(_("%s is no day: write it as 2022-03-01"), notify->known);
    enum command_status status = mailbox_options_read(&notify->mailbox, notify->from, notify->to, arena, &asked);
    if (status != STATUS_NOTHING_FOUND)
        return (int)status;
    CASE_LOCAL file = pipeline_open(notify->case_path, CASE_READ);
    if (!file)
        return STATUS_CANNOT_RUN;
    struct err err;
    if (exposed_find(file, &asked, arena, &exposed, &err) != OUTCOME_OK)
        return command_fail("%s", err.text);
    int result = write_folder(exposed, notify);
    exposed_free(exposed);
    return result;
}

const struct command cmd_notify = {
    .name = "notify",
    .operands = "",
    .summary = N_("write lists of those to be told, drafts to them, and facts for the authority"),
    .details = N_("Into DIR go notify.csv (whom to tell), excluded.csv (who was left out, and why), counts.csv (what was exposed), facts.txt (for the "
                  "report to the authority: numbers, deadlines, and blanks for what the case does not know) and drafts/ (one draft a person, in "
                  "Japanese or English). Nothing is sent anywhere. Days are those of UTC, or of the zone that TZ names. The exit status is 0, or 3 "
                  "where something of the stores could not be read: the lists may then lack somebody."),
    .options = options,
    .options_size = sizeof(struct notify_command_options),
    .run = run,
};
