/* What a folder is for: sent, deleted, drafts; by entry id, and only where the store keeps none, by name. */
#ifndef REPLYTRACE_PST_FOLDER_ROLE_H
#define REPLYTRACE_PST_FOLDER_ROLE_H

#include "store/mapi.h"
#include "store/pst/pst_folder.h"

/* Sets own_flags of the folders. `store`: properties of the message store; `root`: of the root folder. */
void pst_folder_role_set(struct pst_folders *folders, const struct mapi_bag *store, const struct mapi_bag *root);

#endif
