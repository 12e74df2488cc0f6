/* Who is to be told and who is left out, in order, each person with a number. */
#ifndef REPLYTRACE_NOTIFY_LIST_H
#define REPLYTRACE_NOTIFY_LIST_H

#include "notify/exposed.h"

/* Why an address is not in the list. */
enum notify_reason {
    NOTIFY_TOLD,         /* it is */
    NOTIFY_NO_PERSON,    /* noreply, mailer-daemon and their kin */
    NOTIFY_MAILING_LIST,
    NOTIFY_EXCHANGE,     /* an Exchange name without an address */
    NOTIFY_NO_ADDRESS,   /* nothing that mail could be sent to */
    NOTIFY_REASONS
};

struct notify_row {
    const struct exposed_address *address;
    uint32_t person;     /* 1, 2, ...: order of the list */
    bool stands;         /* his draft goes to this address; else it is a further one */
    bool draft;          /* there is one */
    enum notify_reason reason;
};

struct notify_list {
    const struct exposed *exposed;
    struct notify_row *rows;   /* those told, by lowest group of the person, organisation, address; then those left out */
    size_t told, count;
    uint32_t persons;          /* of those told */
    uint32_t exposed_persons;  /* whose data was exposed, told or left out; no automatic senders and lists */
    uint32_t drafts;
    uint32_t *row_of;          /* by number in exposed->addresses: position in rows; UINT32_MAX = in none */
};

/* Both arrays are malloc'ed: notify_list_free(). */
void notify_list_make(const struct exposed *exposed, struct notify_list *ret_list);
void notify_list_free(struct notify_list *list);

/* The lowest group; EXPOSED_GROUPS for none. */
enum exposed_group notify_list_group(uint32_t groups);

#endif
