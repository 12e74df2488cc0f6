/* Whether a machine wrote a mail about another one: what must stand beside any pattern before a mail counts as a report. */
#ifndef REPLYTRACE_DSN_EVIDENCE_H
#define REPLYTRACE_DSN_EVIDENCE_H

#include <stdbool.h>
#include "decode/mime_field.h"
#include "model/message.h"

/* The mail as a whole says that it is one: multipart/report, a class REPORT.*, X-Failed-Recipients. */
bool dsn_evidence_declared(const struct mime_fields *fields, const struct message *message);

/* Declared, or an empty return path, a sender that is no person's (mailer-daemon, postmaster and their kin), an Auto-Submitted that
   answers. */
bool dsn_evidence_machine(const struct mime_fields *fields, const struct message *message);

/* The same without an empty return path and Auto-Submitted, which a vacation program writes as well. */
bool dsn_evidence_server(const struct mime_fields *fields, const struct message *message);

/* An empty return path or an Auto-Submitted that answers: nobody waits for an answer. */
bool dsn_evidence_unanswerable(const struct mime_fields *fields);

/* A quick look at what is decoded: false for mail that is neither a report nor plays one, most of it. */
bool dsn_evidence_possible(const struct message *message);

#endif
