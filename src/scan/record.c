/* Describes the fields of a record once, for both directions. */
#include "scan/record.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "scan/record_codec.h"
#include "scan/record_report.h"

/* Lengths of empty elements in a record, which bound what a hostile count can allocate. */
#define LEAST_TEXT 4
#define LEAST_ADDRESS 10
#define LEAST_RECEIVED 36
#define LEAST_ATTACHMENT 80
#define LEAST_MEMBER 50
#define LEAST_FACT 9
#define LEAST_FINGERPRINTS 40
#define LEAST_EXCHANGE_NAME 8

#define ALL_FLAGS ((1u << 12) - 1) /* enum message_flag */

static void texts(struct record_codec *codec, const struct span **list, size_t *count, size_t limit)
{
    struct span *all = record_codec_array(codec, *list, count, sizeof *all, LEAST_TEXT, limit);
    for (size_t i = 0; i < *count; i++) {
        struct span text = all[i];
        record_codec_text(codec, &text);
        if (!codec->out)
            all[i] = text;
    }
    *list = all;
}

static struct address address_field(struct record_codec *codec, struct address address)
{
    unsigned kind = address.kind, role = address.role;
    record_codec_text(codec, &address.name);
    record_codec_text(codec, &address.addr);
    record_codec_choice(codec, ADDRESS_OTHER, &kind);
    record_codec_choice(codec, ADDRESS_BCC, &role);
    address.kind = (enum address_kind)kind;
    address.role = (enum address_role)role;
    return address;
}

static void addresses(struct record_codec *codec, const struct address **list, size_t *count)
{
    struct address *all = record_codec_array(codec, *list, count, sizeof *all, LEAST_ADDRESS, LIMIT_ADDRESSES);
    for (size_t i = 0; i < *count; i++) {
        struct address address = address_field(codec, all[i]);
        if (!codec->out)
            all[i] = address;
    }
    *list = all;
}

static struct received received_field(struct record_codec *codec, struct received received)
{
    record_codec_text(codec, &received.from);
    record_codec_text(codec, &received.from_name);
    record_codec_text(codec, &received.from_ip);
    record_codec_text(codec, &received.by);
    record_codec_text(codec, &received.with);
    record_codec_text(codec, &received.account);
    record_codec_i64(codec, &received.date);
    record_codec_text(codec, &received.line);
    return received;
}

static void received_fields(struct record_codec *codec, struct message *message)
{
    struct received *all = record_codec_array(codec, message->received, &message->received_count, sizeof *all, LEAST_RECEIVED,
                                              LIMIT_RECEIVED);
    for (size_t i = 0; i < message->received_count; i++) {
        struct received received = received_field(codec, all[i]);
        if (!codec->out)
            all[i] = received;
    }
    message->received = all;
}

/* What is left of `text` under the cap of its kind. */
static struct span kept(struct span text, size_t *used)
{
    struct span cut = utf8_cut(text, LIMIT_TEXT_KEPT - *used);
    *used = cut.size < text.size ? LIMIT_TEXT_KEPT : *used + cut.size;
    return cut;
}

static void segments(struct record_codec *codec, struct message *message)
{
    struct segment *all = record_codec_array(codec, message->segments, &message->segment_count, sizeof *all, LEAST_TEXT + 1,
                                             LIMIT_SEGMENTS);
    size_t used[2] = {0, 0};
    for (size_t i = 0; i < message->segment_count; i++) {
        struct segment segment = all[i];
        unsigned kind = segment.kind;
        record_codec_choice(codec, SEGMENT_QUOTED, &kind);
        if (codec->out)
            segment.text = kept(segment.text, &used[kind]);
        record_codec_text(codec, &segment.text);
        segment.kind = (enum segment_kind)kind;
        if (!codec->out)
            all[i] = segment;
    }
    message->segments = all;
}

static void quote_headers(struct record_codec *codec, struct message *message)
{
    struct quote_header *all = record_codec_array(codec, message->quote_headers, &message->quote_header_count, sizeof *all,
                                                  4 * LEAST_TEXT, LIMIT_SEGMENTS);
    for (size_t i = 0; i < message->quote_header_count; i++) {
        struct quote_header header = all[i];
        record_codec_text(codec, &header.from_name);
        record_codec_text(codec, &header.from_addr);
        record_codec_text(codec, &header.date_text);
        record_codec_text(codec, &header.subject);
        if (!codec->out)
            all[i] = header;
    }
    message->quote_headers = all;
}

