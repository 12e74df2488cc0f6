/* How a document of Office is locked ([MS-OFFCRYPTO] 2.3), and whether a password fits. */
#ifndef REPLYTRACE_OFFICE_LOCK_H
#define REPLYTRACE_OFFICE_LOCK_H

#include <stdbool.h>
#include "base/arena.h"
#include "inspect/digest.h"
#include "inspect/rc4.h"

enum office_scheme {
    OFFICE_RC4,      /* 2.3.6: 40 bits, MD5 */
    OFFICE_RC4_API,  /* 2.3.5: CryptoAPI, 40 to 128 bits, SHA-1 */
    OFFICE_STANDARD, /* 2.3.4.5: AES-ECB, SHA-1 */
    OFFICE_AGILE,    /* 2.3.4.10: AES-CBC, any digest */
};

#define OFFICE_ROUNDS 1000000u /* rounds of a digest that one try may take; Office writes 50,000 and 100,000 */
#define OFFICE_SALT 64         /* bytes */
#define OFFICE_PASSWORD 255    /* characters of UTF-16 */

struct office_lock {
    enum office_scheme scheme;
    enum digest_kind digest;
    uint32_t rounds;
    size_t key_bytes;
    struct span salt;
    struct span verifier, verifier_hash; /* both encrypted */
    size_t verifier_hash_bytes;          /* of the digest; the rest of the span pads it */

    /* agile: the password opens the key of the data */
    struct span key;                     /* encrypted */
    enum digest_kind data_digest;
    struct span data_salt;
    size_t data_key_bytes;
};

/* What a right password gives: the key of AES, or what the keys of RC4 are made of. */
struct office_key {
    uint8_t bytes[DIGEST_MOST];
    size_t size;
};

/* `info`: the stream EncryptionInfo, FILEPASS behind its type, the beginning of a table stream of Word, or a CryptSession10Container.
   False when it is damaged, of another scheme, or too dear to try. Spans point into `info` or lie in the arena. */
bool office_lock_read(struct arena *arena, struct span info, struct office_lock *ret_lock);

/* `password`: UTF-16LE, OFFICE_PASSWORD characters at most. True when the verifier is met: then it is the password. */
bool office_lock_try(const struct office_lock *lock, struct span password, struct office_key *ret_key);

/* RC4 alone: the cipher at the beginning of a block, whose size is that of the format (1024 bytes in XLS). */
void office_lock_block(const struct office_lock *lock, const struct office_key *key, uint32_t block, struct rc4 *ret_rc4);

#endif
