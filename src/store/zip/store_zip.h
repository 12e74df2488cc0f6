/* The driver "zip": the single mails of one folder of a ZIP archive, without its sub-folders, in the order of its directory. A store
   within the archive (mbox, PST) is a store of its own, named by the path of the archive and then its own: see zip_place.h. */
#ifndef REPLYTRACE_STORE_ZIP_H
#define REPLYTRACE_STORE_ZIP_H

#include "store/store.h"

/* Bids on archives with a mail or a store in them, or with members that cannot be looked into; never on documents (Office, Java). Its
   open gives the root folder. The cost of bidding is bounded by LIMIT_ZIP_BID_BYTES; what is not decided within is bid on. */
extern const struct store_driver store_zip_driver;

enum store_zip_holds { STORE_ZIP_NO_MAIL, STORE_ZIP_MAY_HOLD_MAIL, STORE_ZIP_MAIL };

/* Looks until it finds the first mail. `level`: of the first scratch that may be used. */
enum store_zip_holds store_zip_search(const char *path, unsigned level);

/* `folder`: UTF-8, '/' between, "" for the root. `level` as above. DEAD when the archive cannot be read. */
enum outcome store_zip_open(const char *path, const char *folder, unsigned level, struct store **ret_store, struct err *err);

#endif
