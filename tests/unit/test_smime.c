/* Mail within signatures is read, mail within encryption is said to be unread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <openssl/evp.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "decode/decode_mime.h"

#define DATA "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"      /* OIDs of RFC 5652, without tag and length */
#define SIGNED "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define ENVELOPED "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"
#define MAIL "Content-Type: text/plain; charset=utf-8\r\n\r\n署名された言葉\r\n\r\n> quoted words\r\n"

/* One value of DER (X.690 10.1), up to 64 KB. */
static struct span der(struct arena *arena, int tag, struct span content)
{
    BUF_LOCAL out = {0};
    buf_add_byte(&out, (char)tag);
    if (content.size > 0xff) {
        buf_add_byte(&out, (char)0x82);
        buf_add_byte(&out, (char)(content.size >> 8));
    } else if (content.size > 0x7f) {
        buf_add_byte(&out, (char)0x81);
    }
    buf_add_byte(&out, (char)content.size);
    buf_add(&out, content);
    return arena_copy(arena, buf_span(&out));
}

static struct span both(struct arena *arena, struct span a, struct span b)
{
    BUF_LOCAL out = {0};
    buf_add(&out, a);
    buf_add(&out, b);
    return arena_copy(arena, buf_span(&out));
}

/* ContentInfo with signed data around `mail`, or certificates alone where it is empty; no signer. */
static struct span signed_data(struct arena *arena, struct span mail)
{
    struct span type = der(arena, 0x06, SPAN_LITERAL(DATA)), content = type;
    if (mail.size)
        content = both(arena, type, der(arena, 0xa0, der(arena, 0x04, mail)));
    struct span version = SPAN_LITERAL("\x02\x01\x01"), empty_set = der(arena, 0x31, SPAN_NONE);
    struct span body = both(arena, both(arena, version, empty_set), both(arena, der(arena, 0x30, content), empty_set));
    return der(arena, 0x30, both(arena, der(arena, 0x06, SPAN_LITERAL(SIGNED)), der(arena, 0xa0, der(arena, 0x30, body))));
}

static struct span enveloped_data(struct arena *arena)
{
    struct span version = SPAN_LITERAL("\x02\x01\x00"), empty_set = der(arena, 0x31, SPAN_NONE);
    struct span algorithm = der(arena, 0x30, der(arena, 0x06, SPAN_LITERAL("\x60\x86\x48\x01\x65\x03\x04\x01\x2a")));
    struct span content = der(arena, 0x30, both(arena, der(arena, 0x06, SPAN_LITERAL(DATA)), both(arena, algorithm, der(arena, 0x80, SPAN_LITERAL("secret")))));
    struct span body = both(arena, both(arena, version, empty_set), content);
    return der(arena, 0x30, both(arena, der(arena, 0x06, SPAN_LITERAL(ENVELOPED)), der(arena, 0xa0, der(arena, 0x30, body))));
}

static struct message mail_of(struct arena *arena, const char *type, struct span structure)
{
    BUF_LOCAL raw = {0};
    struct message message;
    struct err err;
    char *text = arena_alloc(arena, structure.size * 2 + 16);
    int length = EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)structure.data, (int)structure.size);
    buf_printf(&raw, "From: a@example.com\r\nSubject: s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n%.*s\r\n", type, length, text);
    struct span kept = arena_copy(arena, buf_span(&raw));
    assert_int_equal(decode_mime(arena, kept, 0, 0, &message, &err), OUTCOME_OK);
    return message;
}

static bool says(const struct message *message, const char *words)
{
    for (size_t i = 0; i < message->defect_count; i++)
        if (span_find(message->defects[i], span_of(words), 0) != SIZE_MAX)
            return true;
    return false;
}

static void signed_mail_is_read(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    static const char *const types[] = {"application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "application/x-pkcs7-mime",
                                        "application/octet-stream; name=SMIME.P7M"};
    struct message lost = mail_of(arena, "application/octet-stream; name=message.p7m", signed_data(arena, SPAN_LITERAL(MAIL)));
    assert_int_equal(lost.segment_count, 2);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct message message = mail_of(arena, types[i], signed_data(arena, SPAN_LITERAL(MAIL)));
        assert_false(message.flags & MESSAGE_CUT);
        assert_int_equal(message.segment_count, 2);
        assert_true(span_find(message.segments[0].text, SPAN_LITERAL("署名された言葉"), 0) != SIZE_MAX);
        assert_int_equal(message.segments[1].kind, SEGMENT_QUOTED);
        assert_int_equal(message.attachment_count, 0);
    }
}

/* What a gateway makes of it: its warning, and the signature as an attachment. */
static struct message beside_words(struct arena *arena, struct span structure)
{
    BUF_LOCAL raw = {0};
    struct message message;
    struct err err;
    char *text = arena_alloc(arena, structure.size * 2 + 16);
    int length = EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)structure.data, (int)structure.size);
    buf_printf(&raw, "From: a@example.com\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nFrom outside!\n--b\n"
                     "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n%.*s\n--b--\n", length, text);
    assert_int_equal(decode_mime(arena, arena_copy(arena, buf_span(&raw)), 0, 0, &message, &err), OUTCOME_OK);
    return message;
}

