/* mbox files (RFC 4155): mboxo, mboxrd, mboxcl and mboxcl2, LF or CRLF. */
#ifndef REPLYTRACE_STORE_MBOX_H
#define REPLYTRACE_STORE_MBOX_H

#include "store/store.h"

extern const struct store_driver store_mbox_driver;

#endif
