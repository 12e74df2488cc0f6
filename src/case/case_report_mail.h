/* Reports in the case: bounces and their kin, beside the mails that they are. */
#ifndef REPLYTRACE_CASE_REPORT_MAIL_H
#define REPLYTRACE_CASE_REPORT_MAIL_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"
#include "model/message.h"

/* `message` is the report, with the id that it has in the case; `original` that of the returned original, or 0. Only src/case calls
   it, within a transaction. */
enum outcome case_report_mail_write(struct case_file *file, int64_t id, const struct message *message, int64_t original, struct err *err);

struct case_report_mail {
    int64_t message;           /* id of the report */
    int64_t original;          /* id of the returned original, a message of the case that may lie only within reports; 0 = none came back */
    struct report_mail report; /* `original` of it is REPORT_MAIL_NO_ORIGINAL: the id above says it */
    const struct received *trace; /* of the copy that came back, with its lines: the message `original` may be another copy, and its
                                     trace another one */
    size_t trace_count;
};

/* All reports that lie in a store as it was last read, ascending id. */
enum outcome case_report_mail_read(struct case_file *file, struct arena *arena, const struct case_report_mail **ret_reports,
                                   size_t *ret_count, struct err *err);

#endif
