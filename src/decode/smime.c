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

static void take(struct arena *arena, unsigned depth, struct span mail, struct message *message)
{
    struct message within;
    struct err err;
    if (depth >= LIMIT_EMBEDDED_DEPTH) {
        mime_note_cut(arena, message, "signatures within signatures: the inner ones are not opened");
        return;
    }
    if (decode_mime(arena, mail, 0, depth + 1, &within, &err) != OUTCOME_OK) {
        mime_note_cut(arena, message, "the signed mail cannot be opened: %s", err.text);
        return;
    }
    for (size_t i = 0; i < within.defect_count; i++)
        mime_note(arena, message, "%.*s", SPAN_ARGS(within.defects[i]));
    message->flags |= within.flags & MESSAGE_CUT;
    message->segments = within.segments;
    message->segment_count = within.segment_count;
    message->quote_headers = within.quote_headers;
    message->quote_header_count = within.quote_header_count;
    message->attachments = within.attachments;
    message->attachment_count = within.attachment_count;
    if (!message->charset.size)
        message->charset = within.charset;
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
}
