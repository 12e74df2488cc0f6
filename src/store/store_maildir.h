/* Maildir and Maildir++: cur/ and new/ of the root and of its dot-folders are one store. */
#ifndef REPLYTRACE_STORE_MAILDIR_H
#define REPLYTRACE_STORE_MAILDIR_H

#include "store/file_names.h"
#include "store/store.h"

extern const struct store_driver store_maildir_driver;

/* True when `path` is a directory with two of cur/, new/ and tmp/: archivers and version control drop empty ones. */
bool store_maildir_is(const char *path);
/* True when `name` in the Maildir `path` is one of its folders: a dot-folder with cur/ or new/. */
bool store_maildir_folder(const char *path, const char *name);

/* enum message_flag that stand behind ":2," in the name of a mail file. */
uint32_t store_maildir_flags(const char *name);

/* Its mail files, as paths below `path`, sorted by bytes. DEAD when a folder cannot be listed. */
enum outcome store_maildir_files(const char *path, struct file_names *ret_files);

#endif
