/* The mail names a mail program that would have written another Message-ID, or a Thread-Index. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define SHAPES 4
#define UUID_LOWER "x8-x4-x4-x4-x12"
#define UUID_UPPER "X8-X4-X4-X4-X12"

/* Shapes of the part before the `@`: d decimal, x and X hexadecimal in lower and upper case, a number for how many (none: one or more),
   `*` the rest whatever it is, all other characters themselves. */
static const struct program {
    const char *name; /* as X-Mailer or User-Agent holds it */
    const char *shapes[SHAPES];
} programs[] = {
    {"Thunderbird", {"X7.d", "X8.d", UUID_LOWER}},
    {"Apple Mail (", {UUID_UPPER, "x32"}},
    {"iPhone Mail (", {UUID_UPPER}},
    {"iPad Mail (", {UUID_UPPER}},
    {"Microsoft Outlook Express", {"x12$x8$x8", "X32"}},
    {"Microsoft Windows Live Mail", {"X32", "x12$x8$x8"}},
    {"Microsoft Windows Mail", {"X32", "x12$x8$x8"}},
    {"Becky! ver", {"d14.X4.*"}},
    {"Roundcube", {"x32"}},
    {"Sylpheed", {"d14.x8*", "d14.x7*", "d14.x24"}},
    {"Claws Mail", {"d14.x8*", "d14.x7*"}},
};

/* Outlook since 2003 writes Thread-Index into all it sends; its Message-ID may be Exchange's. */
static const char *const threaders[] = {"Microsoft Outlook 11.", "Microsoft Outlook 12.", "Microsoft Outlook 14.", "Microsoft Outlook 15.",
    "Microsoft Outlook 16.", "Microsoft Office Outlook"};

/* Services that send for others and put an id of their own in place of any. */
static const char *const rewriters[] = {"amazonses.com", "phx.gbl", "outlook.com", "hotmail.com", "gmane.org"};
#define GMAIL_BYTES 30 /* at least, of the part before the `@` of what Gmail sends: CA...=...+... */

static bool of_class(char byte, char class)
{
    bool digit = byte >= '0' && byte <= '9';
    return digit || (class == 'x' && byte >= 'a' && byte <= 'f') || (class == 'X' && byte >= 'A' && byte <= 'F');
}

static bool has_shape(struct span local, const char *shape)
{
    size_t at = 0;
    while (*shape && *shape != '*') {
        char class = *shape++;
        size_t wanted = 0, run = 0;
        if (class != 'd' && class != 'x' && class != 'X') {
            if (at == local.size || local.data[at++] != class)
                return false;
            continue;
        }
        while (*shape >= '0' && *shape <= '9')
            wanted = wanted * 10 + (size_t)(*shape++ - '0');
        while (at < local.size && (!wanted || run < wanted) && of_class(local.data[at], class)) {
            at++;
            run++;
        }
        if (!run || (wanted && run != wanted))
            return false;
    }
    return *shape == '*' || at == local.size;
}

static bool rewritten(struct span id)
{
    for (size_t i = 0; i < sizeof rewriters / sizeof *rewriters; i++)
        if (span_ends_nocase(id, span_of(rewriters[i])))
            return true;
    return span_starts(id, SPAN_LITERAL("CA")) && address_local(id).size >= GMAIL_BYTES;
}

/* The program that would have written another id; NULL: it may have, or is not known. */
static const struct program *other_program(const struct message *message)
{
    struct span local = address_local(message->message_id);
    if (!local.size || rewritten(message->message_id))
        return NULL;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (span_find(message->mailer, span_of(programs[i].name), 0) == SIZE_MAX)
            continue;
        for (size_t s = 0; s < SHAPES && programs[i].shapes[s]; s++)
            if (has_shape(local, programs[i].shapes[s]))
                return NULL;
        return &programs[i];
    }
    return NULL;
}

static bool lacks_thread_index(const struct message *message)
{
    for (size_t i = 0; i < sizeof threaders / sizeof *threaders && !message->thread_index.size; i++)
        if (span_starts(message->mailer, span_of(threaders[i])))
            return true;
    return false;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    (void)arena;
    if (!message->mailer.size || !(message->flags & MESSAGE_TRANSPORT_HEADERS) || suspicion->sender_own || suspicion->over_list
        || suspicion->sender_service || suspicion->sender_established
        || (message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR)))
        return false;
    bool threadless = lacks_thread_index(message);
    if (!threadless && !other_program(message))
        return false;
    struct finding finding = {
        .says = threadless ? N_("It says to be written by {program}, which adds a Thread-Index to every mail; this one has none.")
                           : N_("It says to be written by {program}, whose Message-IDs look otherwise: {id}."),
        .weight = threadless ? 1.2 : 1.0,
    };
    heuristic_proof(&finding, "program", message->mailer);
    heuristic_proof(&finding, "id", message->message_id);
    *ret_finding = finding;
    return true;
}

const struct heuristic message_id_foreign = {
    .name = "message_id_foreign",
    .group = HEURISTIC_HEADER,
    .looks = N_("X-Mailer or User-Agent of a new sender names Thunderbird, Apple Mail, Becky! or another program with ids of one shape, and the "
                "Message-ID has another shape; or it names Outlook and there is no Thread-Index."),
    .why = N_("Kits claim a mail program and leave the id to the relay. Gateways and bulk senders that put an id of their own in its place do the "
              "same honestly: a weak sign."),
    .ask = ask,
};
