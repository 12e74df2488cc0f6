/* Takes the escapes off ISO-2022-JP: what is left is EUC-JP-MS. */
#include "base/charset_jis.h"

#define ESC '\x1b'
#define SHIFT_OUT '\x0e'
#define SHIFT_IN '\x0f'
#define SINGLE_SHIFT_2 '\x8e'
#define SINGLE_SHIFT_3 '\x8f'
#define NO_MEANING '\xff'

enum state { STATE_ASCII, STATE_KANA, STATE_KANJI, STATE_SUPPLEMENT };

struct escape {
    char tail[4];      /* what follows ESC */
    size_t size;
    enum state state;
    bool japanese;
};

static const struct escape escapes[] = {
    {"$B", 2, STATE_KANJI, true},       {"(B", 2, STATE_ASCII, false}, {"(J", 2, STATE_ASCII, true},
    {"$@", 2, STATE_KANJI, true},       {"(I", 2, STATE_KANA, true},   {"$(D", 3, STATE_SUPPLEMENT, true},
    {"$(B", 3, STATE_KANJI, true},      {"$(@", 3, STATE_KANJI, true}, {"(H", 2, STATE_ASCII, true},
    {"&@", 2, STATE_ASCII, false},
};

static const struct escape *escape_at(struct span after)
{
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
        if (span_starts(after, (struct span){escapes[i].tail, escapes[i].size}))
            return &escapes[i];
    return NULL;
}

bool charset_jis_escapes(struct span bytes)
{
    size_t at = span_find_byte(bytes, ESC, 0);
    for (; at < bytes.size; at = span_find_byte(bytes, ESC, at + 1)) {
        const struct escape *escape = escape_at(span_slice(bytes, at + 1, 3));
        if (escape && escape->japanese)
            return true;
    }
    return false;
}

static bool graphic(char byte)
{
    return byte > 0x20 && byte < 0x7f;
}

static char raised(char byte)
{
    return (char)(byte | '\x80');
}

/* Writes the character at the start of `rest` in the given state; returns the bytes taken, 0 when it has no meaning. */
static size_t put(struct buf *out, struct span rest, enum state state)
{
    unsigned char first = (unsigned char)rest.data[0];
    if (first >= 0xa1 && first <= 0xdf) {
        buf_add_byte(out, SINGLE_SHIFT_2);
        buf_add_byte(out, rest.data[0]);
        return 1;
    }
    if (first >= 0x80)
        return 0;
    if (state == STATE_ASCII || !graphic(rest.data[0])) {
        buf_add_byte(out, rest.data[0]);
        return 1;
    }
    if (state == STATE_KANA) {
        if (first > 0x5f)
            return 0;
        buf_add_byte(out, SINGLE_SHIFT_2);
        buf_add_byte(out, raised(rest.data[0]));
        return 1;
    }
    if (rest.size < 2 || !graphic(rest.data[1]))
        return 0;
    if (state == STATE_SUPPLEMENT)
        buf_add_byte(out, SINGLE_SHIFT_3);
    buf_add_byte(out, raised(rest.data[0]));
    buf_add_byte(out, raised(rest.data[1]));
    return 2;
}

/* The state after a control character, which a line end and the shifts of code page 50222 change. */
static bool shifted(char byte, enum state *state)
{
    if (byte == SHIFT_OUT)
        *state = STATE_KANA;
    else if (byte == SHIFT_IN)
        *state = STATE_ASCII;
    else
        return false;
    return true;
}

bool charset_jis_unwrap(struct buf *out, struct span bytes)
{
    bool whole = true;
    enum state state = STATE_ASCII;
    buf_reserve(out, bytes.size);
    for (size_t at = 0; at < bytes.size;) {
        struct span rest = {bytes.data + at, bytes.size - at};
        const struct escape *escape = rest.data[0] == ESC ? escape_at(span_slice(rest, 1, 3)) : NULL;
        if (escape) {
            state = escape->state;
            at += 1 + escape->size;
            continue;
        }
        if (rest.data[0] == '\n')
            state = STATE_ASCII;
        if (shifted(rest.data[0], &state)) {
            at++;
            continue;
        }
        size_t taken = put(out, rest, state);
        if (taken == 0) {
            buf_add_byte(out, NO_MEANING);
            whole = false;
        }
        at += taken ? taken : 1;
    }
    return whole;
}
