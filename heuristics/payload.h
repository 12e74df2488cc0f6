/* For heuristics that ask what inspection found in the attachments: the heaviest of a few signs becomes the finding. */
#ifndef REPLYTRACE_PAYLOAD_H
#define REPLYTRACE_PAYLOAD_H

#include "heuristics/heuristic.h"

struct payload_sign {
    enum attachment_fact_kind fact;
    double weight;     /* log-odds */
    const char *says;  /* msgid; may name {file} and {detail} */
};

/* From somebody whom we trust a payload weighs so much of its weight. */
#define PAYLOAD_TRUSTED 0.4

/* True: *ret_finding is about the heaviest of `signs` in any attachment, the first where several are. Never of our own people's mail. */
bool payload_ask(const struct suspicion *suspicion, const struct payload_sign *signs, size_t count, struct arena *arena,
                 struct finding *ret_finding);

/* What people call the file that a fact is about: "a.zip", or "a.zip/b.doc" for an entry. */
struct span payload_file(const struct attachment *attachment, struct span where, struct arena *arena);

/* The password that opened it stands in the mail's own words or subject; false where another mail gave it away. */
bool payload_password_told(const struct suspicion *suspicion, const struct attachment *attachment);

/* True when a fact, or the kind or name of an entry, says that something in it runs or holds macros; *ret_where is that entry. */
bool payload_holds_code(const struct attachment *attachment, struct span *ret_where);

#endif
