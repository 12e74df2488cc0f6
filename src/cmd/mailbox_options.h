/* The options --mailbox, --from and --to, as several commands take them. */
#ifndef REPLYTRACE_MAILBOX_OPTIONS_H
#define REPLYTRACE_MAILBOX_OPTIONS_H

#include "cmd/command.h"
#include "notify/exposed.h"

/* STATUS_CANNOT_RUN with a line on stderr for what is no address or no day; from and to may be NULL. Lives in `arena`. */
enum command_status mailbox_options_read(const struct option_list *mailboxes, const char *from, const char *to, struct arena *arena,
                                         struct exposed_options *ret_options);

#endif
