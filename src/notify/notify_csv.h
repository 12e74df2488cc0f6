/* The lists as CSV: notify.csv, excluded.csv, counts.csv. Columns: FORMATS.md. */
#ifndef REPLYTRACE_NOTIFY_CSV_H
#define REPLYTRACE_NOTIFY_CSV_H

#include "base/buf.h"
#include "notify/notify_list.h"

/* Appends to *out. Notes are in the reader's language, titles and the words of other cells are not. */
void notify_csv_told(const struct notify_list *list, struct buf *out);
void notify_csv_excluded(const struct notify_list *list, struct buf *out);
void notify_csv_counts(const struct notify_list *list, struct buf *out);

/* Static: "received the forged mail" ... (msgid). */
const char *notify_csv_group(enum exposed_group group);
/* Addresses and persons of a group among all rows. */
void notify_csv_group_count(const struct notify_list *list, enum exposed_group group, uint32_t *ret_addresses, uint32_t *ret_persons);

#endif
