/* One header of a ZIP archive (PKWARE APPNOTE 4.3.7, 4.3.12), read without trust. */
#ifndef REPLYTRACE_ZIP_RECORD_H
#define REPLYTRACE_ZIP_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"

#define ZIP_LOCAL SPAN_LITERAL("PK\x03\x04")
#define ZIP_CENTRAL SPAN_LITERAL("PK\x01\x02")

enum zip_flag {
    ZIP_ENCRYPTED = 1 << 0,
    ZIP_STREAMED = 1 << 3,  /* sizes follow the data */
    ZIP_STRONG = 1 << 6,    /* PKWARE strong encryption, APPNOTE 7 */
    ZIP_UTF8 = 1 << 11,
    ZIP_MASKED = 1 << 13,   /* central directory encrypted, local headers masked */
};

struct zip_record {
    struct span name;   /* as stored */
    struct span extra;  /* extra field, APPNOTE 4.5 */
    unsigned flags;     /* enum zip_flag and more */
    unsigned method;
    unsigned time;      /* of day, as DOS has it; ZipCrypto checks its password with it where the CRC follows the data */
    uint64_t packed;    /* bytes in the archive; zip64 resolved */
    uint64_t size;      /* declared bytes inflated; zip64 resolved */
    uint32_t crc;       /* of the inflated bytes; 0 where it follows them */
    uint64_t offset;    /* central: of the local header, before any shift; local: 0 */
    size_t end;         /* position behind the header */
};

unsigned zip_record_u16(struct span content, size_t at); /* at + 2 <= size */
uint32_t zip_record_u32(struct span content, size_t at); /* at + 4 <= size */
uint64_t zip_record_u64(struct span content, size_t at); /* at + 8 <= size */

/* The header at `at`. False when no signature stands there or the header does not fit; nothing is read past `content`. */
bool zip_record_central(struct span content, size_t at, struct zip_record *ret_record);
bool zip_record_local(struct span content, size_t at, struct zip_record *ret_record);

/* True for a local header that can be one: known method, a name without NUL. For headers found by searching. */
bool zip_record_plausible(const struct zip_record *record);

/* As UTF-8: what does not say that it is is guessed, else read as CP437. `like`: bytes whose charset it shares, which tell more than one
   short name; may be empty. */
struct span zip_record_name(struct arena *arena, const struct zip_record *record, struct span like);

bool zip_record_encrypted(const struct zip_record *record);

/* The field of WinZip's AES (its specification, "AE-x"): version 1 or 2, strength 1 to 3, the method beneath. False when there is none. */
struct zip_record_aes {
    unsigned version, strength, method;
};
bool zip_record_aes(const struct zip_record *record, struct zip_record_aes *ret_aes);

/* Static: "ZipCrypto", "AES-256", "strong AES-256" ...; "" when not encrypted. */
const char *zip_record_encryption(const struct zip_record *record);

#endif
