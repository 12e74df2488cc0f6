/* Whether a PDF is encrypted (ISO 32000-2, 7.6), and how. */
#ifndef REPLYTRACE_PDF_ENCRYPT_H
#define REPLYTRACE_PDF_ENCRYPT_H

#include <stdbool.h>
#include "inspect/inspection.h"

#define PDF_SECTIONS 20000 /* trailers and cross-reference streams of one file that are looked at */

/* The trailer that a reader takes, by the last startxref that leads to one; where none does, by search. *ret_trailer: its dictionary and
   what follows. False when the file has none at all. */
bool pdf_encrypt_trailer(struct inspection *inspection, struct span file, struct span *ret_trailer);

/* The encryption dictionary; empty when there is none. *ret_how, where one is: static, "RC4-128" and the like. */
struct span pdf_encrypt_find(struct inspection *inspection, struct span file, const char **ret_how);

#endif
