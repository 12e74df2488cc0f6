/* Looks through a mail once it is asked. */
#include "scan/mail_passwords.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/words.h"
#include "model/password.h"

struct mail_passwords {
    struct words *words;
    struct arena *arena;
    const struct message *message; /* NULL: it was looked through */
    struct inspection_password found[LIMIT_PASSWORDS];
    size_t count;
    unsigned embedded;
};

struct mail_passwords *mail_passwords_open(void)
{
    struct mail_passwords *passwords = calloc(1, sizeof *passwords);
    if (!passwords)
        abort();
    return passwords;
}

void mail_passwords_close(struct mail_passwords *passwords)
{
    if (!passwords)
        return;
    words_close(passwords->words);
    free(passwords);
}

static void add(struct mail_passwords *passwords, const struct password *password)
{
    for (size_t i = 0; i < passwords->count; i++)
        if (span_equal(passwords->found[i].word, password->word))
            return;
    if (passwords->count < LIMIT_PASSWORDS)
        passwords->found[passwords->count++] = (struct inspection_password){password->word, password->line};
}

/* How passwords are looked for: those given away in all its texts come before what is only guessed in any. */
typedef size_t search_function(const struct words *, struct arena *, struct span, struct password *, size_t);

static void add_text(struct mail_passwords *passwords, search_function *search, struct span text)
{
    struct password found[LIMIT_PASSWORDS];
    size_t count = text.size ? search(passwords->words, passwords->arena, text, found, LIMIT_PASSWORDS) : 0;
    for (size_t i = 0; i < count; i++)
        add(passwords, &found[i]);
}

/* The search looks at LIMIT_TEXT_KEPT bytes, so no more is joined. */
static void add_segments(struct mail_passwords *passwords, search_function *search, const struct message *message, enum segment_kind kind)
{
    BUF_LOCAL words = {0};
    for (size_t i = 0; i < message->segment_count && words.size < LIMIT_TEXT_KEPT; i++) {
        if (message->segments[i].kind != kind)
            continue;
        buf_add(&words, message->segments[i].text);
        buf_add_byte(&words, '\n');
    }
    add_text(passwords, search, buf_span(&words));
}

static void add_message(struct mail_passwords *passwords, search_function *search, const struct message *message, int depth)
{
    add_text(passwords, search, message->subject);
    add_segments(passwords, search, message, SEGMENT_OWN);
    add_segments(passwords, search, message, SEGMENT_QUOTED);
    for (size_t i = 0; i < message->attachment_count && depth < LIMIT_EMBEDDED_DEPTH; i++)
        if (message->attachments[i].embedded && passwords->embedded++ < MAIL_PASSWORDS_EMBEDDED)
            add_message(passwords, search, message->attachments[i].embedded, depth + 1);
}

static size_t find(void *context, const struct inspection_password **ret_passwords)
{
    struct mail_passwords *passwords = context;
    struct err err;
    if (!passwords->words && words_open(NULL, password_words(), &passwords->words, &err) != OUTCOME_OK)
        abort(); /* it is part of the program */
    if (passwords->message) {
        add_message(passwords, password_candidates, passwords->message, 0);
        passwords->embedded = 0;
        add_message(passwords, password_guesses, passwords->message, 0);
    }
    passwords->message = NULL;
    *ret_passwords = passwords->found;
    return passwords->count;
}

struct inspection_options mail_passwords_begin(struct mail_passwords *passwords, struct arena *arena, const struct message *message)
{
    passwords->arena = arena;
    passwords->message = message;
    passwords->count = 0;
    passwords->embedded = 0;
    return (struct inspection_options){.find_passwords = find, .context = passwords};
}
