/* Addresses through which strangers answer each other: mailing lists that carry no list headers. */
#ifndef REPLYTRACE_MAILING_LIST_H
#define REPLYTRACE_MAILING_LIST_H

#include <stdbool.h>
#include "judge/corpus.h"

/* From this many replies on, in which a person of one organisation answers a person of another and both mails went to the address,
   which itself never writes. Twenty such replies between people who are not ours do not happen around one person in copy. */
#define MAILING_LIST_REPLIES 20

/* By person; malloc'ed, the caller frees it. Call after own_domains_find. */
bool *mailing_list_find(const struct corpus *corpus);

#endif
