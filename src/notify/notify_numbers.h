/* The numbers of a mailbox in words, as the fact sheet and the terminal show them. */
#ifndef REPLYTRACE_NOTIFY_NUMBERS_H
#define REPLYTRACE_NOTIFY_NUMBERS_H

#include "notify/exposed.h"
#include "report/page.h"

/* "Mailbox: Taro Yamada <taro@aoba.example>, of a partner" and further addresses. */
void notify_numbers_mailbox(const struct page *page, struct arena *arena, const struct exposed_mailbox *mailbox);
/* What was in it in all, a line for each number, and the file types. `indent` in columns. */
void notify_numbers_all(const struct page *page, struct arena *arena, const struct exposed *exposed, uint32_t mailbox, unsigned indent);
/* A table with a row for each month, or with `kinds` for each kind. */
void notify_numbers_table(const struct page *page, struct arena *arena, const struct exposed *exposed, uint32_t mailbox, unsigned indent, bool kinds);
/* What the numbers do not say: a bound, a store that was not read, mail without a date. */
void notify_numbers_limits(const struct page *page, struct arena *arena, const struct exposed *exposed, unsigned indent);

#endif
