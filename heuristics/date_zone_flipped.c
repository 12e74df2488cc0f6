/* The Date field lies in the future by twice its zone: a local time with the wrong sign of the zone. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"

#define ZONE_LEAST 60          /* minutes */
#define TRAVEL_SECONDS (40 * 60)

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    int64_t ahead, off;
    if (!(message->flags & MESSAGE_TRANSPORT_HEADERS) || message->date == MESSAGE_NO_DATE
        || message->received_date == MESSAGE_NO_DATE || message->zone > -ZONE_LEAST)
        return false; /* east of UTC the same mistake makes the mail old, as a slow honest server does */
    if (suspicion->sender_own || suspicion->sender_service || suspicion->sender_established
        || __builtin_sub_overflow(message->date, message->received_date, &ahead)
        || __builtin_add_overflow(ahead, (int64_t)message->zone * 120, &off))
        return false;
    if (off > TRAVEL_SECONDS || off < -TRAVEL_SECONDS)
        return false;
    struct finding finding = {
        .says = N_("Its Date lies {hours} hours after its arrival, twice its zone {zone}: the sign of the zone is wrong."),
        .weight = 1.6,
    };
    heuristic_proof(&finding, "hours", arena_printf(arena, "%.1f", (double)ahead / 3600));
    heuristic_proof(&finding, "zone", arena_printf(arena, "-%02d%02d", -message->zone / 60, -message->zone % 60));
    *ret_finding = finding;
    return true;
}

const struct heuristic date_zone_flipped = {
    .name = "date_zone_flipped",
    .group = HEURISTIC_HEADER,
    .looks = N_("A Date after the mail's arrival by twice its zone, as -0900 written in Japan makes it, from a sender who is new."),
    .why = N_("Emotet of 2022 wrote the hijacked computer's zone with the wrong sign. A clock that is wrong by just so many hours is the honest "
              "look-alike, and rare; a slow server only makes mail look old."),
    .ask = ask,
};
