/* Encrypted workbooks of Excel 97 to 2003 that open without a question: with the password that Excel tries by itself. */
#ifndef REPLYTRACE_BIFF_CRYPT_H
#define REPLYTRACE_BIFF_CRYPT_H

#include <stdbool.h>
#include "inspect/inspection.h"

/* `filepass`: the data of that record ([MS-XLS] 2.4.117). RC4 of both kinds is known, XOR is not. When OFFICE_CRYPT_DEFAULT or, of the
   candidates, one fits, inspection is told and *ret_stream is the whole stream with the data of its records in the clear. */
bool biff_crypt_open(struct inspection *inspection, const struct inspected_file *file, struct span stream, struct span filepass,
                     struct span *ret_stream);

#endif
