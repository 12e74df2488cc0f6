/* Looks into bags and items. */
#include "store/mapi.h"

const struct mapi_property *mapi_find(const struct mapi_bag *bag, uint16_t id)
{
    for (size_t i = 0; i < bag->count; i++)
        if (bag->properties[i].id == id)
            return &bag->properties[i];
    return NULL;
}

/* As deep as LIMIT_EMBEDDED_DEPTH: readers put no more into it. */
bool mapi_incomplete(const struct mapi_item *item)
{
    bool incomplete = item->defect_count > 0;
    for (size_t i = 0; i < item->attachment_count && !incomplete; i++)
        incomplete = item->attachments[i].embedded && mapi_incomplete(item->attachments[i].embedded);
    return incomplete;
}
