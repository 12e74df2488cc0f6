/* The subject says it is a reply, and no header says to what. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/subject.h"

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    bool reply;
    (void)arena;
    subject_strip(message->subject, &reply);
    if (!reply || !(message->flags & MESSAGE_TRANSPORT_HEADERS) || message->has_reference_fields || message->thread_index.size)
        return false;
    if ((message->flags & (MESSAGE_AUTOMATIC | MESSAGE_CALENDAR | MESSAGE_LIST | MESSAGE_REPORT)) || suspicion->sender_own)
        return false;
    struct finding finding = {
        .says = N_("It says to be a reply (\"{subject}\") but has no In-Reply-To, References or Thread-Index."),
        .weight = 0.7,
    };
    heuristic_proof(&finding, "subject", message->subject);
    *ret_finding = finding;
    return true;
}

const struct heuristic reply_without_thread_headers = {
    .name = "reply_without_thread_headers",
    .group = HEURISTIC_THREAD,
    .looks = N_("A reply prefix in the subject of a mail that has travelled, without any header that names what it replies to."),
    .why = N_("Mail made by a kit often lacks threading. So do one in eight honest replies, and calendar items, receipts and automatic "
              "replies: a weak sign that never counts alone."),
    .ask = ask,
};
