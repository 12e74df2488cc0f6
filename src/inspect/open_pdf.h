/* Finds the password of an encrypted PDF among those that the inspection knows. */
#ifndef REPLYTRACE_OPEN_PDF_H
#define REPLYTRACE_OPEN_PDF_H

#include "inspect/inspection.h"

/* `dictionary`: that of Encrypt; `trailer`: the dictionary that names it and the ID. A PDF that readers open without a password says so
   as a fact. Objects are told apart in the clear either way: only strings and streams are encrypted, and these stay so. */
void open_pdf(struct inspection *inspection, const struct inspected_file *file, struct span dictionary, struct span trailer);

#endif
