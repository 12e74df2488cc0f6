/* Finds the sent, deleted and drafts folders of a PST. */
#include "store/pst/pst_folder_role.h"

#include "model/message.h"
#include "store/folder_role.h"
#include "store/pst/pst_bytes.h"

#define ENTRY_ID_NODE 20 /* a PST's entry id: 4 flags, 16 id of the store, 4 nid (MS-PST 2.4.3.2) */
/* No entry id leads there: Exchange keeps in it what its users purged. */
#define RECOVERABLE SPAN_LITERAL("Recoverable Items")
#define ID_OUTBOX 0x35E2
#define ID_WASTEBASKET 0x35E3
#define ID_SENT_MAIL 0x35E4
#define ID_DRAFTS 0x36D7

static bool mark_entry(struct pst_folders *folders, const struct mapi_bag *bag, uint16_t id, uint32_t flag)
{
    const struct mapi_property *entry = mapi_find(bag, id);
    size_t folder = entry ? pst_folder_find(folders, pst_bytes_u32(entry->value, ENTRY_ID_NODE)) : SIZE_MAX;
    if (folder == SIZE_MAX)
        return false;
    folders->list[folder].own_flags |= flag;
    return true;
}

void pst_folder_role_set(struct pst_folders *folders, const struct mapi_bag *store, const struct mapi_bag *root)
{
    uint32_t unknown = 0;
    mark_entry(folders, store, ID_OUTBOX, MESSAGE_SENT_COPY);
    if (!mark_entry(folders, store, ID_SENT_MAIL, MESSAGE_SENT_COPY))
        unknown |= MESSAGE_SENT_COPY;
    if (!mark_entry(folders, store, ID_WASTEBASKET, MESSAGE_DELETED))
        unknown |= MESSAGE_DELETED;
    if (!mark_entry(folders, root, ID_DRAFTS, MESSAGE_DRAFT))
        unknown |= MESSAGE_DRAFT;
    for (size_t i = 0; i < folders->count; i++) {
        folders->list[i].own_flags |= folder_role(folders->list[i].name) & unknown;
        if (span_equal_nocase(folders->list[i].name, RECOVERABLE))
            folders->list[i].own_flags |= MESSAGE_DELETED;
    }
}
