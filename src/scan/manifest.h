/* What a store was made of: SHA-256 of a file, or of the list of a folder's mail files. */
#ifndef REPLYTRACE_MANIFEST_H
#define REPLYTRACE_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>
#include "base/hash.h"

/* False when it cannot be read to its end. */
bool manifest_file(const char *path, uint8_t ret_digest[HASH_SHA256_BYTES]);

/* Over one line for each mail file of the Maildir, or else of the folder of mail files: path below the folder, tab, bytes in decimal, tab,
   SHA-256 in lower-case hex, line feed; sorted by the bytes of the path. False when a file cannot be read, or there are too many. */
bool manifest_folder(const char *path, bool maildir, uint8_t ret_digest[HASH_SHA256_BYTES]);

#endif
