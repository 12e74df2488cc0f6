/* The From field breaks the grammar: doubled quotes, an open quote or bracket, or two addresses where one person writes. */
#include "base/i18n.h"
#include "base/limits.h"
#include "heuristics/heuristic.h"

/* What stands outside of quotes and comments. */
struct reading {
    unsigned opened, closed; /* angle brackets */
    unsigned commas;
    bool open_quote;
    bool doubled;            /* `""` with something beside it */
};

static struct reading read_field(struct span raw)
{
    struct reading reading = {0};
    unsigned comment = 0;
    for (size_t i = 0; i < raw.size; i++) {
        char byte = raw.data[i];
        if (byte == '\\') {
            i++;
        } else if (byte == '"') {
            reading.doubled = reading.doubled || (i + 2 < raw.size && raw.data[i + 1] == '"' && raw.data[i + 2] != ' ' && raw.data[i + 2] != '<');
            reading.open_quote = !reading.open_quote;
        } else if (!reading.open_quote && byte == '(') {
            comment++;
        } else if (!reading.open_quote && byte == ')') {
            comment -= comment > 0;
        } else if (!reading.open_quote && !comment) {
            reading.opened += byte == '<';
            reading.closed += byte == '>';
            reading.commas += byte == ',' || byte == ';';
        }
    }
    return reading;
}

/* Writers of several organisations and nobody who sends: RFC 5322 3.6.2 wants a Sender field then. */
static bool two_writers(const struct message *message)
{
    for (size_t i = 1; i < message->from_count; i++)
        if (!message->sender.addr.size && message->from[0].kind == ADDRESS_SMTP && message->from[i].kind == ADDRESS_SMTP
            && !span_equal(address_organisation(message->from[0].addr), address_organisation(message->from[i].addr)))
            return true;
    return false;
}

/* A bare address before the one in angle brackets, of another organisation. Quoted names are what name_holds_other_address asks about. */
static bool bare_address_before(const struct suspicion *suspicion, struct span raw)
{
    for (size_t i = 0; i < suspicion->named_address_count; i++)
        if (span_starts_nocase(raw, suspicion->named_addresses[i].address)
            && !span_equal(suspicion->named_addresses[i].org, suspicion->sender_org))
            return true;
    return false;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    const struct message *message = suspicion->message;
    struct span raw = span_trim(message->from_raw);
    (void)arena;
    if (!raw.size || raw.size >= LIMIT_FIELD_BYTES || suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || suspicion->sender_established || (message->flags & MESSAGE_LIST))
        return false;
    struct reading reading = read_field(raw);
    struct finding finding = {0};
    if (two_writers(message) || reading.opened > reading.commas + 1 || bare_address_before(suspicion, raw)) {
        finding.says = N_("From names two addresses where one person writes: {from}");
        finding.weight = 1.2;
    } else if (reading.open_quote || reading.opened != reading.closed) {
        finding.says = N_("A quote or bracket of From is never closed: {from}");
        finding.weight = 0.8;
    } else if (reading.doubled) {
        finding.says = N_("The quotes of From are doubled: {from}");
        finding.weight = 0.8;
    } else {
        return false;
    }
    heuristic_proof(&finding, "from", raw);
    *ret_finding = finding;
    return true;
}

const struct heuristic from_malformed = {
    .name = "from_malformed",
    .group = HEURISTIC_HEADER,
    .looks = N_("A From field of a new sender that breaks RFC 5322: doubled quotes, a quote or bracket left open, two addresses without a Sender."),
    .why = N_("Kits fill a template with a stolen name that already has quotes or an address. Mail programs write the grammar; home-made senders "
              "break it honestly: a weak sign."),
    .ask = ask,
};
