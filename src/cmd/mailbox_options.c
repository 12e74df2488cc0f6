/* Checks what was typed. */
#include "cmd/mailbox_options.h"

#include "base/i18n.h"
#include "model/address.h"
#include "notify/notify_day.h"

enum command_status mailbox_options_read(const struct option_list *mailboxes, const char *from, const char *to, struct arena *arena,
                                         struct exposed_options *ret_options)
{
    struct span *list = arena_array(arena, mailboxes->count, sizeof *list);
    const char *const days[] = {from, to};
    for (size_t i = 0; i < mailboxes->count; i++) {
        list[i] = span_of(mailboxes->values[i]);
        if (address_make(arena, SPAN_NONE, list[i]).kind != ADDRESS_SMTP)
            return (enum command_status)command_fail(_("%s is no e-mail address"), mailboxes->values[i]);
    }
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (days[i] && !notify_day_valid(span_of(days[i])))
            return (enum command_status)command_fail(_("%s is no day: write it as 2022-03-01"), days[i]);
    if (from && to && span_compare(span_of(from), span_of(to)) > 0)
        return (enum command_status)command_fail(_("--from %s is later than --to %s"), from, to);
    *ret_options = (struct exposed_options){list, mailboxes->count, span_of(from), span_of(to)};
    return STATUS_NOTHING_FOUND;
}
