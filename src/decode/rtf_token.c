/* Cuts RTF into tokens. */
#include "decode/rtf_token.h"

#include <limits.h>
#include <stdint.h>

#define WORD_BYTES 32

static void skip(struct span *rest, size_t count)
{
    *rest = span_slice(*rest, count, rest->size);
}

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static int hex(char byte)
{
    if (digit(byte))
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

static void number_take(struct span *rest, struct rtf_token *token)
{
    size_t at = 0;
    bool negative = rest->size > 1 && rest->data[0] == '-' && digit(rest->data[1]);
    int64_t value = 0;
    at += negative;
    if (at >= rest->size || !digit(rest->data[at]))
        return;
    for (; at < rest->size && digit(rest->data[at]); at++)
        if (value < INT_MAX)
            value = value * 10 + (rest->data[at] - '0');
    if (value > INT_MAX)
        value = INT_MAX;
    token->has_number = true;
    token->number = (int)(negative ? -value : value);
    skip(rest, at);
}

/* Behind the backslash of a control word. */
static void word_take(struct span *rest, struct rtf_token *token)
{
    size_t size = 0;
    while (size < rest->size && size < WORD_BYTES && letter(rest->data[size]))
        size++;
    token->kind = RTF_TOKEN_WORD;
    token->text = span_slice(*rest, 0, size);
    skip(rest, size);
    number_take(rest, token);
    if (rest->size && rest->data[0] == ' ')
        skip(rest, 1);
    if (span_equal(token->text, SPAN_LITERAL("bin")) && token->number > 0)
        skip(rest, (size_t)token->number);
}

static void backslash_take(struct span *rest, struct rtf_token *token)
{
    skip(rest, 1);
    if (rest->size && letter(rest->data[0])) {
        word_take(rest, token);
        return;
    }
    token->kind = RTF_TOKEN_SYMBOL;
    token->byte = rest->size ? (unsigned char)rest->data[0] : '\\';
    skip(rest, 1);
    if (token->byte == '\'' && rest->size >= 2 && hex(rest->data[0]) >= 0 && hex(rest->data[1]) >= 0) {
        token->kind = RTF_TOKEN_HEX;
        token->byte = (unsigned char)(hex(rest->data[0]) * 16 + hex(rest->data[1]));
        skip(rest, 2);
    }
}

bool rtf_token_take(struct span *rest, struct rtf_token *ret_token)
{
    struct rtf_token token = {0};
    while (rest->size && (rest->data[0] == '\r' || rest->data[0] == '\n'))
        skip(rest, 1);
    if (rest->size == 0)
        return false;
    char first = rest->data[0];
    if (first == '{' || first == '}') {
        token.kind = first == '{' ? RTF_TOKEN_OPEN : RTF_TOKEN_CLOSE;
        skip(rest, 1);
    } else if (first == '\\') {
        backslash_take(rest, &token);
    } else {
        size_t size = 0;
        while (size < rest->size && !strchr("{}\\\r\n", rest->data[size]))
            size++;
        if (size == 0) /* strchr finds NUL as well */
            size = 1;
        token.kind = RTF_TOKEN_TEXT;
        token.text = span_slice(*rest, 0, size);
        skip(rest, size);
    }
    *ret_token = token;
    return true;
}
