/* Walks the entry stream once and keeps the names of PSETID_Address. */
#include "store/mapi_names.h"

#include <stdbool.h>
#include <string.h>
#include "store/pst/pst_bytes.h"

#define GUID_BYTES 16
#define ENTRY_BYTES 8        /* name id, set and kind, position of the property */
#define FIRST_GUID 3         /* 0 to 2 are none, PS_MAPI and PS_PUBLIC_STRINGS */
#define FIRST_ID 0x8000u
#define LID_FIRST_EMAIL 0x8080u
#define LID_EMAIL_STEP 0x10u /* to the next address of the contact */
#define LID_ONE_OFFS 0x8054u
#define LID_MEMBERS 0x8055u

/* PSETID_Address, {00062004-0000-0000-C000-000000000046}. */
static const char ADDRESS_SET[GUID_BYTES + 1] = "\x04\x20\x06\0\0\0\0\0\xC0\0\0\0\0\0\0\x46";

static bool address_set(struct span guids, unsigned set)
{
    if (set < FIRST_GUID)
        return false;
    struct span guid = span_slice(guids, (size_t)(set - FIRST_GUID) * GUID_BYTES, GUID_BYTES);
    return guid.size == GUID_BYTES && memcmp(guid.data, ADDRESS_SET, GUID_BYTES) == 0;
}

static void email_take(struct mapi_names *names, uint32_t lid, uint16_t id)
{
    uint32_t number = (lid - LID_FIRST_EMAIL) / LID_EMAIL_STEP;
    if (lid < LID_FIRST_EMAIL || number >= MAPI_NAMES_EMAILS)
        return;
    struct mapi_names_email *email = &names->email[number];
    switch ((lid - LID_FIRST_EMAIL) % LID_EMAIL_STEP) {
    case 0: email->shown = id; break;
    case 2: email->type = id; break;
    case 3: email->address = id; break;
    case 4: email->original = id; break;
    case 5: email->entry = id; break;
    default: break;
    }
}

void mapi_names_read(struct span guids, struct span entries, struct mapi_names *ret_names)
{
    struct mapi_names names = {0};
    for (size_t i = 0; i < MAPI_NAMES_LIMIT && entries.size / ENTRY_BYTES > i; i++) {
        uint32_t lid = pst_bytes_u32(entries, i * ENTRY_BYTES);
        unsigned set = pst_bytes_u16(entries, i * ENTRY_BYTES + 4), position = pst_bytes_u16(entries, i * ENTRY_BYTES + 6);
        if ((set & 1) || position >= MAPI_NAMES_LIMIT || !address_set(guids, set >> 1)) /* an odd one is named by a string */
            continue;
        uint16_t id = (uint16_t)(FIRST_ID + position);
        email_take(&names, lid, id);
        if (lid == LID_MEMBERS)
            names.members = id;
        if (lid == LID_ONE_OFFS)
            names.one_offs = id;
    }
    *ret_names = names;
}