static void a_gateways_words_hide_nothing(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message = beside_words(arena, signed_data(arena, SPAN_LITERAL(MAIL)));
    assert_false(message.flags & MESSAGE_CUT);
    assert_int_equal(message.segment_count, 3);
    assert_true(span_find(message.segments[1].text, SPAN_LITERAL("署名された言葉"), 0) != SIZE_MAX);
    message = beside_words(arena, enveloped_data(arena));
    assert_true(message.flags & MESSAGE_CUT);
    assert_true(says(&message, "encrypted (S/MIME)"));
    message = beside_words(arena, SPAN_LITERAL("no structure at all"));
    assert_true((message.flags & MESSAGE_CUT) && says(&message, "beside its words"));
    message = beside_words(arena, signed_data(arena, SPAN_LITERAL("<?xml version=\"1.0\"?><invoice/>"))); /* a document */
    assert_false(message.flags & MESSAGE_CUT);
    assert_int_equal(message.segment_count, 1);
    assert_int_equal(message.attachment_count, 1);
}

/* A multipart of so many files, and what more there is. */
static struct span files(struct arena *arena, unsigned count, struct span more)
{
    BUF_LOCAL raw = {0};
    buf_printf(&raw, "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=B%u\r\n\r\n", count);
    for (unsigned i = 0; i < count; i++)
        buf_printf(&raw, "--B%u\r\nContent-Type: application/pdf; name=%u.pdf\r\n\r\nx\r\n", count, i);
    buf_printf(&raw, "--B%u\r\n%.*s\r\n--B%u--\r\n", count, SPAN_ARGS(more), count);
    return arena_copy(arena, buf_span(&raw));
}

static void more_than_a_mail_may_hold(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    struct err err;
    struct span text = SPAN_LITERAL("Content-Type: text/plain\r\n\r\nwords\r\n");
    struct span structure = signed_data(arena, files(arena, 301, text));
    char *coded = arena_alloc(arena, structure.size * 2);
    int length = EVP_EncodeBlock((unsigned char *)coded, (const unsigned char *)structure.data, (int)structure.size);
    struct span part = both(arena, SPAN_LITERAL("Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
                            (struct span){coded, (size_t)length});
    assert_int_equal(decode_mime(arena, files(arena, 300, part), 0, 0, &message, &err), OUTCOME_OK);
    assert_int_equal(message.attachment_count, LIMIT_ATTACHMENTS);
    assert_true((message.flags & MESSAGE_CUT) && says(&message, "more than a mail may"));
}

static void what_is_not_read_is_said(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message = mail_of(arena, "application/pkcs7-mime", enveloped_data(arena));
    assert_true(message.flags & MESSAGE_CUT);
    assert_true(says(&message, "encrypted (S/MIME)"));
    message = mail_of(arena, "application/pkcs7-mime", SPAN_LITERAL("no structure at all"));
    assert_true(message.flags & MESSAGE_CUT);
    assert_true(says(&message, "stand within S/MIME"));
    message = mail_of(arena, "application/pkcs7-mime; smime-type=certs-only", signed_data(arena, SPAN_NONE));
    assert_false(message.flags & MESSAGE_CUT);
    assert_true(says(&message, "no mail"));
}

static void signatures_within_signatures_end(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct span mail = SPAN_LITERAL(MAIL);
    for (unsigned depth = 0; depth < LIMIT_EMBEDDED_DEPTH + 3; depth++) {
        struct message message = mail_of(arena, "application/pkcs7-mime", signed_data(arena, mail));
        assert_int_equal((message.flags & MESSAGE_CUT) != 0, depth >= LIMIT_EMBEDDED_DEPTH);
        assert_int_equal(message.segment_count, depth < LIMIT_EMBEDDED_DEPTH ? 2 : 0);
        mail = both(arena, SPAN_LITERAL("Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n"), signed_data(arena, mail));
    }
}

static void pgp_is_said(void **state)
{
    (void)state;
    ARENA_LOCAL arena = arena_open();
    struct message message;
    struct err err;
    static const char raw[] = "From: a@example.com\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\n"
                              "Content-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n"
                              "-----BEGIN PGP MESSAGE-----\n--b--\n";
    assert_int_equal(decode_mime(arena, SPAN_LITERAL(raw), 0, 0, &message, &err), OUTCOME_OK);
    assert_true((message.flags & MESSAGE_CUT) && says(&message, "encrypted (PGP)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signed_mail_is_read), cmocka_unit_test(a_gateways_words_hide_nothing), cmocka_unit_test(more_than_a_mail_may_hold),
        cmocka_unit_test(what_is_not_read_is_said),
        cmocka_unit_test(signatures_within_signatures_end), cmocka_unit_test(pgp_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
