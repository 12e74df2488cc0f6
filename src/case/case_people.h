/* People in the database, each name with its address once, behind bounded caches in both directions. */
#ifndef REPLYTRACE_CASE_PEOPLE_H
#define REPLYTRACE_CASE_PEOPLE_H

#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "case/case_file.h"
#include "model/address.h"

struct case_people;
struct case_people *case_people_open(void); /* never NULL */
void case_people_close(struct case_people *people); /* NULL is fine */

/* The row of this person, made where missing. Name and address are no longer than LIMIT_FIELD_BYTES. */
enum outcome case_people_intern(struct case_file *file, const struct address *address, int64_t *ret_id, struct err *err);

/* The person of a row, copied into the arena, an Exchange name as the SMTP address that case_exchange_settle() found for it. DEAD when
   there is none. */
enum outcome case_people_read(struct case_file *file, int64_t id, struct arena *arena, struct address *ret_address,
                              struct err *err);

/* Forgets whom it read: what was found for Exchange names has changed. */
void case_people_forget(struct case_people *people);

#endif
