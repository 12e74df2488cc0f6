/* Agile encryption ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15): the lock as XML. */
#ifndef REPLYTRACE_OFFICE_AGILE_H
#define REPLYTRACE_OFFICE_AGILE_H

#include "inspect/office_lock.h"

/* `xml`: EncryptionInfo behind its first 8 bytes. */
bool office_agile_read(struct arena *arena, struct span xml, struct office_lock *ret_lock);
bool office_agile_try(const struct office_lock *lock, struct span password, struct office_key *ret_key);

#define OFFICE_AGILE_SEGMENT 4096u /* bytes of the package that are encrypted as one */
/* One segment in place, `size` a multiple of 16. */
bool office_agile_segment(const struct office_lock *lock, const struct office_key *key, uint32_t number, uint8_t *bytes, size_t size);

#endif
