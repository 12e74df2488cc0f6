/* Named properties (MS-OXPROPS 1.3.2): which ids of one store stand for a contact's e-mail addresses. */
#ifndef REPLYTRACE_MAPI_NAMES_H
#define REPLYTRACE_MAPI_NAMES_H

#include <stdint.h>
#include "base/span.h"

#define MAPI_NAMES_EMAILS 3  /* addresses of one contact (MS-OXOCNTC 2.2.1.2) */
#define MAPI_NAMES_LIMIT 32768 /* entries of one map that are read: there are no more ids (0x8000 to 0xFFFF) */

/* Ids of one address of a contact; 0 = the store never used that name. */
struct mapi_names_email {
    uint16_t shown;    /* PidLidEmail1DisplayName 0x8080, 0x8090, 0x80A0 */
    uint16_t type;     /* PidLidEmail1AddressType 0x8082 ... */
    uint16_t address;  /* PidLidEmail1EmailAddress 0x8083 ... */
    uint16_t original; /* PidLidEmail1OriginalDisplayName 0x8084 ... */
    uint16_t entry;    /* PidLidEmail1OriginalEntryId 0x8085 ... */
};

struct mapi_names {
    struct mapi_names_email email[MAPI_NAMES_EMAILS];
    uint16_t members;  /* PidLidDistributionListMembers 0x8055 */
    uint16_t one_offs; /* PidLidDistributionListOneOffMembers 0x8054 */
};

/* From the GUID stream and the entry stream, which a PST (node 0x61, MS-PST 2.4.7) and a .msg (__nameid_version1.0, MS-OXMSG 2.2.3) keep in
   one form: entries of 8 bytes. Hostile bytes give wrong ids at worst; what is read of them is looked up like any other property. */
void mapi_names_read(struct span guids, struct span entries, struct mapi_names *ret_names);

#endif
