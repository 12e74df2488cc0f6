/* Looks through the facts of all attachments. */
#include "heuristics/payload.h"

#include "model/risky_name.h"

struct span payload_file(const struct attachment *attachment, struct span where, struct arena *arena)
{
    if (!where.size)
        return attachment->name;
    return attachment->name.size ? arena_printf(arena, "%.*s/%.*s", SPAN_ARGS(attachment->name), SPAN_ARGS(where)) : where;
}

static const struct payload_sign *sign_of(enum attachment_fact_kind kind, const struct payload_sign *signs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (signs[i].fact == kind)
            return &signs[i];
    return NULL;
}

bool payload_ask(const struct suspicion *suspicion, const struct payload_sign *signs, size_t count, struct arena *arena,
                 struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    const struct payload_sign *best = NULL;
    const struct attachment_fact *fact = NULL;
    const struct attachment *holder = NULL;
    for (size_t a = 0; a < message->attachment_count && !suspicion->sender_own; a++)
        for (size_t i = 0; i < message->attachments[a].fact_count; i++) {
            const struct payload_sign *sign = sign_of(message->attachments[a].facts[i].kind, signs, count);
            if (!sign || (best && sign->weight <= best->weight))
                continue;
            best = sign;
            holder = &message->attachments[a];
            fact = &holder->facts[i];
        }
    if (!best)
        return false;
    struct finding finding = {.says = best->says, .weight = heuristic_trusted(suspicion) ? best->weight * PAYLOAD_TRUSTED : best->weight};
    heuristic_proof(&finding, "file", payload_file(holder, fact->where, arena));
    heuristic_proof(&finding, "detail", fact->detail);
    *ret_finding = finding;
    return true;
}

bool payload_password_told(const struct suspicion *suspicion, const struct attachment *attachment)
{
    struct span word = attachment->opened_with;
    return word.size && (span_equal(word, suspicion->password) || span_find(suspicion->words, word, 0) != SIZE_MAX
                         || span_find(suspicion->message->subject, word, 0) != SIZE_MAX);
}

static bool is_code(enum attachment_fact_kind kind)
{
    switch (kind) {
    case ATTACHMENT_PROGRAM:
    case ATTACHMENT_SCRIPT:
    case ATTACHMENT_SHORTCUT:
    case ATTACHMENT_DISK_IMAGE:
    case ATTACHMENT_MACRO_AUTO_START:
    case ATTACHMENT_MACRO_SUSPICIOUS:
    case ATTACHMENT_MACRO_PCODE_ONLY:
    case ATTACHMENT_MACRO_SHEET_HIDDEN:
    case ATTACHMENT_ACTIVE_MIME:
    case ATTACHMENT_DDE:
        return true;
    default:
        return false;
    }
}

bool payload_holds_code(const struct attachment *attachment, struct span *ret_where)
{
    for (size_t i = 0; i < attachment->fact_count; i++)
        if (is_code(attachment->facts[i].kind)) {
            *ret_where = attachment->facts[i].where;
            return true;
        }
    for (size_t i = 0; i < attachment->member_count; i++)
        if (risky_name(span_trim(attachment->members[i].name)) >= RISKY_NAME_MACROS) {
            *ret_where = attachment->members[i].name;
            return true;
        }
    *ret_where = SPAN_NONE;
    return (attachment->macros & (unsigned)ATTACHMENT_MACROS_BOTH) != 0;
}
