/* Says who reads mail stores. */
#include "inspect/mail_store.h"

void mail_store_inspect(struct inspection *inspection, struct inspected_file *file)
{
    if (!file->depth && inspection->attachment->embedded) { /* one mail with the first line of an mbox: it was read */
        file->type = SPAN_LITERAL("eml");
        return;
    }
    inspection_limit(inspection, "it is a store of mails and was not read: replytrace audit reads it");
}
