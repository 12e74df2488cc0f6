/* Reads the attributes of a TNEF stream. */
#include "decode/tnef.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/err.h"
#include "base/limits.h"
#include "decode/mapi_value.h"
#include "decode/tnef_legacy.h"
#include "decode/tnef_property.h"
#include "store/pst/pst_bytes.h"

#define SIGNATURE_BYTES 6 /* and the key behind it */
#define HEADER_BYTES 9    /* of an attribute: level, id, length */
#define CHECKSUM_BYTES 2
#define METHOD_EMBEDDED 5
#define INTERFACE_BYTES 16 /* in front of an object */

/* MS-OXTNEF 2.1.3.2, as far as they are read. */
enum attribute_id {
    ATTRIBUTE_SUBJECT = 0x00018004, ATTRIBUTE_BODY = 0x0002800C, ATTRIBUTE_MESSAGE_CLASS = 0x00078008,
    ATTRIBUTE_FROM = 0x00008000, ATTRIBUTE_DATE_SENT = 0x00038005, ATTRIBUTE_DATE_RECEIVED = 0x00038006,
    ATTRIBUTE_OEM_CODEPAGE = 0x00069007, ATTRIBUTE_MESSAGE_PROPERTIES = 0x00069003, ATTRIBUTE_RECIPIENTS = 0x00069004,
    ATTRIBUTE_ATTACHMENT_BEGINS = 0x00069002, ATTRIBUTE_ATTACHMENT_DATA = 0x0006800F, ATTRIBUTE_ATTACHMENT_TITLE = 0x00018010,
    ATTRIBUTE_ATTACHMENT_PROPERTIES = 0x00069005,
};

/* What is known of one message or attachment: its properties, then what older attributes say of it. */
struct facts {
    struct tnef_bag properties;
    struct tnef_bag legacy;
};

struct reader {
    struct arena *arena;
    unsigned depth;
    struct facts message;
    struct facts *attachments;
    size_t attachment_count;
    struct mapi_bag *recipients;
    size_t recipient_count;
    unsigned codepage;
    struct span *defects;
    size_t defect_count;
};

