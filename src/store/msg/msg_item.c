/* Reads messages, their recipients and attachments. */
#include "store/msg/msg_item.h"

#include <stdlib.h>
#include "base/limits.h"
#include "store/msg/msg_binaries.h"
#include "store/msg/msg_storage.h"
#include "store/pst/pst_bytes.h"

#define TOP_HEADER_BYTES 32      /* MS-OXMSG 2.4.1.1 */
#define EMBEDDED_HEADER_BYTES 24 /* 2.4.1.2 */
#define RECIPIENTS_LISTED_AT 16  /* in both headers: how many there are */
#define ATTACHMENTS_LISTED_AT 20
#define ROW_HEADER_BYTES 8       /* 2.4.1.3 and 2.4.1.4 */
#define RECIPIENT_PREFIX "__recip_version1.0_#"
#define ATTACHMENT_PREFIX "__attach_version1.0_#"
#define OBJECT_STORAGE "__substg1.0_3701000D"
#define NAMES_STORAGE "__nameid_version1.0"
#define NAMES_SETS "__substg1.0_00020102"
#define NAMES_ENTRIES "__substg1.0_00030102"
#define ID_ATTACH_DATA 0x3701

struct place {
    uint32_t number;
    size_t index; /* in the storage's list */
};

static bool message_fill(struct msg_reader *reader, GsfInfile *file, unsigned depth, struct mapi_item *item);

static int by_number(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    if (left->number != right->number)
        return left->number < right->number ? -1 : 1;
    return left->index < right->index ? -1 : left->index > right->index;
}

/* The storages of recipients or attachments in the order of their numbers; *ret_found counts those past `max` as well. */
static size_t places_find(struct msg_reader *reader, const struct msg_storage *storage, const char *prefix, size_t max,
                          struct place **ret_places, size_t *ret_found)
{
    struct place *places = arena_array(reader->arena, storage->count, sizeof *places);
    size_t count = 0;
    for (size_t i = 0; i < storage->count; i++)
        if (storage->names[i] && msg_storage_number(storage->names[i], prefix, &places[count].number))
            places[count++].index = i;
    if (count)
        qsort(places, count, sizeof *places, by_number);
    *ret_places = places;
    *ret_found = count;
    return count < max ? count : max;
}

static GsfInfile *open_storage(const struct msg_storage *storage, size_t index)
{
    GsfInput *child = gsf_infile_child_by_index(storage->file, (int)index);
    if (child && GSF_IS_INFILE(child) && gsf_infile_num_children(GSF_INFILE(child)) > 0)
        return GSF_INFILE(child);
    if (child)
        g_object_unref(child);
    return NULL;
}

static void recipients_read(struct msg_reader *reader, const struct msg_storage *storage, uint32_t listed, struct mapi_item *item)
{
    struct place *places;
    size_t found, count = places_find(reader, storage, RECIPIENT_PREFIX, LIMIT_RECIPIENTS, &places, &found);
    struct mapi_bag *bags = arena_array(reader->arena, count, sizeof *bags);
    for (size_t i = 0; i < count; i++) {
        GsfInfile *file = open_storage(storage, places[i].index);
        struct msg_storage row;
        struct msg_properties properties = {0};
        bool readable = false;
        if (file) {
            msg_storage_list(reader, file, &row);
            readable = msg_storage_properties(reader, &row, ROW_HEADER_BYTES, &properties);
            g_object_unref(file);
        }
        bags[i] = properties.bag;
        if (!readable)
            msg_storage_defect(reader, "recipient %u cannot be read", places[i].number);
    }
    if (count < found)
        msg_storage_defect(reader, "only the first %zu of %zu recipients are read: limit reached", count, found);
    if (found < listed)
        msg_storage_defect(reader, "%zu of %u recipients are there", found, listed);
    item->recipients = bags;
    item->recipient_count = count;
}

