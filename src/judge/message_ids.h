/* Message-IDs of all mails, sorted: who else bears the one of this mail. */
#ifndef REPLYTRACE_MESSAGE_IDS_H
#define REPLYTRACE_MESSAGE_IDS_H

#include "judge/corpus.h"

struct message_ids {
    const struct corpus *corpus;
    uint32_t *order;  /* numbers of mails with a Message-ID, by its hash, then time; malloc'ed */
    uint32_t count;
};

void message_ids_open(struct message_ids *ids, const struct corpus *corpus);
void message_ids_close(struct message_ids *ids);

/* The oldest mail with the Message-ID of `mail` that is of another sender's organisation and another subject: lists and gateways
   that rewrite the sender keep the subject. CORPUS_NONE: the id is its own, or the other mail is not older. */
uint32_t message_ids_owner(const struct message_ids *ids, uint32_t mail);

#endif