static void members(struct record_codec *codec, struct attachment *attachment)
{
    struct attachment_member *all = record_codec_array(codec, attachment->members, &attachment->member_count, sizeof *all,
                                                       LEAST_MEMBER, LIMIT_ARCHIVE_ENTRIES);
    for (size_t i = 0; i < attachment->member_count; i++) {
        struct attachment_member member = all[i];
        record_codec_text(codec, &member.name);
        record_codec_u64(codec, &member.size);
        record_codec_bool(codec, &member.encrypted);
        record_codec_bool(codec, &member.read);
        record_codec_text(codec, &member.true_type);
        record_codec_fixed(codec, member.sha256, sizeof member.sha256);
        if (!codec->out)
            all[i] = member;
    }
    attachment->members = all;
}

static void facts(struct record_codec *codec, struct attachment *attachment)
{
    struct attachment_fact *all = record_codec_array(codec, attachment->facts, &attachment->fact_count, sizeof *all, LEAST_FACT,
                                                     LIMIT_FACTS);
    for (size_t i = 0; i < attachment->fact_count; i++) {
        struct attachment_fact fact = all[i];
        unsigned kind = fact.kind;
        record_codec_choice(codec, ATTACHMENT_FACT_KINDS - 1, &kind);
        record_codec_text(codec, &fact.where);
        record_codec_text(codec, &fact.detail);
        fact.kind = (enum attachment_fact_kind)kind;
        if (!codec->out)
            all[i] = fact;
    }
    attachment->facts = all;
}

static void message_fields(struct record_codec *codec, struct message *message, unsigned depth);

static void embedded_field(struct record_codec *codec, struct attachment *attachment, unsigned depth)
{
    bool there = attachment->embedded && depth < LIMIT_EMBEDDED_DEPTH;
    record_codec_bool(codec, &there);
    if (!codec->out && there && depth >= LIMIT_EMBEDDED_DEPTH) {
        codec->failed = true;
        there = false;
    }
    if (!there) {
        attachment->embedded = NULL;
        return;
    }
    if (codec->out) {
        struct message copy = *attachment->embedded;
        message_fields(codec, &copy, depth + 1);
    } else {
        attachment->embedded = arena_alloc(codec->arena, sizeof *attachment->embedded);
        message_fields(codec, attachment->embedded, depth + 1);
    }
}

static struct attachment attachment_field(struct record_codec *codec, struct attachment attachment, unsigned depth)
{
    unsigned encrypted = attachment.encrypted, macros = attachment.macros;
    record_codec_text(codec, &attachment.name);
    record_codec_text(codec, &attachment.declared_type);
    record_codec_bool(codec, &attachment.inlined);
    record_codec_u64(codec, &attachment.size);
    record_codec_bool(codec, &attachment.cut);
    record_codec_fixed(codec, attachment.sha256, sizeof attachment.sha256);
    record_codec_text(codec, &attachment.true_type);
    record_codec_choice(codec, ATTACHMENT_ENCRYPTED_YES, &encrypted);
    record_codec_text(codec, &attachment.encryption);
    record_codec_choice(codec, ATTACHMENT_MACROS_UNKNOWN, &macros);
    record_codec_text(codec, &attachment.opened_with);
    record_codec_text(codec, &attachment.opened_where);
    members(codec, &attachment);
    facts(codec, &attachment);
    record_codec_text(codec, &attachment.limits);
    embedded_field(codec, &attachment, depth);
    attachment.encrypted = (enum attachment_encrypted)encrypted;
    attachment.macros = (enum attachment_macros)macros;
    return attachment;
}

static void attachments(struct record_codec *codec, struct message *message, unsigned depth)
{
    struct attachment *all = record_codec_array(codec, message->attachments, &message->attachment_count, sizeof *all,
                                                LEAST_ATTACHMENT, LIMIT_ATTACHMENTS);
    for (size_t i = 0; i < message->attachment_count; i++) {
        struct attachment attachment = attachment_field(codec, all[i], depth);
        if (!codec->out)
            all[i] = attachment;
    }
    message->attachments = all;
}

static void people(struct record_codec *codec, struct message *message)
{
    record_codec_text(codec, &message->from_raw);
    addresses(codec, &message->from, &message->from_count);
    message->sender = address_field(codec, message->sender);
    addresses(codec, &message->reply_to, &message->reply_to_count);
    record_codec_text(codec, &message->return_path);
    addresses(codec, &message->recipients, &message->recipient_count);
    record_codec_text(codec, &message->list_id);
    record_codec_text(codec, &message->mailer);
    record_codec_text(codec, &message->charset);
    record_codec_text(codec, &message->authenticated);
    record_codec_text(codec, &message->originating_ip);
}

