/* Takes the mail out of a signature. */
#include "decode/smime.h"

#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include "base/limits.h"
#include "decode/decode_mime.h"
#include "decode/mime_note.h"

static bool is_class(const struct message *message, struct span name)
{
    return span_equal_nocase(message->item_class, name);
}

/* application/pkcs7-mime, and x-pkcs7-mime of old programs; gateways that lose the type keep the name. */
static bool is_pkcs7(const struct attachment *attachment)
{
    struct span type = attachment->declared_type;
    return span_equal(type, SPAN_LITERAL("application/pkcs7-mime")) || span_equal(type, SPAN_LITERAL("application/x-pkcs7-mime"))
        || span_equal_nocase(attachment->name, SPAN_LITERAL("smime.p7m"));
}

/* Reads the mail that was found. False where it cannot be, which is noted. */
static bool open_found(struct arena *arena, unsigned depth, struct span mail, struct message *message, struct message *ret_within)
{
    struct err err;
    if (depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(arena, message, "signatures within signatures: the inner ones are not opened");
        return false;
    }
    if (decode_mime(arena, mail, 0, depth + 1, ret_within, &err) != OUTCOME_OK) {
        mime_note_cut(arena, message, "the signed mail cannot be opened: %s", err.text);
        return false;
    }
    for (size_t i = 0; i < ret_within->defect_count; i++)
        mime_note(arena, message, "%.*s", SPAN_ARGS(ret_within->defects[i]));
    message->flags |= ret_within->flags & MESSAGE_CUT;
    if (!message->charset.size)
        message->charset = ret_within->charset;
    return true;
}

static void take(struct arena *arena, unsigned depth, struct span mail, struct message *message)
{
    struct message within;
    if (!open_found(arena, depth, mail, message, &within))
        return;
    message->segments = within.segments;
    message->segment_count = within.segment_count;
    message->quote_headers = within.quote_headers;
    message->quote_header_count = within.quote_header_count;
    message->attachments = within.attachments;
    message->attachment_count = within.attachment_count;
}

static const void *joined(struct arena *arena, const void *first, size_t first_count, const void *second, size_t second_count, size_t size)
{
    char *all = arena_array(arena, first_count + second_count, size);
    if (first_count)
        memcpy(all, first, first_count * size);
    if (second_count)
        memcpy(all + first_count * size, second, second_count * size);
    return all;
}

/* No more than a mail may have. */
static void fit(struct arena *arena, struct message *message, size_t there, size_t limit, size_t *count)
{
    size_t room = there < limit ? limit - there : 0;
    if (*count <= room)
        return;
    *count = room;
    mime_note_cut(arena, message, "the signed mail holds more than a mail may: the rest is left out");
}

/* Its words and attachments stand behind those of the mail. */
static void add(struct arena *arena, unsigned depth, struct span mail, struct message *message)
{
    struct message within;
    if (!open_found(arena, depth, mail, message, &within))
        return;
    fit(arena, message, message->segment_count, LIMIT_SEGMENTS, &within.segment_count);
    fit(arena, message, message->quote_header_count, LIMIT_SEGMENTS, &within.quote_header_count);
    fit(arena, message, message->attachment_count, LIMIT_ATTACHMENTS, &within.attachment_count);
    message->segments = joined(arena, message->segments, message->segment_count, within.segments, within.segment_count, sizeof *within.segments);
    message->segment_count += within.segment_count;
    message->quote_headers = joined(arena, message->quote_headers, message->quote_header_count, within.quote_headers, within.quote_header_count,
                                    sizeof *within.quote_headers);
    message->quote_header_count += within.quote_header_count;
    message->attachments = joined(arena, message->attachments, message->attachment_count, within.attachments, within.attachment_count,
                                  sizeof *within.attachments);
    message->attachment_count += within.attachment_count;
}

enum holds { HOLDS_NOTHING_KNOWN, HOLDS_MAIL, HOLDS_NO_MAIL, HOLDS_SECRET };

static enum holds kind_of(int type)
{
    if (type == NID_pkcs7_signed)
        return HOLDS_NO_MAIL; /* certificates alone, until its content is found */
    return type == NID_pkcs7_enveloped || type == NID_id_smime_ct_authEnvelopedData || type == NID_pkcs7_encrypted ? HOLDS_SECRET
                                                                                                                   : HOLDS_NOTHING_KNOWN;
}

