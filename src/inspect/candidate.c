/* Candidates in the order in which they are tried. */
#include "inspect/candidate.h"

#include <iconv.h>

#define WHERE_COMMON SPAN_LITERAL("one of the passwords that everybody tries")

static const char *const common[CANDIDATES_COMMON] = {"infected", "password", "1234", "12345", "123456", "12345678", "123",
    "0000", "1111", "malware", "virus", "abc123"};

static void add(struct candidates *candidates, struct span bytes, struct inspection_password password)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (span_equal(candidates->list[i].bytes, bytes))
            return;
    if (candidates->count < CANDIDATES && bytes.size > 0)
        candidates->list[candidates->count++] = (struct candidate){bytes, password};
}

static bool is_ascii(struct span word)
{
    for (size_t i = 0; i < word.size; i++)
        if ((unsigned char)word.data[i] >= 0x80)
            return false;
    return true;
}

/* CP932 never takes more bytes than UTF-8. Empty where it has no such sign. */
static struct span cp932(struct arena *arena, struct span word)
{
    iconv_t converter = iconv_open("CP932", "UTF-8");
    if (converter == (iconv_t)-1)
        return SPAN_NONE;
    char *in = arena_string(arena, word), *bytes = arena_alloc(arena, word.size), *out = bytes;
    size_t in_left = word.size, out_left = word.size;
    bool done = iconv(converter, &in, &in_left, &out, &out_left) == 0;
    iconv_close(converter);
    return done ? (struct span){bytes, (size_t)(out - bytes)} : SPAN_NONE;
}

struct span candidate_utf16(struct arena *arena, struct span word)
{
    iconv_t converter = iconv_open("UTF-16LE", "UTF-8");
    size_t room = 2 * word.size, left = word.size;
    if (converter == (iconv_t)-1)
        return SPAN_NONE;
    char *in = arena_string(arena, word), *bytes = arena_alloc(arena, room), *out = bytes;
    bool done = iconv(converter, &in, &left, &out, &room) != (size_t)-1;
    iconv_close(converter);
    return done ? (struct span){bytes, (size_t)(out - bytes)} : SPAN_NONE;
}

void candidates_gather(const struct inspection *inspection, enum candidate_use use, struct candidates *ret_candidates)
{
    const struct inspection_options *options = inspection->options;
    const struct inspection_password *passwords = options->passwords;
    size_t known = options->find_passwords ? options->find_passwords(options->context, &passwords) : options->password_count;
    size_t most = use == CANDIDATES_DEAR ? CANDIDATES_SLOW : LIMIT_PASSWORDS;
    ret_candidates->count = 0;
    ret_candidates->left_out = most < known;
    for (size_t i = 0; i < known && i < most; i++) {
        struct inspection_password password = passwords[i];
        add(ret_candidates, password.word, password);
        if ((use == CANDIDATES_BYTES || use == CANDIDATES_COSTLY) && !is_ascii(password.word))
            add(ret_candidates, cp932(inspection->arena, password.word), password);
    }
    for (size_t i = 0; i < CANDIDATES_COMMON && use != CANDIDATES_DEAR && use != CANDIDATES_COSTLY; i++)
        add(ret_candidates, span_of(common[i]), (struct inspection_password){span_of(common[i]), WHERE_COMMON});
}
