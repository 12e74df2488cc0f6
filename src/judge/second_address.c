/* Compares local parts word by word. */
#include "judge/second_address.h"

#include "model/address.h"

static bool letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Takes the next run of letters off *rest. Empty at the end. */
static struct span next_word(struct span *rest)
{
    size_t from = 0, to;
    while (from < rest->size && !letter(rest->data[from]))
        from++;
    for (to = from; to < rest->size && letter(rest->data[to]); to++)
        continue;
    struct span word = span_slice(*rest, from, to - from);
    *rest = span_slice(*rest, to, rest->size);
    return word;
}

/* A word of `text` that is long enough stands in `local`. */
static bool word_in(struct span text, struct span local)
{
    for (struct span word = next_word(&text); word.size; word = next_word(&text))
        if (word.size >= SECOND_ADDRESS_WORD && !address_not_a_person(word)
            && span_find_nocase(local, word, 0) != SIZE_MAX)
            return true;
    return false;
}

bool second_address(struct span known, struct span name, struct span sender)
{
    struct span known_local = address_local(known), sender_local = address_local(sender);
    if (!known_local.size || !sender_local.size)
        return false;
    if (span_equal_nocase(known_local, sender_local))
        return !address_not_a_person(known);
    return word_in(known_local, sender_local) || word_in(sender_local, known_local) || word_in(name, sender_local);
}