/* What a structure of RFC 5652 holds. */
static enum holds look_into(struct arena *arena, struct span bytes, struct span *ret_mail)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    CMS_ContentInfo *cms = bytes.size <= LONG_MAX ? d2i_CMS_ContentInfo(NULL, &at, (long)bytes.size) : NULL;
    enum holds holds = kind_of(cms ? OBJ_obj2nid(CMS_get0_type(cms)) : NID_undef);
    ASN1_OCTET_STRING **octets = holds == HOLDS_NO_MAIL ? CMS_get0_content(cms) : NULL;
    if (octets && *octets && ASN1_STRING_length(*octets) > 0) {
        *ret_mail = arena_copy(arena, (struct span){(const char *)ASN1_STRING_get0_data(*octets), (size_t)ASN1_STRING_length(*octets)});
        holds = HOLDS_MAIL;
    }
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return holds;
}

static void open_opaque(struct arena *arena, unsigned depth, struct message *message)
{
    struct span mail;
    switch (look_into(arena, message->attachments[0].content, &mail)) {
    case HOLDS_MAIL:
        take(arena, depth, mail, message);
        break;
    case HOLDS_NO_MAIL:
        mime_note(arena, message, "an S/MIME structure with certificates and no mail");
        break;
    case HOLDS_SECRET:
        mime_note_cut(arena, message, "it is encrypted (S/MIME): its words are not read");
        break;
    case HOLDS_NOTHING_KNOWN:
        mime_note_cut(arena, message, "the words of the mail stand within S/MIME and are not read");
        break;
    }
}

/* A part of a mail begins with a field; a document that was signed (invoice.xml.p7m) does not. */
static bool begins_with_field(struct span bytes)
{
    size_t at = 0;
    while (at < bytes.size && (bytes.data[at] == '-' || ((bytes.data[at] | 0x20) >= 'a' && (bytes.data[at] | 0x20) <= 'z')))
        at++;
    return at > 0 && at < bytes.size && bytes.data[at] == ':';
}

/* A gateway or a list has put words of its own beside the signature ("This mail came from outside"), or has lost its type and kept its name. */
static void open_beside(struct arena *arena, unsigned depth, struct message *message)
{
    struct span mail;
    size_t count = message->attachment_count;
    for (size_t i = 0; i < count; i++) {
        const struct attachment *attachment = &message->attachments[i];
        bool named = span_ends_nocase(attachment->name, SPAN_LITERAL(".p7m")); /* RFC 8551 3.2.1 */
        enum holds holds = (named || is_pkcs7(attachment)) && attachment->content.size ? look_into(arena, attachment->content, &mail) : HOLDS_NOTHING_KNOWN;
        if (holds == HOLDS_SECRET)
            mime_note_cut(arena, message, "a part of it is encrypted (S/MIME): its words are not read");
        else if (holds == HOLDS_MAIL && begins_with_field(mail))
            add(arena, depth, mail, message);
        else if (holds == HOLDS_NOTHING_KNOWN && is_pkcs7(attachment) && attachment->content.size)
            mime_note_cut(arena, message, "what stands within S/MIME beside its words is not read");
    }
}

/* RFC 3156 4: a part with the version, and one with everything. */
static bool is_pgp(const struct message *message)
{
    return message->segment_count == 0 && message->attachment_count == 2
        && span_equal(message->attachments[0].declared_type, SPAN_LITERAL("application/pgp-encrypted"));
}

void smime_open(struct arena *arena, unsigned depth, struct message *message)
{
    bool alone = message->attachment_count == 1 && message->segment_count == 0 && message->attachments[0].content.size > 0;
    if (alone && is_class(message, SPAN_LITERAL("IPM.Note.SMIME.MultipartSigned")))
        take(arena, depth, message->attachments[0].content, message);
    else if (alone && (is_pkcs7(&message->attachments[0]) || is_class(message, SPAN_LITERAL("IPM.Note.SMIME"))))
        open_opaque(arena, depth, message);
    else if (span_starts_nocase(message->item_class, SPAN_LITERAL("IPM.Note.SMIME")) && message->segment_count == 0)
        mime_note_cut(arena, message, "the words of the mail stand within S/MIME and are not read");
    else if (is_pgp(message))
        mime_note_cut(arena, message, "it is encrypted (PGP): its words are not read");
    else
        open_beside(arena, depth, message);
}
