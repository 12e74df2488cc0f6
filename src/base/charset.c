/* Decides which charset the bytes are really in, and converts. */
#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include "base/buf.h"
#include "base/charset_jis.h"
#include "base/charset_label.h"
#include "base/utf8.h"

#define REPLACEMENT SPAN_LITERAL("\xef\xbf\xbd")
#define BYTE_ORDER_MARK SPAN_LITERAL("\xef\xbb\xbf")
#define VISIBLE_NUL 0x2400
#define MOSTLY 4 /* well-formed UTF-8 sequences for each ill-formed byte that make text "UTF-8, damaged" */

static struct charset_result as_is(struct span bytes, const char *used)
{
    return (struct charset_result){.text = bytes, .used = used};
}

static struct charset_result as_utf8(struct span bytes)
{
    if (span_starts(bytes, BYTE_ORDER_MARK))
        bytes = span_slice(bytes, BYTE_ORDER_MARK.size, SIZE_MAX);
    return as_is(bytes, "UTF-8");
}

static struct charset_result guessed(struct charset_result result)
{
    result.guessed = true;
    return result;
}

/* Feeds one step to iconv; false at the end of `rest`. */
static bool step(iconv_t descriptor, struct buf *out, struct span *rest, bool *damaged)
{
    buf_reserve(out, 2 * rest->size + 64);
    char *in = (char *)rest->data, *to = out->data + out->size;
    size_t left = rest->size, room = out->capacity - out->size;
    size_t count = iconv(descriptor, &in, &left, &to, &room);
    int reason = errno;
    out->size = (size_t)(to - out->data);
    *rest = (struct span){in, left};
    if (count == (size_t)-1 && reason != E2BIG && left > 0) {
        buf_add(out, REPLACEMENT);
        *damaged = true;
        iconv(descriptor, NULL, NULL, NULL, NULL);
        *rest = reason == EINVAL ? SPAN_NONE : span_slice(*rest, 1, SIZE_MAX);
    }
    return rest->size > 0;
}

static void flush(iconv_t descriptor, struct buf *out)
{
    buf_reserve(out, 64);
    char *to = out->data + out->size;
    size_t room = out->capacity - out->size;
    iconv(descriptor, NULL, NULL, &to, &room);
    out->size = (size_t)(to - out->data);
}

/* Every byte without meaning becomes U+FFFD. A charset that this iconv lacks is read as repaired UTF-8. */
static struct charset_result convert(struct arena *arena, struct span bytes, const char *name)
{
    struct charset_result result = {.used = name};
    iconv_t descriptor = iconv_open("UTF-8", name);
    if (descriptor == (iconv_t)-1) {
        result = (struct charset_result){utf8_repair(arena, bytes), !utf8_valid(bytes), true, "UTF-8"};
        return result;
    }
    BUF_LOCAL out = {0};
    while (bytes.size && step(descriptor, &out, &bytes, &result.damaged))
        ;
    flush(descriptor, &out);
    iconv_close(descriptor);
    result.text = arena_copy(arena, buf_span(&out));
    return result;
}

static struct charset_result convert_jis(struct arena *arena, struct span bytes)
{
    BUF_LOCAL euc = {0};
    charset_jis_unwrap(&euc, bytes);
    struct charset_result result = utf8_ascii(buf_span(&euc)) ? as_is(arena_copy(arena, buf_span(&euc)), "")
                                                              : convert(arena, buf_span(&euc), "EUC-JP-MS");
    result.used = "ISO-2022-JP";
    return result;
}

/* One character from the unit at `at`, `next` being the one behind it; true where both were taken. */
static bool put_rare_unit(uint32_t unit, uint32_t next, char **to, bool *damaged)
{
    bool pair = unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000;
    if (pair) {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
    } else if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
        unit = unit ? UTF8_REPLACEMENT : VISIBLE_NUL;
        *damaged = true;
    }
    *to += utf8_put(unit, *to);
    return pair;
}

