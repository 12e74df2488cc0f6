/* Behind the reply prefix stands nothing, a recipient's name or address, or a torn piece of the quoted subject. */
#include "base/fold.h"
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/subject.h"

#define PIECE_BYTES_LEAST 4

static bool names_recipient(const struct message *message, struct span rest, struct arena *arena)
{
    struct span folded = fold_text(arena, rest);
    for (size_t i = 0; i < message->recipient_count; i++) {
        const struct address *recipient = &message->recipients[i];
        if (span_equal(folded, fold_text(arena, recipient->addr))
            || (recipient->name.size && span_equal(folded, fold_text(arena, recipient->name))))
            return true;
    }
    return false;
}

static bool letter(char byte)
{
    return ((unsigned char)byte & 0x80) || (byte >= 'a' && byte <= 'z');
}

/* A part of the quoted subject that begins or ends within a word; people shorten subjects at words. */
static bool torn(const struct suspicion *suspicion, struct span rest, struct arena *arena)
{
    bool reply;
    if (!suspicion->thread.quote_count)
        return false;
    struct span whole = subject_base(arena, suspicion->thread.quotes[0].subject, &reply), piece = fold_text(arena, rest);
    size_t at = span_find(whole, piece, 0), end = at + piece.size;
    if (piece.size < PIECE_BYTES_LEAST || piece.size >= whole.size || at == SIZE_MAX)
        return false;
    return (at && letter(whole.data[at - 1]) && letter(piece.data[0]))
        || (end < whole.size && letter(whole.data[end]) && letter(piece.data[piece.size - 1]));
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    bool reply;
    struct span rest = span_trim(subject_strip(message->subject, &reply));
    if (!reply || suspicion->sender_own || suspicion->over_list || suspicion->sender_service || suspicion->sender_established
        || message->has_reference_fields || (message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT | MESSAGE_CALENDAR)))
        return false;
    struct finding finding = {0};
    if (!rest.size) {
        finding.says = N_("The subject \"{subject}\" is a reply prefix and nothing more.");
        finding.weight = 0.6;
    } else if (names_recipient(message, rest, arena)) {
        finding.says = N_("The subject \"{subject}\" is the recipient's own name or address.");
        finding.weight = 1.4;
    } else if (torn(suspicion, rest, arena)) {
        finding.says = N_("The subject \"{subject}\" is a torn piece of the quoted one.");
        finding.weight = 0.8;
    } else {
        return false;
    }
    heuristic_proof(&finding, "subject", message->subject);
    *ret_finding = finding;
    return true;
}

const struct heuristic subject_is_person = {
    .name = "subject_is_person",
    .group = HEURISTIC_THREAD,
    .looks = N_("A new sender's reply whose subject is empty behind the prefix, is the recipient's name or address, or was torn out of the quoted "
                "subject within a word."),
    .why = N_("Templates of kits fill the subject with what they stole, or with nothing. Honest replies to mail without a subject look like the "
              "first, and old mail programs cut long subjects: a weak sign."),
    .ask = ask,
};
