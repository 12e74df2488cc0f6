/* MAPI properties of one item (MS-OXCMSG, MS-OXPROPS) as PST and MSG both give them: a bag of id, type, bytes. */
#ifndef REPLYTRACE_MAPI_H
#define REPLYTRACE_MAPI_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/span.h"
#include "store/mapi_names.h"

/* Property types, MS-OXCDATA 2.11.1. */
enum mapi_type {
    MAPI_INT16 = 0x0002, MAPI_INT32 = 0x0003, MAPI_FLOAT64 = 0x0005, MAPI_BOOL = 0x000B, MAPI_OBJECT = 0x000D,
    MAPI_INT64 = 0x0014, MAPI_STRING8 = 0x001E, MAPI_UNICODE = 0x001F, MAPI_TIME = 0x0040, MAPI_GUID = 0x0048,
    MAPI_BINARY = 0x0102,
    MAPI_BINARIES = 0x1102, /* several, as a PST keeps them: a count, an offset for each, the bytes (MS-PST 2.3.3.4.2) */
};

/* value: the property's bytes as stored, little-endian, strings without terminator, whole length known. */
struct mapi_property {
    uint16_t id;
    uint16_t type;
    struct span value;
};

struct mapi_bag {
    const struct mapi_property *properties;
    size_t count;
};

struct mapi_item;

struct mapi_attachment {
    struct mapi_bag bag;              /* 3701 data as MAPI_BINARY (cut at LIMIT_ATTACHMENT_BYTES), 3704/3707 names, 3705 method ... */
    uint64_t size;                    /* whole size of the data, bytes, even where it was cut */
    const struct mapi_item *embedded; /* method 5, within LIMIT_EMBEDDED_DEPTH; else NULL */
};

struct mapi_item {
    struct mapi_bag message;
    const struct mapi_bag *recipients;
    size_t recipient_count;
    const struct mapi_attachment *attachments;
    size_t attachment_count;
    const struct span *defects;       /* one English line each */
    size_t defect_count;
    const struct mapi_names *names;   /* what named properties are called in this store; NULL = unknown */
    unsigned codepage;                /* for MAPI_STRING8, by mapi_codepage(); 0 = unknown */
};

/* Notes one more in a list with room for LIMIT_DEFECTS; past that nothing. The line is in the arena. */
void mapi_defect_add(struct arena *arena, struct span *defects, size_t *count, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));
/* True where the item, or a message within it, has a defect: something of it was not read. */
bool mapi_incomplete(const struct mapi_item *item);

/* What the 8-bit strings of an item with these properties are in: 3FFD, else `otherwise` where it is not 0, else the ANSI code page of the
   locale 3FF1, else 3FDE; 0 = unknown. */
unsigned mapi_codepage(const struct mapi_bag *bag, unsigned otherwise);

/* The property with this id whatever its type, or NULL. */
const struct mapi_property *mapi_find(const struct mapi_bag *bag, uint16_t id);

#endif
