/* Encrypted attachments that stayed shut: whose other mails may hold the password, and what a second look found. */
#ifndef REPLYTRACE_CASE_REOPEN_H
#define REPLYTRACE_CASE_REOPEN_H

#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"
#include "model/attachment.h"

/* A mail of somebody who sent at least one that is shut. */
struct case_reopen_mail {
    int64_t id;
    int64_t time;        /* received, else as the sender says; Unix seconds */
    struct span address; /* of the sender */
    bool shut;           /* holds an encrypted attachment that no password opened */
};

/* Mails without a date, within other mails, or without an address are left out. Sorted by address, time and id. */
enum outcome case_reopen_list(struct case_file *file, struct arena *arena, const struct case_reopen_mail **ret_mails, size_t *ret_count,
                              struct err *err);

/* The attachment at `position` as it was found again. Nothing happens when the row is of other bytes (SHA-256), or when no password
   opened it this time either. */
enum outcome case_reopen_write(struct case_file *file, int64_t message, size_t position, const struct attachment *attachment, struct err *err);

#endif
