/* The driver "msg": a .msg or .oft file of Outlook, or a folder of them that holds no other kind of mail file. */
#ifndef REPLYTRACE_STORE_MSG_H
#define REPLYTRACE_STORE_MSG_H

#include "store/store.h"

extern const struct store_driver store_msg_driver;

#endif
