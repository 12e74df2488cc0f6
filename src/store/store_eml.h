/* The drivers "eml" and, with store_msg.h, "msg": single mail files, and the mail files of one folder without its sub-folders. */
#ifndef REPLYTRACE_STORE_EML_H
#define REPLYTRACE_STORE_EML_H

#include "store/file_names.h"
#include "store/mail_file.h"
#include "store/store.h"

extern const struct store_driver store_eml_driver;

/* True for the formats of single mail files: those that lie in one folder are one store. */
bool store_eml_format(const char *format);

/* True when a file of this format lies in the folder itself. */
bool store_eml_folder(const char *path, const char *format);

/* The mail files of a folder, by name. DEAD when it cannot be listed. */
enum outcome store_eml_files(const char *path, struct file_names *ret_files);

/* Reads a mail file of either kind into item->rfc5322 or item->mapi; *ret_file says what was cut. DAMAGED with a reason. */
enum outcome store_eml_file(struct arena *arena, const char *path, struct store_item *item, struct mail_file *ret_file,
                            struct err *err);

/* What both drivers are made of. */
enum outcome store_eml_open(const struct store_driver *driver, const char *path, struct store **ret_store, struct err *err);
enum outcome store_eml_next(struct store *base, struct arena *arena, struct store_item *ret_item, struct err *err);
enum outcome store_eml_seek(struct store *base, uint64_t item, struct err *err);
void store_eml_close(struct store *base);

#endif
