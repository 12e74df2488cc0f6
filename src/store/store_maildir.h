/* Maildir and Maildir++: cur/ and new/ of the root and of its dot-folders are one store. */
#ifndef REPLYTRACE_STORE_MAILDIR_H
#define REPLYTRACE_STORE_MAILDIR_H

#include "store/store.h"

extern const struct store_driver store_maildir_driver;

/* True when `path` is a directory with two of cur/, new/ and tmp/: archivers and version control drop empty ones. */
bool store_maildir_is(const char *path);
/* True when `name` in the Maildir `path` is one of its folders: a dot-folder with cur/ or new/. */
bool store_maildir_folder(const char *path, const char *name);

#endif
