/* Maildir and Maildir++: cur/ and new/ of the root and of its dot-folders are one store. */
#ifndef REPLYTRACE_STORE_MAILDIR_H
#define REPLYTRACE_STORE_MAILDIR_H

#include "store/store.h"

extern const struct store_driver store_maildir_driver;

/* True when `path` is a directory with cur/ and with new/ or tmp/. */
bool store_maildir_is(const char *path);

#endif
