/* Whose Exchange names are: pairs of DN and SMTP address as the stores show them, and what all of them together say. */
#ifndef REPLYTRACE_CASE_EXCHANGE_H
#define REPLYTRACE_CASE_EXCHANGE_H

#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"
#include "model/address.h"
#include "model/message.h"

/* Keeps the pairs that a message in a store shows, each once. Read anew, a store forgets its own (case_write_store). */
enum outcome case_exchange_write(struct case_file *file, int64_t store, int64_t id, const struct message *message, struct err *err);

/* Concludes from all pairs which DN is whose, for case_exchange_resolve() and for every reader of people in this case from now on. A
   pair counts once for each mail that shows it. Of several addresses of one organisation the one that most mails show is taken, then the
   newest, then the first by bytes; where the addresses are of several organisations, or of a provider for everybody, one must be shown
   CASE_EXCHANGE_CLEARLY times as often as all others together, else the DN stays unresolved. The same pairs give the same answer in
   whatever order they came. Belongs to the transaction that case_write_commit ends. */
#define CASE_EXCHANGE_CLEARLY 10
enum outcome case_exchange_settle(struct case_file *file, struct err *err);

/* An address of kind ADDRESS_EX becomes the SMTP address (in the arena) that case_exchange_settle() found for it; every other address,
   and one whose DN nobody knows, stays as it is. */
enum outcome case_exchange_resolve(struct case_file *file, struct arena *arena, struct address *address, struct err *err);

#endif