/* NULL with a defect where it is too deep or broken. */
static const struct mapi_item *embedded_read(struct msg_reader *reader, GsfInfile *file, unsigned depth)
{
    if (depth + 1 > LIMIT_EMBEDDED_DEPTH) {
        msg_storage_defect(reader, "a message attached at depth %u is not opened: limit reached", depth + 1);
        return NULL;
    }
    struct msg_reader inner = *reader;
    struct mapi_item *item = arena_alloc(reader->arena, sizeof *item);
    bool readable = message_fill(&inner, file, depth + 1, item);
    reader->bytes_left = inner.bytes_left;
    reader->attachments_left = inner.attachments_left;
    if (!readable)
        msg_storage_defect(reader, "an attached message cannot be read");
    return readable ? item : NULL;
}

/* An OLE object keeps its document as one stream among small ones. */
static size_t largest_stream(const struct msg_storage *storage)
{
    size_t largest = 0;
    gsf_off_t most = -1;
    for (size_t i = 0; i < storage->count; i++) {
        GsfInput *child = gsf_infile_child_by_index(storage->file, (int)i);
        if (!child)
            continue;
        bool stream = !GSF_IS_INFILE(child) || gsf_infile_num_children(GSF_INFILE(child)) <= 0;
        if (stream && gsf_input_size(child) > most) {
            most = gsf_input_size(child);
            largest = i;
        }
        g_object_unref(child);
    }
    return largest;
}

static void object_data_read(struct msg_reader *reader, const struct msg_storage *object, struct mapi_attachment *attachment)
{
    struct mapi_bag *bag = &attachment->bag;
    GsfInput *stream = object->count ? gsf_infile_child_by_index(object->file, (int)largest_stream(object)) : NULL;
    if (!stream || bag->count == LIMIT_PROPERTIES) {
        msg_storage_defect(reader, "the object in an attachment cannot be read");
        if (stream)
            g_object_unref(stream);
        return;
    }
    struct mapi_property *properties = arena_array(reader->arena, bag->count + 1, sizeof *properties);
    if (bag->count)
        memcpy(properties, bag->properties, bag->count * sizeof *properties);
    properties[bag->count] = (struct mapi_property){
        ID_ATTACH_DATA, MAPI_BINARY,
        msg_storage_bytes(reader, stream, LIMIT_ATTACHMENT_BYTES, OBJECT_STORAGE, &attachment->size)};
    *bag = (struct mapi_bag){properties, bag->count + 1};
    g_object_unref(stream);
}

/* 3701 as a storage is a message (method 5) or an OLE object (method 6). */
static void object_read(struct msg_reader *reader, GsfInfile *file, unsigned depth, struct mapi_attachment *attachment)
{
    struct msg_storage object;
    msg_storage_list(reader, file, &object);
    GsfInput *properties = msg_storage_child(&object, "__properties_version1.0");
    if (properties) {
        g_object_unref(properties);
        attachment->embedded = embedded_read(reader, file, depth);
        return;
    }
    object_data_read(reader, &object, attachment);
}

static bool attachment_read(struct msg_reader *reader, GsfInfile *file, unsigned depth, struct mapi_attachment *attachment)
{
    struct msg_storage storage;
    struct msg_properties properties;
    msg_storage_list(reader, file, &storage);
    if (!msg_storage_properties(reader, &storage, ROW_HEADER_BYTES, &properties))
        return false;
    attachment->bag = properties.bag;
    attachment->size = properties.data_size;
    for (size_t i = 0; i < storage.count; i++) {
        if (!storage.names[i] || !span_equal_nocase(span_of(storage.names[i]), SPAN_LITERAL(OBJECT_STORAGE)))
            continue;
        GsfInfile *object = open_storage(&storage, i);
        if (object) {
            object_read(reader, object, depth, attachment);
            g_object_unref(object);
        } else {
            msg_storage_defect(reader, "the object in an attachment cannot be read");
        }
    }
    return true;
}

