/* Opens encrypted documents of Office with passwords that are known ([MS-OFFCRYPTO] 2.3.4: agile and standard). */
#ifndef REPLYTRACE_OFFICE_CRYPT_H
#define REPLYTRACE_OFFICE_CRYPT_H

#include <stdbool.h>
#include "inspect/cfb.h"
#include "inspect/inspection.h"

#define OFFICE_CRYPT_PASSWORDS 12      /* candidates that are tried: a try costs a thirteenth of a second */
#define OFFICE_CRYPT_SPINS 1000000u    /* rounds of hashing that a document may ask for; Office writes 50,000 or 100,000 */
#define OFFICE_CRYPT_INFO 8192u        /* bytes of EncryptionInfo that are read */

/* The password that Excel tries by itself: a document encrypted with it opens without a question. */
#define OFFICE_CRYPT_DEFAULT "VelvetSweatshop"

/* Tries that one and then the candidates; a password is verified by the hash that the document keeps. On success tells inspection which,
   and gives the document within, as far as inspection_room() goes. False when none fits or the method is another. */
bool office_crypt_open(struct inspection *inspection, const struct inspected_file *file, const struct cfb *cfb, struct span *ret_document);

#endif
