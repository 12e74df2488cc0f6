/* Opens the encrypted folders of a 7z archive (7zAES: AES-256-CBC, a key of SHA-256) with the passwords that the inspection knows. */
#ifndef REPLYTRACE_OPEN_SEVENZIP_H
#define REPLYTRACE_OPEN_SEVENZIP_H

#include "inspect/candidate.h"
#include "inspect/sevenzip_header.h"

#define OPEN_SEVENZIP_REFUSED 2    /* folders that no password opens; then the rest is left alone */
#define OPEN_SEVENZIP_POWER 21     /* 2^21 rounds of the key; 7-Zip makes 2^19 */
#define OPEN_SEVENZIP_PROOF (8u * 1024 * 1024) /* bytes of a file whose checksum proves a password */
#define OPEN_SEVENZIP_SALT 16u
#define OPEN_SEVENZIP_KEY 32u

/* One archive. The key that opened a folder is tried first on the next. */
struct sevenzip_opener {
    struct inspection *inspection;
    const struct inspected_file *file;
    struct candidates candidates;
    bool gathered;
    unsigned refused;
    bool known;   /* a password opened a folder: this one, with what its key was made of */
    size_t password;
    unsigned power;
    struct span salt;
    uint8_t key[OPEN_SEVENZIP_KEY];
};

/* The first `room` bytes of an encrypted folder; `first` is the size of its first file. A password is right when the checksum of the folder,
   or of its first file, is met; a folder that has none is not tried, which is said. Notes the password with inspection_opened(). */
bool sevenzip_open(struct sevenzip_opener *opener, const struct sevenzip_streams *streams, const struct sevenzip_folder *folder, uint64_t first,
                   size_t room, struct span *ret_bytes);

#endif