static void attachments_read(struct msg_reader *reader, const struct msg_storage *storage, uint32_t listed, unsigned depth,
                             struct mapi_item *item)
{
    struct place *places;
    size_t found, count = places_find(reader, storage, ATTACHMENT_PREFIX, reader->attachments_left, &places, &found);
    struct mapi_attachment *attachments = arena_array(reader->arena, count, sizeof *attachments);
    reader->attachments_left -= count;
    for (size_t i = 0; i < count; i++) {
        GsfInfile *file = open_storage(storage, places[i].index);
        if (!file || !attachment_read(reader, file, depth, &attachments[i]))
            msg_storage_defect(reader, "attachment %u cannot be read", places[i].number);
        if (file)
            g_object_unref(file);
    }
    if (count < found)
        msg_storage_defect(reader, "only the first %zu of %zu attachments are read: limit reached", count, found);
    if (found < listed)
        msg_storage_defect(reader, "%zu of %u attachments are there", found, listed);
    item->attachments = attachments;
    item->attachment_count = count;
}

static bool message_fill(struct msg_reader *reader, GsfInfile *file, unsigned depth, struct mapi_item *item)
{
    struct msg_storage storage;
    struct msg_properties properties;
    reader->defects = arena_array(reader->arena, LIMIT_DEFECTS, sizeof *reader->defects);
    reader->defect_count = 0;
    msg_storage_list(reader, file, &storage);
    if (!msg_storage_properties(reader, &storage, depth ? EMBEDDED_HEADER_BYTES : TOP_HEADER_BYTES, &properties))
        return false;
    item->message = properties.bag;
    item->names = reader->names;
    if (item->names && item->names->one_offs)
        msg_binaries_read(reader, &storage, item->names->one_offs, &item->message);
    item->codepage = mapi_codepage(&item->message, 0);
    recipients_read(reader, &storage, pst_bytes_u32(properties.header, RECIPIENTS_LISTED_AT), item);
    attachments_read(reader, &storage, pst_bytes_u32(properties.header, ATTACHMENTS_LISTED_AT), depth, item);
    item->defects = reader->defects;
    item->defect_count = reader->defect_count;
    return true;
}

static struct span stream_read(struct msg_reader *reader, const struct msg_storage *storage, const char *name)
{
    GsfInput *stream = msg_storage_child(storage, name);
    uint64_t size;
    struct span bytes = stream ? msg_storage_bytes(reader, stream, LIMIT_PROPERTY_BYTES, name, &size) : SPAN_NONE;
    if (stream)
        g_object_unref(stream);
    return bytes;
}

/* Messages within share the names of the file (MS-OXMSG 2.2.3). What is broken here costs addresses of contacts and nothing else. */
static void names_read(struct msg_reader *reader, GsfInfile *root)
{
    struct msg_storage whole, storage;
    struct mapi_names *names = arena_alloc(reader->arena, sizeof *names);
    msg_storage_list(reader, root, &whole);
    GsfInput *child = msg_storage_child(&whole, NAMES_STORAGE);
    if (child && GSF_IS_INFILE(child)) {
        msg_storage_list(reader, GSF_INFILE(child), &storage);
        struct span sets = stream_read(reader, &storage, NAMES_SETS);
        mapi_names_read(sets, stream_read(reader, &storage, NAMES_ENTRIES), names);
    }
    if (child)
        g_object_unref(child);
    reader->names = names;
}

enum outcome msg_item_read(struct arena *arena, GsfInfile *root, const struct mapi_item **ret_item, struct err *err)
{
    struct msg_reader reader = {.arena = arena, .bytes_left = LIMIT_MESSAGE_BYTES, .attachments_left = LIMIT_ATTACHMENTS};
    struct mapi_item *item = arena_alloc(arena, sizeof *item);
    struct span names_defects[LIMIT_DEFECTS]; /* message_fill() begins a list of its own */
    reader.defects = names_defects;
    names_read(&reader, root);
    if (!message_fill(&reader, root, 0, item))
        return err_set(err, OUTCOME_DAMAGED, "the message's properties cannot be read");
    *ret_item = item;
    return OUTCOME_OK;
}