static struct charset_result convert_utf16(struct arena *arena, struct span bytes, bool big)
{
    struct charset_result result = {.used = big ? "UTF-16BE" : "UTF-16LE"};
    const unsigned char *at = (const unsigned char *)bytes.data;
    size_t count = bytes.size / 2;
    BUF_LOCAL out = {0};
    if (count > SIZE_MAX / 4)
        abort();
    buf_reserve(&out, 3 * count + 1); /* a unit makes at most 3 bytes, a pair of them 4 */
    char *to = out.data;
    for (size_t i = 0; i < count; i++) {
        uint32_t unit = (uint32_t)at[2 * i + big] | (uint32_t)at[2 * i + !big] << 8;
        if (unit > 0 && unit < 0x80) {
            *to++ = (char)unit;
        } else if (unit >= 0x800 && (unit < 0xd800 || unit >= 0xe000)) { /* kana, kanji, hangul: most of what is not ASCII */
            *to++ = (char)(0xe0 | unit >> 12);
            *to++ = (char)(0x80 | (unit >> 6 & 0x3f));
            *to++ = (char)(0x80 | (unit & 0x3f));
        } else {
            uint32_t next = i + 1 < count ? (uint32_t)at[2 * i + 2 + big] | (uint32_t)at[2 * i + 2 + !big] << 8 : 0;
            i += put_rare_unit(unit, next, &to, &result.damaged);
        }
    }
    out.size = (size_t)(to - out.data);
    result.text = arena_copy(arena, buf_span(&out));
    return result;
}

static struct charset_result from_utf16(struct arena *arena, struct span bytes)
{
    if (span_starts(bytes, SPAN_LITERAL("\xfe\xff")))
        return convert_utf16(arena, span_slice(bytes, 2, SIZE_MAX), true);
    if (span_starts(bytes, SPAN_LITERAL("\xff\xfe")))
        return convert_utf16(arena, span_slice(bytes, 2, SIZE_MAX), false);
    if (span_find_byte(bytes, '\0', 0) == SIZE_MAX && utf8_valid(bytes))
        return guessed(as_utf8(bytes));
    return convert_utf16(arena, bytes, false);
}

static bool cjk(uint32_t character)
{
    return (character >= 0x3001 && character < 0xa000) || (character >= 0xf900 && character < 0xfb00)
        || (character >= 0xff01 && character < 0xff61);
}

/* EUC-JP read as CP932 is half-width kana, two for each character: so they count half. */
static long narrow_run(size_t count)
{
    return count < 3 ? -2 * (long)count : (long)count / 2;
}

/* How much like Japanese a text reads: kana and characters side by side speak for it; lone ideographs among Latin letters,
   private characters and single half-width kana are what wrong tables make of accented letters. */
static long plausibility(struct span text)
{
    long score = 0;
    size_t run = 0, half = 0;
    while (text.size) {
        uint32_t character = utf8_take(&text);
        bool wide = cjk(character), narrow = character >= 0xff61 && character < 0xffa0;
        if (!wide && run)
            score += run == 1 ? -1 : (long)run;
        if (!narrow && half)
            score += narrow_run(half);
        run = wide ? run + 1 : 0;
        half = narrow ? half + 1 : 0;
        if (character >= 0x3041 && character < 0x30ff)
            score += 2;
        else if (character >= 0xe000 && character < 0xf900)
            score -= 5;
    }
    score += run == 1 ? -1 : (long)run;
    return score + narrow_run(half);
}

/* Strict Japanese eight-bit; false where neither reading is whole and plausible. */
static bool guess_japanese(struct arena *arena, struct span bytes, struct charset_result *ret_result)
{
    static const char *const names[] = {"CP932", "EUC-JP-MS"};
    long best = 0;
    for (size_t i = 0; i < 2; i++) {
        struct charset_result result = convert(arena, bytes, names[i]);
        long score = result.damaged ? 0 : plausibility(result.text);
        if (score > best) {
            best = score;
            *ret_result = result;
        }
    }
    return best > 0;
}

