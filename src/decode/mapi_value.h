/* Values of MAPI properties (MS-OXCDATA 2.11): numbers, times and text, each read with its real length. */
#ifndef REPLYTRACE_MAPI_VALUE_H
#define REPLYTRACE_MAPI_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"
#include "store/mapi.h"

/* The properties that a mail is made of (MS-OXPROPS). */
enum mapi_id {
    MAPI_MESSAGE_CLASS = 0x001A, MAPI_SUBJECT = 0x0037, MAPI_CLIENT_SUBMIT_TIME = 0x0039,
    MAPI_RECEIVED_BY_ENTRY_ID = 0x003F, MAPI_RECEIVED_BY_NAME = 0x0040,
    MAPI_REPRESENTING_ENTRY_ID = 0x0041, MAPI_REPRESENTING_NAME = 0x0042, MAPI_REPLY_RECIPIENT_ENTRIES = 0x004F,
    MAPI_REPRESENTING_TYPE = 0x0064, MAPI_REPRESENTING_ADDRESS = 0x0065,
    MAPI_ORIGINAL_SUBMIT_TIME = 0x004E, MAPI_CONVERSATION_INDEX = 0x0071, MAPI_ORIGINAL_DISPLAY_TO = 0x0074,
    MAPI_RECEIVED_BY_TYPE = 0x0075, MAPI_RECEIVED_BY_ADDRESS = 0x0076,
    MAPI_TRANSPORT_HEADERS = 0x007D,
    MAPI_NDR_REASON_CODE = 0x0C04, MAPI_NDR_DIAG_CODE = 0x0C05,
    MAPI_RECIPIENT_TYPE = 0x0C15, MAPI_SENDER_ENTRY_ID = 0x0C19, MAPI_SENDER_NAME = 0x0C1A, MAPI_SENDER_TYPE = 0x0C1E,
    MAPI_SENDER_ADDRESS = 0x0C1F, MAPI_SUPPLEMENTARY_INFO = 0x0C1B, MAPI_NDR_STATUS_CODE = 0x0C20, MAPI_REMOTE_MTA = 0x0C21,
    MAPI_DISPLAY_BCC = 0x0E02, MAPI_DISPLAY_CC = 0x0E03, MAPI_DISPLAY_TO = 0x0E04,
    MAPI_DELIVERY_TIME = 0x0E06, MAPI_MESSAGE_FLAGS = 0x0E07, MAPI_ENTRY_ID = 0x0FFF,
    MAPI_BODY = 0x1000, MAPI_REPORT_TEXT = 0x1001, MAPI_RTF_COMPRESSED = 0x1009, MAPI_HTML = 0x1013,
    MAPI_INTERNET_MESSAGE_ID = 0x1035, MAPI_INTERNET_REFERENCES = 0x1039, MAPI_IN_REPLY_TO = 0x1042,
    MAPI_LAST_VERB = 0x1081,
    MAPI_DISPLAY_NAME = 0x3001, MAPI_ADDRESS_TYPE = 0x3002, MAPI_EMAIL_ADDRESS = 0x3003,
    MAPI_ATTACH_DATA = 0x3701, MAPI_ATTACH_FILE_NAME = 0x3704, MAPI_ATTACH_METHOD = 0x3705,
    MAPI_ATTACH_LONG_FILE_NAME = 0x3707, MAPI_ATTACH_PATH = 0x3708, MAPI_ATTACH_LONG_PATH = 0x370D, MAPI_ATTACH_MIME_TAG = 0x370E, MAPI_ATTACH_CONTENT_ID = 0x3712,
    MAPI_ATTACH_FLAGS = 0x3714, MAPI_SMTP_ADDRESS = 0x39FE, MAPI_INTERNET_CODEPAGE = 0x3FDE,
    MAPI_SENDER_SMTP = 0x5D01, MAPI_REPRESENTING_SMTP = 0x5D02, MAPI_RECEIVED_BY_SMTP = 0x5D07,
    MAPI_REPORTING_MTA = 0x6820, MAPI_ATTACHMENT_HIDDEN = 0x7FFE,
};

/* INT16, INT32, INT64 or BOOL, sign not extended; `otherwise` where there is none. */
uint64_t mapi_value_number(const struct mapi_bag *bag, enum mapi_id id, uint64_t otherwise);

/* A TIME as Unix seconds; MESSAGE_NO_DATE where there is none, or one outside the years 1970 to 2200. */
int64_t mapi_value_time(const struct mapi_bag *bag, enum mapi_id id);

/* Text as UTF-8: UNICODE as UTF-16LE, STRING8 and BINARY in `codepage`. At most `limit` bytes of the value are read.
   A NUL within becomes U+2400. *damaged is set, never cleared, where bytes have no meaning. Empty where there is none. */
struct span mapi_value_text(struct arena *arena, const struct mapi_bag *bag, enum mapi_id id, unsigned codepage,
                            size_t limit, bool *damaged);

/* As mapi_value_text, as one line of at most LIMIT_FIELD_BYTES, trimmed: what names, subjects and addresses are. */
struct span mapi_value_line(struct arena *arena, const struct mapi_bag *bag, enum mapi_id id, unsigned codepage);

/* The value's bytes where the type is BINARY; else empty. */
struct span mapi_value_binary(const struct mapi_bag *bag, enum mapi_id id);

/* The text on one line: control characters become blanks, both ends are trimmed. `text` itself where nothing changes. */
struct span mapi_value_one_line(struct arena *arena, struct span text);

#endif
