/* Reads a Received field word by word; comments belong to the clause that they stand in. */
#include "decode/received.h"

#include <arpa/inet.h>
#include <stdint.h>
#include "base/limits.h"
#include "base/utf8.h"
#include "decode/mime_date.h"

#define IP_TEXT_BYTES 46
#define WORD(text) {(text), sizeof(text) - 1}

enum clause { CLAUSE_NONE, CLAUSE_FROM, CLAUSE_BY, CLAUSE_WITH, CLAUSE_OTHER };

struct reader {
    struct span rest;
    enum clause clause;
    struct received out;
};

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static struct span from(struct span text, size_t at)
{
    return span_slice(text, at, text.size);
}

static struct span strip(struct span word, const char *bytes)
{
    while (word.size && strchr(bytes, word.data[0]) && word.data[0])
        word = from(word, 1);
    while (word.size && strchr(bytes, word.data[word.size - 1]) && word.data[word.size - 1])
        word.size--;
    return word;
}

/* Takes one word of a comment: blanks and commas part, brackets bind. */
static bool take_word(struct span *rest, struct span *ret_word)
{
    while (rest->size && (blank(rest->data[0]) || rest->data[0] == ',' || rest->data[0] == '(' || rest->data[0] == ')'))
        *rest = from(*rest, 1);
    size_t size = 0;
    while (size < rest->size && !blank(rest->data[size]) && rest->data[size] != ',' && rest->data[size] != '('
           && rest->data[size] != ')')
        size++;
    *ret_word = span_slice(*rest, 0, size);
    *rest = from(*rest, size);
    return size > 0;
}

/* `[192.0.2.1]`, `[IPv6:2001:db8::1]`, `192.0.2.1`, `[192.0.2.1]:25`: the bare address, or empty. */
static struct span ip_of(struct span word)
{
    if (word.size && word.data[0] == '[')
        word = span_slice(word, 1, span_find_byte(word, ']', 0) - 1);
    word = strip(word, ".;");
    if (span_starts_nocase(word, SPAN_LITERAL("IPv6:")))
        word = from(word, 5);
    char text[IP_TEXT_BYTES];
    unsigned char address[sizeof(struct in6_addr)];
    if (word.size < 3 || word.size >= sizeof text)
        return SPAN_NONE;
    memcpy(text, word.data, word.size);
    text[word.size] = '\0';
    return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1 ? word : SPAN_NONE;
}

/* Where the word after the one at `at` begins: behind the next blank or bracket, which may be where the text ends. */
static size_t next_word(struct span text, size_t at)
{
    while (at < text.size && text.data[at] != ' ' && text.data[at] != '(') /* one_line() left no other blank */
        at++;
    return at + 1;
}

/* Where a word of `text` begins with `prefix`, or SIZE_MAX. */
static size_t find_word(struct span text, struct span prefix)
{
    for (size_t at = 0; at < text.size; at = next_word(text, at))
        if (span_starts_nocase(from(text, at), prefix))
            return at;
    return SIZE_MAX;
}

static struct span word_after(struct span text, size_t at, const char *stripped)
{
    struct span rest = from(text, at), word;
    return take_word(&rest, &word) ? strip(word, stripped) : SPAN_NONE;
}

/* Bytes of the login phrase that `text` begins with, the colon, equals sign or blank behind it included; or 0. */
static size_t login_phrase(struct span text)
{
    static const struct span phrases[] = {
        WORD("authenticated sender"), WORD("authenticated user"), WORD("authenticated as"), WORD("authenticated_id"),
        WORD("auth user"), WORD("smtp auth"), WORD("smtpauth"), WORD("smtp-auth"), WORD("sasl_username"), WORD("auth_id"),
        WORD("account"),
    };
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        size_t size = phrases[i].size;
        if (size < text.size && strchr(" :=", text.data[size]) && text.data[size] && span_starts_nocase(text, phrases[i]))
            return size + 1;
    }
    return 0;
}

/* The account after one of the phrases by which servers say who logged in. */
static struct span account_of(struct span comment)
{
    for (size_t at = 0; at < comment.size; at = next_word(comment, at)) {
        char letter = comment.data[at] | 0x20;
        if (letter != 'a' && letter != 's')
            continue;
        size_t phrase = login_phrase(from(comment, at));
        if (phrase)
            return word_after(comment, at + phrase, "<>\"'=:;");
    }
    return SPAN_NONE;
}

/* `helo=name` of Exim, `HELO name` of qmail. */
static struct span helo_of(struct span comment)
{
    size_t at = find_word(comment, SPAN_LITERAL("helo")), end = at + 4;
    if (at == SIZE_MAX || end >= comment.size || (comment.data[end] != '=' && !blank(comment.data[end])))
        return SPAN_NONE;
    return word_after(comment, end, "=");
}

/* A name, not a note such as `port=25`, `may`, `HELO`. */
static bool host_like(struct span word)
{
    return word.size && span_find_byte(word, '=', 0) == SIZE_MAX
        && (span_find_byte(word, '.', 0) != SIZE_MAX || span_equal_nocase(word, SPAN_LITERAL("unknown"))
            || span_equal_nocase(word, SPAN_LITERAL("localhost")));
}