static bool mostly_utf8(struct span text)
{
    size_t good = 0, bad = 0;
    while (text.size) {
        size_t before = text.size;
        uint32_t character = utf8_take(&text);
        size_t taken = before - text.size;
        good += taken > 1;
        bad += taken == 1 && character == UTF8_REPLACEMENT;
    }
    return good > 0 && good >= MOSTLY * bad;
}

/* A charset in which every byte has a meaning and the text makes sense. */
static bool guess_strict(struct arena *arena, struct span bytes, struct charset_result *ret_result)
{
    if (utf8_valid(bytes))
        *ret_result = as_utf8(bytes);
    else if (charset_jis_escapes(bytes))
        *ret_result = convert_jis(arena, bytes);
    else if (mostly_utf8(bytes))
        *ret_result = (struct charset_result){.text = utf8_repair(arena, bytes), .damaged = true, .used = "UTF-8"};
    else if (!guess_japanese(arena, bytes, ret_result))
        return false;
    ret_result->guessed = true;
    return true;
}

static struct charset_result guess(struct arena *arena, struct span bytes)
{
    struct charset_result result;
    return guess_strict(arena, bytes, &result) ? result : guessed(convert(arena, bytes, "CP1252"));
}

/* The label's own charset, unless the bytes contradict it and another reads better. */
static struct charset_result believed(struct arena *arena, struct span bytes, const struct charset_label *label)
{
    struct charset_result result = convert(arena, bytes, label->name), other;
    if (result.damaged && guess_strict(arena, bytes, &other) && !other.damaged)
        return other;
    return result;
}

static struct charset_result by_label(struct arena *arena, struct span bytes, const struct charset_label *label)
{
    if (label->kind == CHARSET_STATEFUL)
        return convert(arena, bytes, label->name);
    if (label->kind == CHARSET_UTF16)
        return from_utf16(arena, bytes);
    bool ascii = utf8_ascii(bytes), escapes = memchr(bytes.data, '\x1b', bytes.size) && charset_jis_escapes(bytes);
    if (escapes && (ascii || label->kind == CHARSET_JIS)) {
        struct charset_result result = convert_jis(arena, bytes);
        result.guessed = label->kind != CHARSET_JIS;
        return result;
    }
    if (ascii)
        return as_is(bytes, label->kind == CHARSET_UNKNOWN ? "US-ASCII" : label->name);
    if (label->kind == CHARSET_UTF8 && utf8_valid(bytes))
        return as_utf8(bytes);
    if (label->kind == CHARSET_LATIN && utf8_valid(bytes))
        return guessed(as_utf8(bytes));
    if (label->kind == CHARSET_LATIN || label->kind == CHARSET_ICONV)
        return believed(arena, bytes, label);
    return guess(arena, bytes);
}

struct charset_result charset_to_utf8(struct arena *arena, struct span bytes, struct span label)
{
    if (bytes.size == 0)
        return as_is(bytes, "US-ASCII");
    return by_label(arena, bytes, charset_label_find(label));
}

static bool japanese_codepage(unsigned codepage)
{
    return codepage == 932 || codepage == 50220 || codepage == 50221 || codepage == 50222 || codepage == 51932;
}

struct charset_result charset_from_codepage(struct arena *arena, struct span bytes, unsigned codepage)
{
    static const struct charset_label cp932 = {"cp932", CHARSET_ICONV, "CP932"};
    if (bytes.size == 0)
        return as_is(bytes, "US-ASCII");
    if (!japanese_codepage(codepage))
        return by_label(arena, bytes, charset_label_codepage(codepage));
    if (charset_jis_escapes(bytes))
        return convert_jis(arena, bytes);
    struct charset_result result = by_label(arena, bytes, &cp932), other;
    bool doubtful = result.damaged || plausibility(result.text) <= 0;
    if (!utf8_ascii(bytes) && doubtful && guess_strict(arena, bytes, &other) && !other.damaged)
        return other;
    return result;
}

struct charset_result charset_from_utf16le(struct arena *arena, struct span bytes)
{
    return convert_utf16(arena, bytes, false);
}