static void message_fields(struct record_codec *codec, struct message *message, unsigned depth)
{
    int64_t zone = message->zone;
    record_codec_u32(codec, &message->flags);
    message->flags &= ALL_FLAGS;
    record_codec_u64(codec, &message->size);
    record_codec_text(codec, &message->item_class);
    record_codec_text(codec, &message->message_id);
    texts(codec, &message->references, &message->reference_count, LIMIT_REFERENCES);
    record_codec_bool(codec, &message->has_reference_fields);
    record_codec_bytes(codec, &message->thread_index);
    record_codec_i64(codec, &message->date);
    record_codec_i64(codec, &zone);
    message->zone = zone > -24 * 60 && zone < 24 * 60 ? (int)zone : 0;
    record_codec_i64(codec, &message->received_date);
    record_codec_text(codec, &message->subject);
    people(codec, message);
    received_fields(codec, message);
    segments(codec, message);
    quote_headers(codec, message);
    attachments(codec, message, depth);
    record_report(codec, message);
    texts(codec, &message->defects, &message->defect_count, LIMIT_DEFECTS);
}

static const uint64_t *hashes(struct record_codec *codec, const uint64_t *list, size_t *count)
{
    uint64_t *all = record_codec_array(codec, list, count, sizeof *all, sizeof *all, LIMIT_FINGERPRINTS);
    /* worker and parent are one program on one machine: the byte order is the same */
    if (*count > 0)
        record_codec_fixed(codec, all, *count * sizeof *all);
    return all;
}

static bool ascending(const uint64_t *list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (list[i] <= list[i - 1])
            return false;
    return true;
}

static void fingerprint_fields(struct record_codec *codec, struct fingerprint_set *set)
{
    uint64_t own_bytes = set->own_bytes, quoted_bytes = set->quoted_bytes;
    record_codec_fixed(codec, set->key, sizeof set->key);
    set->own = hashes(codec, set->own, &set->own_count);
    set->quoted = hashes(codec, set->quoted, &set->quoted_count);
    record_codec_u64(codec, &own_bytes);
    record_codec_u64(codec, &quoted_bytes);
    set->own_bytes = own_bytes;
    set->quoted_bytes = quoted_bytes;
    if (!codec->out && (!ascending(set->own, set->own_count) || !ascending(set->quoted, set->quoted_count)))
        codec->failed = true;
}

void record_where(struct record_codec *codec, struct occurrence *where)
{
    record_codec_text(codec, &where->folder);
    record_codec_u64(codec, &where->item);
    record_codec_text(codec, &where->path);
    record_codec_u64(codec, &where->offset);
    record_codec_u64(codec, &where->length);
}

/* Of the mail itself only: one within it teaches nothing. */
static void exchange_names(struct record_codec *codec, struct message *message)
{
    struct exchange_name *all = record_codec_array(codec, message->exchange_names, &message->exchange_name_count, sizeof *all,
                                                   LEAST_EXCHANGE_NAME, LIMIT_ADDRESSES);
    for (size_t i = 0; i < message->exchange_name_count; i++) {
        struct exchange_name name = all[i];
        record_codec_text(codec, &name.dn);
        record_codec_text(codec, &name.smtp);
        if (!codec->out)
            all[i] = name;
        if (!codec->out && !exchange_name_valid(&name))
            codec->failed = true;
    }
    message->exchange_names = all;
}

static void record_fields(struct record_codec *codec, struct record *record)
{
    record_where(codec, &record->where);
    message_fields(codec, &record->message, 0);
    exchange_names(codec, &record->message);
    fingerprint_fields(codec, &record->fingerprints);
    struct fingerprint_set *all = record_codec_array(codec, record->embedded, &record->embedded_count, sizeof *all,
                                                     LEAST_FINGERPRINTS, RECORD_EMBEDDED);
    for (size_t i = 0; i < record->embedded_count; i++) {
        struct fingerprint_set set = all[i];
        fingerprint_fields(codec, &set);
        if (!codec->out)
            all[i] = set;
    }
    record->embedded = all;
}

size_t record_embedded(const struct message *message)
{
    size_t count = 0;
    for (size_t i = 0; i < message->attachment_count; i++)
        if (message->attachments[i].embedded)
            count += 1 + record_embedded(message->attachments[i].embedded);
    return count;
}

void record_write(struct buf *out, const struct record *record)
{
    struct record_codec codec = {.out = out};
    struct record copy = *record;
    record_fields(&codec, &copy);
}

bool record_read(struct span bytes, struct arena *arena, struct record *ret_record)
{
    struct record_codec codec = {.in = bytes, .arena = arena};
    struct record record = {0};
    record_fields(&codec, &record);
    if (codec.failed || codec.in.size > 0 || record_embedded(&record.message) != record.embedded_count)
        return false;
    *ret_record = record;
    return true;
}
