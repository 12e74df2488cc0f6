/* Did somebody else sit in the mailbox that sent this? Unlike its owner's habits, in a burst, with a lure. */
#ifndef REPLYTRACE_BOUNCE_INTRUDER_H
#define REPLYTRACE_BOUNCE_INTRUDER_H

#include "base/words.h"
#include "case/case_file.h"
#include "judge/bounce_sent.h"

#define BOUNCE_INTRUDER_TRAITS 2      /* of program, zone, charset and domain of Message-IDs, that are unlike the owner's */
#define BOUNCE_INTRUDER_HABIT 5       /* older sent mails that are alike make a habit */
#define BOUNCE_INTRUDER_OLDER 12      /* of those at least a day older, so many are looked at */
#define BOUNCE_INTRUDER_BURST 8       /* sent mails of one hour, and three times more than in any hour before */
#define BOUNCE_INTRUDER_SAME 5        /* conversations that got the same words within two hours */
#define BOUNCE_INTRUDER_FILES 0.8     /* of the mails of a burst that bring a file: that is a lure, whatever the files are */
#define BOUNCE_INTRUDER_MANY 30       /* recipients of one mail, and three times more than any mail before had */

/* What a mail brings that wants to be opened. Links stand in every signature: alone they say nothing. Nor do encrypted files in what somebody
   sends: whole countries send every file so. */
enum bounce_lure { BOUNCE_LURE_NONE, BOUNCE_LURE_LINK, BOUNCE_LURE_PHRASE, BOUNCE_LURE_ENCRYPTED, BOUNCE_LURE_PAYLOAD };

struct bounce_intruder {
    size_t traits;               /* habits that it breaks; the first, what it was and is: */
    struct span was, is;
    uint32_t burst, usual;       /* mails of its hour where they are a burst, and of the busiest hour before; burst 0 = none */
    uint32_t many;               /* recipients, where they are unusually many; else 0 */
    bool strange_client;         /* it came from outside, his other mail from elsewhere: set by the caller, who knows the ways */
    uint32_t same_words;         /* conversations that got these words, itself too; 0 = fewer than BOUNCE_INTRUDER_SAME */
    struct span lure;            /* name of what it brings, a link, or the phrase that asks to open it; empty = none */
    bool files;                  /* nearly all mails of the burst bring a file */
    enum bounce_lure lure_kind;
};

/* Of a mail that lies among the sent ones. All in `arena`. */
enum outcome bounce_intruder_look(struct case_file *file, const struct bounce_sent *sent, const struct words *lures, uint32_t mail,
                                  struct arena *arena, struct bounce_intruder *ret_intruder, struct err *err);

/* Unlike the owner, in a burst, with a lure; or a payload in a mail that is unlike him in two ways. One mail from a new telephone that asks to
   see an attachment is none. */
bool bounce_intruder_is(const struct bounce_intruder *intruder);

/* A telling or encrypted attachment, else under few words a phrase that asks to open something, else a link there; empty = nothing. */
enum outcome bounce_intruder_lure(struct case_file *file, const struct words *lures, int64_t message, struct arena *arena,
                                  struct span *ret_lure, enum bounce_lure *ret_kind, struct err *err);

#endif