static void defect(struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void defect(struct reader *reader, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mapi_defect_add(reader->arena, reader->defects, &reader->defect_count, format, args);
    va_end(args);
}

bool tnef_is(struct span bytes)
{
    return span_starts(bytes, SPAN_LITERAL("\x78\x9F\x3E\x22"));
}

static struct span text_of(struct span value)
{
    while (value.size && value.data[value.size - 1] == '\0')
        value.size--;
    return value;
}

static void legacy_add(struct reader *reader, struct facts *facts, uint16_t id, uint16_t type, struct span value)
{
    if (!tnef_property_add(reader->arena, &facts->legacy, (struct mapi_property){id, type, type == MAPI_STRING8 ? text_of(value) : value}))
        defect(reader, "more than %d attributes of one kind in winmail.dat: the others are left out", LIMIT_PROPERTIES);
}

static void from_read(struct reader *reader, struct span value)
{
    struct span name, type, address;
    if (!tnef_legacy_from(value, &name, &type, &address)) {
        defect(reader, "the sender in winmail.dat cannot be read");
        return;
    }
    legacy_add(reader, &reader->message, MAPI_SENDER_NAME, MAPI_STRING8, name);
    legacy_add(reader, &reader->message, MAPI_SENDER_TYPE, MAPI_STRING8, type);
    legacy_add(reader, &reader->message, MAPI_SENDER_ADDRESS, MAPI_STRING8, address);
}

static void date_read(struct reader *reader, uint16_t id, struct span value)
{
    struct span time;
    if (tnef_legacy_time(reader->arena, value, &time))
        legacy_add(reader, &reader->message, id, MAPI_TIME, time);
    else
        defect(reader, "a date in winmail.dat cannot be read");
}

static void properties_read(struct reader *reader, struct facts *facts, struct span value)
{
    if (!tnef_property_list(reader->arena, &value, &facts->properties))
        defect(reader, "a list of properties in winmail.dat breaks off");
}

static void recipients_read(struct reader *reader, struct span value)
{
    uint32_t count = pst_bytes_u32(value, 0);
    value = span_slice(value, 4, value.size);
    size_t room = count < LIMIT_RECIPIENTS ? count : LIMIT_RECIPIENTS;
    room = room < value.size / 4 ? room : value.size / 4;
    reader->recipients = arena_array(reader->arena, room, sizeof *reader->recipients);
    reader->recipient_count = 0;
    while (reader->recipient_count < room) {
        struct tnef_bag bag = {0};
        if (!tnef_property_list(reader->arena, &value, &bag))
            break;
        reader->recipients[reader->recipient_count++] = (struct mapi_bag){bag.properties, bag.count};
    }
    if (reader->recipient_count < count)
        defect(reader, "only the first %zu of %u recipients in winmail.dat are read", reader->recipient_count, count);
}

/* What does not belong to any attachment goes to one that begins with it: some writers leave the beginning out. */
static struct facts *attachment_of(struct reader *reader, bool begins)
{
    if (!begins && reader->attachment_count)
        return &reader->attachments[reader->attachment_count - 1];
    if (reader->attachment_count == LIMIT_ATTACHMENTS) {
        defect(reader, "more than %d attachments in winmail.dat: the others are left out", LIMIT_ATTACHMENTS);
        return NULL;
    }
    if (!reader->attachments)
        reader->attachments = arena_array(reader->arena, LIMIT_ATTACHMENTS, sizeof *reader->attachments);
    return &reader->attachments[reader->attachment_count++];
}

static void attachment_attribute(struct reader *reader, uint32_t id, struct span value)
{
    struct facts *facts = attachment_of(reader, id == ATTRIBUTE_ATTACHMENT_BEGINS);
    if (!facts)
        return;
    if (id == ATTRIBUTE_ATTACHMENT_DATA)
        legacy_add(reader, facts, MAPI_ATTACH_DATA, MAPI_BINARY, value);
    else if (id == ATTRIBUTE_ATTACHMENT_TITLE)
        legacy_add(reader, facts, MAPI_ATTACH_FILE_NAME, MAPI_STRING8, value);
    else if (id == ATTRIBUTE_ATTACHMENT_PROPERTIES)
        properties_read(reader, facts, value);
}

static void attribute_read(struct reader *reader, uint32_t id, struct span value)
{
    switch (id) {
    case ATTRIBUTE_SUBJECT: legacy_add(reader, &reader->message, MAPI_SUBJECT, MAPI_STRING8, value); break;
    case ATTRIBUTE_BODY: legacy_add(reader, &reader->message, MAPI_BODY, MAPI_STRING8, value); break;
    case ATTRIBUTE_MESSAGE_CLASS: legacy_add(reader, &reader->message, MAPI_MESSAGE_CLASS, MAPI_STRING8, value); break;
    case ATTRIBUTE_FROM: from_read(reader, value); break;
    case ATTRIBUTE_DATE_SENT: date_read(reader, MAPI_CLIENT_SUBMIT_TIME, value); break;
    case ATTRIBUTE_DATE_RECEIVED: date_read(reader, MAPI_DELIVERY_TIME, value); break;
    case ATTRIBUTE_OEM_CODEPAGE: reader->codepage = pst_bytes_u32(value, 0); break;
    case ATTRIBUTE_MESSAGE_PROPERTIES: properties_read(reader, &reader->message, value); break;
    case ATTRIBUTE_RECIPIENTS: recipients_read(reader, value); break;
    case ATTRIBUTE_ATTACHMENT_BEGINS: case ATTRIBUTE_ATTACHMENT_DATA: case ATTRIBUTE_ATTACHMENT_TITLE:
    case ATTRIBUTE_ATTACHMENT_PROPERTIES: attachment_attribute(reader, id, value); break;
    default: break;
    }
}

/* The sum of the attribute's bytes stands behind it; a stream may end without it. */
static void checksum_ask(struct reader *reader, struct span bytes, size_t at, struct span value)
{
    uint16_t sum = 0;
    for (size_t i = 0; i < value.size; i++)
        sum = (uint16_t)(sum + (unsigned char)value.data[i]);
    if (pst_bytes_inside(bytes, at, CHECKSUM_BYTES) && pst_bytes_u16(bytes, at) != sum)
        defect(reader, "a part of winmail.dat is not as it was written: its checksum is wrong");
}

static void attributes_read(struct reader *reader, struct span bytes)
{
    size_t at = SIGNATURE_BYTES;
    while (at < bytes.size) {
        uint32_t id = pst_bytes_u32(bytes, at + 1), size = pst_bytes_u32(bytes, at + 5);
        if (!pst_bytes_inside(bytes, at, HEADER_BYTES) || size > bytes.size - at - HEADER_BYTES) {
            defect(reader, "winmail.dat is cut off");
            return;
        }
        struct span value = span_slice(bytes, at + HEADER_BYTES, size);
        attribute_read(reader, id, value);
        checksum_ask(reader, bytes, at + HEADER_BYTES + size, value);
        at += HEADER_BYTES + (size_t)size + CHECKSUM_BYTES;
    }
}

/* The legacy facts behind the properties: mapi_find takes the first. */
static struct mapi_bag bag_of(struct reader *reader, const struct facts *facts)
{
    struct tnef_bag bag = facts->properties;
    for (size_t i = 0; i < facts->legacy.count; i++)
        if (!tnef_property_add(reader->arena, &bag, facts->legacy.properties[i])) {
            defect(reader, "more than %d properties in winmail.dat: the others are left out", LIMIT_PROPERTIES);
            break;
        }
    return (struct mapi_bag){bag.properties, bag.count};
}

static const struct mapi_item *embedded_read(struct reader *reader, struct span object)
{
    struct mapi_item *item = arena_alloc(reader->arena, sizeof *item);
    if (reader->depth + 1 > LIMIT_EMBEDDED_DEPTH) {
        defect(reader, "a message in winmail.dat at depth %u is not opened: limit reached", reader->depth + 1);
        return NULL;
    }
    if (tnef_read(reader->arena, span_slice(object, INTERFACE_BYTES, object.size), reader->depth + 1, item))
        return item;
    defect(reader, "a message within winmail.dat cannot be read");
    return NULL;
}

/* An OLE object is looked at as the bytes it is. */
static struct mapi_bag with_data(struct reader *reader, const struct mapi_bag *bag, struct span data)
{
    struct mapi_property *properties = arena_array(reader->arena, bag->count, sizeof *properties);
    memcpy(properties, bag->properties, bag->count * sizeof *properties);
    for (size_t i = 0; i < bag->count; i++)
        if (properties[i].id == MAPI_ATTACH_DATA)
            properties[i] = (struct mapi_property){MAPI_ATTACH_DATA, MAPI_BINARY, data};
    return (struct mapi_bag){properties, bag->count};
}

static void attachment_make(struct reader *reader, const struct facts *facts, struct mapi_attachment *attachment)
{
    attachment->bag = bag_of(reader, facts);
    const struct mapi_property *data = mapi_find(&attachment->bag, MAPI_ATTACH_DATA);
    if (!data)
        return;
    if (data->type == MAPI_OBJECT && mapi_value_number(&attachment->bag, MAPI_ATTACH_METHOD, 0) == METHOD_EMBEDDED) {
        attachment->embedded = embedded_read(reader, data->value);
        return;
    }
    struct span content = data->type == MAPI_OBJECT ? span_slice(data->value, INTERFACE_BYTES, data->value.size) : data->value;
    if (data->type == MAPI_OBJECT)
        attachment->bag = with_data(reader, &attachment->bag, content);
    attachment->size = content.size;
}

bool tnef_read(struct arena *arena, struct span bytes, unsigned depth, struct mapi_item *ret_item)
{
    struct reader reader = {.arena = arena, .depth = depth, .defects = arena_array(arena, LIMIT_DEFECTS, sizeof(struct span))};
    if (!tnef_is(bytes))
        return false;
    attributes_read(&reader, bytes);
    struct mapi_attachment *attachments = arena_array(arena, reader.attachment_count, sizeof *attachments);
    for (size_t i = 0; i < reader.attachment_count; i++)
        attachment_make(&reader, &reader.attachments[i], &attachments[i]);
    *ret_item = (struct mapi_item){
        .message = bag_of(&reader, &reader.message), .recipients = reader.recipients, .recipient_count = reader.recipient_count,
        .attachments = attachments, .attachment_count = reader.attachment_count, .defects = reader.defects,
        .defect_count = reader.defect_count,
    };
    ret_item->codepage = mapi_codepage(&ret_item->message, reader.codepage);
    return true;
}
