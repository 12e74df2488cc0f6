/* What is concluded about addresses once all are collected: whose they are, which are no person's, which are dead. */
#ifndef REPLYTRACE_EXPOSED_PEOPLE_H
#define REPLYTRACE_EXPOSED_PEOPLE_H

#include "case/case_relation.h"
#include "case/case_report_mail.h"
#include "notify/exposed_rows.h"

/* A name that more addresses bear than this is a role or a common name: it hints at nobody. */
#define EXPOSED_NAMESAKES 8

/* Groups internal and no person, and names in order. */
void exposed_people_groups(struct exposed_rows *rows, const struct case_relations *relations);

/* Permanent failures (RFC 3463 class 5, or reply code 5xx) of bounces, for addresses that are in a group. An address that wrote after its
   last failure lives. */
enum outcome exposed_people_bounces(struct case_file *file, struct exposed_rows *rows, struct arena *arena, struct err *err);

/* Sets `person`: judge's word (case_relation.h); a subaddress (RFC 5233: taro+shop@) is its mailbox's; one distinct name and one local part
   within an organisation are one person. And `namesake`, where a name alone speaks for it. */
void exposed_people_merge(struct exposed_rows *rows, const struct case_relations *relations, struct arena *arena);

#endif
