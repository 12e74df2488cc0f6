/* Looks into bags and items. */
#include "store/mapi.h"

#include <stdio.h>
#include "base/err.h"
#include "base/limits.h"

#define ID_INTERNET_CODEPAGE 0x3FDE
#define ID_LOCALE 0x3FF1
#define ID_MESSAGE_CODEPAGE 0x3FFD

const struct mapi_property *mapi_find(const struct mapi_bag *bag, uint16_t id)
{
    for (size_t i = 0; i < bag->count; i++)
        if (bag->properties[i].id == id)
            return &bag->properties[i];
    return NULL;
}

/* As deep as LIMIT_EMBEDDED_DEPTH: readers put no more into it. */
void mapi_defect_add(struct arena *arena, struct span *defects, size_t *count, const char *format, va_list args)
{
    struct err line;
    if (*count == LIMIT_DEFECTS)
        return;
    vsnprintf(line.text, sizeof line.text, format, args);
    defects[(*count)++] = arena_copy(arena, span_of(line.text));
}

bool mapi_incomplete(const struct mapi_item *item)
{
    bool incomplete = item->defect_count > 0;
    for (size_t i = 0; i < item->attachment_count && !incomplete; i++)
        incomplete = item->attachments[i].embedded && mapi_incomplete(item->attachments[i].embedded);
    return incomplete;
}

/* 0 where there is none. */
static uint32_t number_of(const struct mapi_bag *bag, uint16_t id)
{
    const struct mapi_property *property = mapi_find(bag, id);
    uint32_t number = 0;
    for (size_t i = property && property->type == MAPI_INT32 && property->value.size >= 4 ? 4 : 0; i > 0; i--)
        number = number << 8 | (unsigned char)property->value.data[i - 1];
    return number;
}

/* The ANSI code page of a Windows locale, as far as it is not 1252. */
static unsigned locale_codepage(uint64_t locale)
{
    static const struct { uint8_t language; uint16_t codepage; } known[] = {
        {0x11, 932}, {0x12, 949}, {0x19, 1251}, {0x22, 1251}, {0x02, 1251}, {0x1E, 874}, {0x08, 1253}, {0x1F, 1254}, {0x0D, 1255},
        {0x01, 1256}, {0x05, 1250}, {0x0E, 1250}, {0x15, 1250}, {0x18, 1250}, {0x1B, 1250}, {0x24, 1250}, {0x2A, 1258},
    };
    if ((locale & 0xff) == 0x04) /* Chinese: traditional in Taiwan, Hong Kong and Macau */
        return locale == 0x0404 || locale == 0x0C04 || locale == 0x1404 ? 950 : 936;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].language == (locale & 0xff))
            return known[i].codepage;
    return 0;
}

unsigned mapi_codepage(const struct mapi_bag *bag, unsigned otherwise)
{
    uint64_t codepage = number_of(bag, ID_MESSAGE_CODEPAGE);
    if (codepage == 0)
        codepage = otherwise;
    if (codepage == 0)
        codepage = locale_codepage(number_of(bag, ID_LOCALE));
    if (codepage == 0)
        codepage = number_of(bag, ID_INTERNET_CODEPAGE);
    return codepage <= 0xffff ? (unsigned)codepage : 0;
}
