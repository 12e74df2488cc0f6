/* Opens the encrypted members of a ZIP archive with the passwords that the inspection knows. */
#ifndef REPLYTRACE_OPEN_ZIP_H
#define REPLYTRACE_OPEN_ZIP_H

#include "base/zip_record.h"
#include "inspect/candidate.h"

#define OPEN_ZIP_REFUSED 2   /* members that no password opens; then the rest is left alone */
#define OPEN_ZIP_CHECKED (32u * 1024 * 1024) /* bytes of one member unpacked at most to see that a password is right */
#define OPEN_ZIP_PROOF 3     /* bytes of a member: the checksum of less is met by chance */

/* One archive. The password that opened a member is tried first on the next. */
struct zip_opener {
    struct inspection *inspection;
    const struct inspected_file *file;
    struct candidates candidates;
    bool gathered;    /* candidates are: looking for them has its price, and most archives are open */
    size_t known;     /* that opened a member; SIZE_MAX = none did */
    unsigned refused;
};

void zip_opener_begin(struct inspection *inspection, const struct inspected_file *file, struct zip_opener *ret_opener);

/* What came of one member. */
enum zip_opened {
    ZIP_OPENED_NOT,    /* no password is right, or it could not be tried, which is said as a limit where it is so */
    ZIP_OPENED_PROVEN, /* a password is right, but the member's method is not one that we unpack */
    ZIP_OPENED,        /* *ret_bytes: its beginning, inspection_room() bytes at most, in the arena */
};

/* `record`: the member's header, of the directory or, where there is none, its own; `packed`: its bytes in the archive, no more.
   A password is right when the stream unpacks to an end and meets size and CRC-32 (or unpacks OPEN_ZIP_CHECKED bytes of a larger
   one), for AES when the HMAC is met. Notes the password with inspection_opened(). PKWARE's strong encryption is never tried. */
enum zip_opened zip_open_member(struct zip_opener *opener, const struct zip_record *record, struct span packed, struct span *ret_bytes);

#endif