/* `user@192.0.2.1` and `user@example.com@192.0.2.1` of qmail, and `IDENT:user@host` of sendmail: the part behind the at-sign; what is before may be an account. */
static struct span after_ident(struct reader *reader, struct span word)
{
    size_t at = word.size;
    while (at > 0 && word.data[at - 1] != '@')
        at--;
    if (at-- == 0)
        return word;
    bool ident = span_starts_nocase(word, SPAN_LITERAL("IDENT:"));
    struct span host = from(word, at + 1);
    if (!ident && !reader->out.account.size && ip_of(host).size)
        reader->out.account = span_slice(word, 0, at);
    return host;
}

static void read_from_comment(struct reader *reader, struct span comment)
{
    struct received *out = &reader->out;
    struct span helo = helo_of(comment), word;
    if (helo.size) {
        struct span ip = ip_of(out->from);
        if (ip.size && !out->from_ip.size)
            out->from_ip = ip;
        else if (!ip.size && !out->from_name.size && host_like(out->from))
            out->from_name = out->from;
        out->from = helo;
    }
    for (bool first = true; take_word(&comment, &word); first = false) {
        if (helo.size && span_equal_nocase(word, SPAN_LITERAL("HELO")) && take_word(&comment, &word))
            continue; /* `HELO [192.168.1.5]`: what the client says of itself is no address of it */
        word = after_ident(reader, word);
        struct span ip = ip_of(word);
        if (ip.size && !out->from_ip.size)
            out->from_ip = ip;
        else if (first && !ip.size && !out->from_name.size && host_like(word))
            out->from_name = strip(word, ".");
    }
}

static void read_comment(struct reader *reader, struct span comment)
{
    if (!reader->out.account.size)
        reader->out.account = account_of(comment);
    if (reader->clause == CLAUSE_FROM)
        read_from_comment(reader, comment);
}

static struct span take_comment(struct span *rest)
{
    size_t open = 0, at = 0;
    for (; at < rest->size; at++) {
        open += rest->data[at] == '(';
        if (rest->data[at] == ')' && --open == 0)
            break;
    }
    struct span comment = span_slice(*rest, 1, at - 1);
    *rest = from(*rest, at + 1);
    return comment;
}

static enum clause clause_of(struct span word)
{
    static const struct {
        struct span word;
        enum clause clause;
    } words[] = {
        {WORD("from"), CLAUSE_FROM}, {WORD("by"), CLAUSE_BY}, {WORD("with"), CLAUSE_WITH}, {WORD("id"), CLAUSE_OTHER},
        {WORD("for"), CLAUSE_OTHER}, {WORD("via"), CLAUSE_OTHER}, {WORD("on"), CLAUSE_OTHER},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word.size == words[i].word.size && span_equal_nocase(word, words[i].word))
            return words[i].clause;
    return CLAUSE_NONE;
}

/* Exchange names its protocol in several words: "Microsoft SMTP Server". They stand together in the field. */
static struct span join(struct span before, struct span word)
{
    return before.size ? (struct span){before.data, (size_t)(word.data + word.size - before.data)} : word;
}

static void read_word(struct reader *reader, struct span word)
{
    struct received *out = &reader->out;
    enum clause clause = clause_of(word);
    /* a clause comes once: a second `from` is a word of some other clause */
    bool again = (clause == CLAUSE_FROM && out->from.size) || (clause == CLAUSE_BY && out->by.size);
    if (clause != CLAUSE_NONE && !again) {
        reader->clause = clause;
        return;
    }
    if (reader->clause == CLAUSE_FROM && !out->from.size)
        out->from = strip(word, "\"");
    else if (reader->clause == CLAUSE_FROM && !out->from_ip.size)
        out->from_ip = ip_of(word);
    else if (reader->clause == CLAUSE_BY && !out->by.size)
        out->by = strip(word, ",");
    else if (reader->clause == CLAUSE_WITH)
        out->with = join(out->with, word);
}

/* The clauses end at the `;` outside comments, or where a date follows without one. */
static void read_clauses(struct reader *reader)
{
    struct span *rest = &reader->rest;
    while (rest->size && rest->data[0] != ';') {
        if (blank(rest->data[0])) {
            *rest = from(*rest, 1);
        } else if (rest->data[0] == '(') {
            read_comment(reader, take_comment(rest));
            if (reader->clause == CLAUSE_WITH)
                reader->clause = CLAUSE_OTHER; /* what follows a comment is no protocol */
        } else {
            size_t size = 0;
            while (size < rest->size && !blank(rest->data[size]) && rest->data[size] != ';' && (size == 0 || rest->data[size] != '('))
                size++;
            read_word(reader, span_slice(*rest, 0, size));
            *rest = from(*rest, size);
        }
    }
}

/* Unfolded, each run of blanks one blank, repaired to UTF-8. */
static struct span one_line(struct arena *arena, struct span value)
{
    char *text = arena_alloc(arena, value.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < value.size; i++) {
        bool control = (unsigned char)value.data[i] <= ' ' || value.data[i] == 127;
        if (!control || (size && text[size - 1] != ' '))
            text[size++] = control ? ' ' : value.data[i];
    }
    return utf8_repair(arena, (struct span){text, size});
}

struct received received_parse(struct arena *arena, struct span value)
{
    struct span line = one_line(arena, span_slice(value, 0, LIMIT_FIELD_BYTES));
    struct reader reader = {.rest = line, .out = {.date = MESSAGE_NO_DATE, .line = span_trim(line)}};
    read_clauses(&reader);
    struct received *out = &reader.out;
    if (!out->from_ip.size)
        out->from_ip = ip_of(out->from);
    mime_date(from(reader.rest, 1), &out->date, NULL);
    return *out;
}
