/* What kind of file some bytes are, by their beginning and nothing else: names and declared types lie. */
#ifndef REPLYTRACE_SNIFF_H
#define REPLYTRACE_SNIFF_H

#include "base/span.h"

/* Static, "" when unknown: "zip", "rar", "7z", "gzip", "bzip2", "xz", "zstd", "cab", "arj", "lzh", "ace", "tar", "iso", "udf",
   "vhd", "vhdx", "ole", "pdf", "rtf", "onenote", "lnk", "chm", "pe", "elf", "macho", "class", "html", "svg", "xml", "mht",
   "eml", "pst", "tnef", "png", "jpeg", "gif", "bmp", "tiff", "webp", "ico", "wmf", "mp4", "ics", "vcard", "pem". */
const char *sniff_type(struct span content);

#endif
