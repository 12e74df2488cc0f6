/* Mails that are files of their own (.eml and their like): one file, or all such files that lie directly in a folder. */
#ifndef REPLYTRACE_STORE_EML_H
#define REPLYTRACE_STORE_EML_H

#include "store/store.h"

extern const struct store_driver store_eml_driver;

/* True when the file's first bytes are the header of a mail. */
bool store_eml_is(const char *path);

#endif
