/* Finds a property in a bag. */
#include "store/mapi.h"

const struct mapi_property *mapi_find(const struct mapi_bag *bag, uint16_t id)
{
    for (size_t i = 0; i < bag->count; i++)
        if (bag->properties[i].id == id)
            return &bag->properties[i];
    return NULL;
}
