/* What a member of a ZIP archive is, told by its content: one mail, a store of many, an archive again, or nothing of ours. */
#ifndef REPLYTRACE_ZIP_MEMBER_H
#define REPLYTRACE_ZIP_MEMBER_H

#include "store/store.h"
#include "store/zip/zip_stream.h"

enum zip_member {
    ZIP_MEMBER_NOTHING,  /* no mail */
    ZIP_MEMBER_MAIL,     /* .eml, .emlx or .msg: of its folder's store */
    ZIP_MEMBER_STORE,    /* mbox, PST, OST: a store of its own */
    ZIP_MEMBER_ARCHIVE,  /* ZIP, but no document */
    ZIP_MEMBER_UNKNOWN,  /* cannot be looked into, or is named like a mail store and is none */
};

/* Looks at the first bytes; compound files (.msg, but also .doc) are unpacked into `scratch`, which may be overwritten by any call.
   ret_format: of MAIL and STORE, the driver's name. err: of UNKNOWN, why. */
enum zip_member zip_member_kind(struct zip_archive *archive, const struct zip_entry *entry, struct scratch *scratch, const char **ret_format,
                                struct err *err);

/* The folder a mail lies in as far as it makes a store: without the cur/ and new/ of a Maildir. A part of `name`. */
struct span zip_member_folder(struct span name);
/* enum message_flag that its folder and, within a Maildir, its name tell. */
uint32_t zip_member_flags(struct arena *arena, struct span name);

#endif
