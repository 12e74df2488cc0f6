/* First match decides; what else was found is said, too. */
#include "judge/bounce_decide.h"

#include "base/i18n.h"
#include "case/case_read.h"
#include "judge/bounce_addressed.h"
#include "judge/bounce_cluster.h"

#define DAY 86400

static void decide(struct bounce_work *work, enum bounce_origin origin, enum bounce_confidence confidence)
{
    work->origin = origin;
    work->confidence = confidence;
}

static struct span hop_line(const struct bounce_work *work, size_t hop)
{
    return hop < work->report->trace_count ? work->report->trace[hop].line : SPAN_NONE;
}

/* ---- whose mail it says to be ---- */

/* An account without a domain is the person of ours with that local part, where the mail itself says so. */
uint32_t bounce_decide_owner(const struct bounce_desk *desk, const struct bounce_work *work)
{
    const struct corpus *corpus = desk->corpus;
    uint32_t from = work->original.from;
    struct span account = work->path.account;
    bool from_own = from != CORPUS_NONE && corpus->people[from].own;
    if (!account.size)
        return from_own ? from : CORPUS_NONE;
    uint32_t person = intern_find(corpus->addresses, account);
    if (person != INTERN_NONE)
        return person;
    if (from_own && span_equal(address_local(intern_text(corpus->addresses, from)), account))
        return from;
    for (uint32_t org = 0; org < intern_count(corpus->orgs); org++) {
        struct span address = arena_printf(desk->arena, "%.*s@%.*s", SPAN_ARGS(account), SPAN_ARGS(intern_text(corpus->orgs, org)));
        person = corpus->own_orgs[org] ? intern_find(corpus->addresses, address) : INTERN_NONE;
        if (person != INTERN_NONE)
            return person;
    }
    return CORPUS_NONE;
}

static struct span person_text(const struct bounce_desk *desk, uint32_t person)
{
    return person == CORPUS_NONE ? SPAN_LITERAL("?") : intern_text(desk->corpus->addresses, person);
}

/* ---- 0: no report at all ---- */

static enum outcome decide_fake(const struct bounce_desk *desk, struct bounce_work *work, struct err *err)
{
    struct span lure;
    enum bounce_lure kind;
    enum outcome outcome = bounce_intruder_lure(desk->file, desk->lures, work->report->message, desk->arena, &lure, &kind, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    if (lure.size)
        bounce_work_say(desk, work, "lure", SPAN_NONE, true, N_("It looks like a report, names neither recipient nor original, and lures with {what}."),
                        bounce_work_value("what", lure));
    else
        bounce_work_say(desk, work, "lure", SPAN_NONE, true, N_("It looks like a report, names neither recipient nor original, and wants a link to be opened."),
                        json_object());
    decide(work, BOUNCE_FAKE, work->path.report_ours ? BOUNCE_LOW : kind >= BOUNCE_LURE_ENCRYPTED ? BOUNCE_HIGH : BOUNCE_MEDIUM);
    return OUTCOME_OK;
}

/* ---- 1: among the sent mails ---- */

/* "store, folder", of the place where the sent mail lies. */
static enum outcome place_of(const struct bounce_desk *desk, int64_t message, struct span *ret_place, struct err *err)
{
    const struct case_place *places;
    size_t count;
    enum outcome outcome = case_read_places(desk->file, message, desk->arena, &places, &count, err);
    *ret_place = SPAN_LITERAL("?");
    for (size_t i = count; outcome == OUTCOME_OK && i-- > 0;) {
        struct span folder = places[i].where.folder;
        if (!places[i].outer)
            *ret_place = folder.size ? arena_printf(desk->arena, "%.*s, %.*s", SPAN_ARGS(places[i].store_path), SPAN_ARGS(folder))
                                     : places[i].store_path;
    }
    return outcome;
}

static void say_intruder(const struct bounce_desk *desk, struct bounce_work *work, const struct bounce_intruder *intruder, bool decides)
{
    if (intruder->traits)
        bounce_work_say(desk, work, "habit-broken", SPAN_NONE, decides, N_("Unlike all that {owner} sent before: {is} instead of {was}."),
                        bounce_work_also(bounce_work_also(bounce_work_value("owner", person_text(desk, desk->corpus->mails[work->sent_mail].from)),
                                                          "is", intruder->is), "was", intruder->was));
    if (intruder->same_words)
        bounce_work_say(desk, work, "same-words", SPAN_NONE, decides, N_("The same words went to {count} different conversations within two hours."),
                        bounce_work_value("count", bounce_work_number(desk, intruder->same_words)));
    if (intruder->burst)
        bounce_work_say(desk, work, "burst", SPAN_NONE, decides, N_("{count} mails left that mailbox within an hour; before, never more than {usual}."),
                        bounce_work_also(bounce_work_value("count", bounce_work_number(desk, intruder->burst)), "usual",
                                         bounce_work_number(desk, intruder->usual)));
    if (intruder->many)
        bounce_work_say(desk, work, "burst", SPAN_NONE, decides, N_("It went to {count} recipients; no mail before went to a third as many."),
                        bounce_work_value("count", bounce_work_number(desk, intruder->many)));
    if (intruder->strange_client)
        bounce_work_say(desk, work, "strange-client", SPAN_NONE, decides, N_("It came from {host}; other mail of {owner} that came back did not."),
                        bounce_work_also(bounce_work_value("host", work->path.client_ip), "owner", person_text(desk, desk->corpus->mails[work->sent_mail].from)));
    if (intruder->lure.size)
        bounce_work_say(desk, work, "lure", SPAN_NONE, decides, N_("It lures with {what}."), bounce_work_value("what", intruder->lure));
    else if (intruder->files)
        bounce_work_say(desk, work, "lure", SPAN_NONE, decides, N_("Nearly all mails of that hour bring a file."), json_object());
}

/* From outside, where mail of the same author that came back before came from elsewhere. */
static bool strange_client(const struct bounce_desk *desk, const struct bounce_work *work)
{
    size_t others = 0;
    if (work->path.way != BOUNCE_WAY_PASSED || work->path.inside || !work->path.client_ip.size)
        return false;
    for (size_t i = 0; i < desk->count; i++) {
        const struct bounce_work *other = &desk->works[i];
        if (other->sent_how != BOUNCE_SENT_SAME || desk->corpus->mails[other->sent_mail].from != desk->corpus->mails[work->sent_mail].from
            || other->path.way != BOUNCE_WAY_PASSED || other->original.reported >= work->original.reported - DAY)
            continue;
        if (span_equal(other->path.client_ip, work->path.client_ip))
            return false;
        others++;
    }
    return others > 0;
}

static enum outcome decide_sent(const struct bounce_desk *desk, struct bounce_work *work, struct err *err)
{
    struct bounce_intruder intruder;
    struct span place;
    int64_t id = desk->corpus->mails[work->sent_mail].id;
    enum outcome outcome = place_of(desk, id, &place, err);
    if (outcome == OUTCOME_OK)
        outcome = bounce_intruder_look(desk->file, desk->sent, desk->lures, work->sent_mail, desk->arena, &intruder, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    intruder.strange_client = strange_client(desk, work);
    bool same = work->sent_how == BOUNCE_SENT_SAME, strange = bounce_intruder_is(&intruder);
    bounce_work_say(desk, work, same ? "sent-copy" : "sent-alike", SPAN_NONE, true,
                    same ? N_("The original lies among the sent mails: {place}.")
                         : N_("A mail to the same recipient with the same subject was sent within ten minutes: {place}."),
                    bounce_work_value("place", place));
    say_intruder(desk, work, &intruder, strange);
    bool all = (intruder.burst || intruder.many) && (intruder.traits >= BOUNCE_INTRUDER_TRAITS || intruder.same_words);
    bool one = strange && !intruder.burst && !intruder.many && !intruder.same_words; /* a new machine changes many habits at once */
    decide(work, strange ? BOUNCE_INTRUDER : BOUNCE_SENT, same && (!strange || all) ? BOUNCE_HIGH : one ? BOUNCE_LOW : BOUNCE_MEDIUM);
    return OUTCOME_OK;
}

/* ---- the way, told ---- */

static void say_boundary(const struct bounce_desk *desk, struct bounce_work *work, bool decides, const char *says)
{
    const struct case_report_mail *report = work->report;
    size_t at = work->path.boundary;
    bool line = at != BOUNCE_PATH_NONE;
    struct span by = line && report->trace[at].by.size ? report->trace[at].by : report->report.reporting_mta;
    struct span name = line ? report->trace[at].from_name.size ? report->trace[at].from_name : report->trace[at].from : SPAN_NONE;
    struct span host = bounce_work_host(desk, bounce_path_sender_ip(&work->path, report), name);
    if (!line && report->report.received_from.size)
        host = report->report.received_from;
    bounce_work_say(desk, work, line ? "received" : "received-from", hop_line(work, at), decides, says,
                    bounce_work_also(bounce_work_value("by", by.size ? by : SPAN_LITERAL("?")), "host", host));
}

static void say_entry(const struct bounce_desk *desk, struct bounce_work *work)
{
    const struct bounce_path *path = &work->path;
    json_t *values = bounce_work_also(bounce_work_value("by", path->by.size ? path->by : SPAN_LITERAL("?")), "host",
                                      bounce_work_host(desk, path->client_ip, path->helo));
    struct span line = hop_line(work, path->entry);
    bounce_work_also(values, "account", path->account);
    if (path->account.size)
        bounce_work_say(desk, work, "our-login", line, true, path->inside
                            ? N_("Our {by} names the account that logged in, {account}, from {host} inside our network.")
                            : N_("Our {by} names the account that logged in, {account}, from {host} outside."), values);
    else if (path->login)
        bounce_work_say(desk, work, "our-login", line, true, path->inside
                            ? N_("Our {by} says that {host}, inside our network, had logged in; it does not name the account.")
                            : N_("Our {by} says that {host}, outside, had logged in; it does not name the account."), values);
    else
        bounce_work_say(desk, work, "our-hop", line, true, path->inside
                            ? N_("Our {by} took it from {host}, inside our network, without a login.")
                            : N_("Our {by} took it from {host}, outside, without a login."), values);
}

static bool knows_us(const struct bounce_desk *desk)
{
    for (uint32_t org = 0; org < intern_count(desk->corpus->orgs); org++)
        if (desk->corpus->own_orgs[org])
            return true;
    return desk->hosts->count > 0;
}

static void say_way(const struct bounce_desk *desk, struct bounce_work *work)
{
    const struct bounce_path *path = &work->path;
    if (path->report_doubted)
        bounce_work_say(desk, work, "report-doubted", SPAN_NONE, false, N_("The report says to be from our {host}, but came from outside."),
                        bounce_work_value("host", work->report->report.reporting_mta));
    if (path->report_ours)
        bounce_work_say(desk, work, "reporting-mta", SPAN_NONE, false, N_("Our own server wrote the report: the mail was in its queue."), json_object());
    if (path->boundary != BOUNCE_PATH_NONE || (path->by_received_from && !path->report_ours)) {
        bool ours = path->way >= BOUNCE_WAY_QUEUED;
        say_boundary(desk, work, ours || path->way == BOUNCE_WAY_FOREIGN,
                     ours ? N_("{by} got it from {host}, which is ours.")
                          : path->way == BOUNCE_WAY_FOREIGN && knows_us(desk) ? N_("{by} got it from {host}, which is not ours.")
                                                            : N_("{by} got it from {host}: whether that is ours is not known."));
    }
    if (path->unconfirmed)
        bounce_work_say(desk, work, "unconfirmed", hop_line(work, 0), false,
                        N_("The reporting server wrote no line of its own: that the topmost one is of our {by} is likely, but nobody confirms it."),
                        bounce_work_value("by", path->by));
    if (path->way == BOUNCE_WAY_PASSED)
        say_entry(desk, work);
    if (path->way == BOUNCE_WAY_CLAIMED && work->sent_how < BOUNCE_SENT_ALIKE)
        bounce_work_say(desk, work, "claimed", path->shared ? SPAN_NONE : hop_line(work, 0), false, path->shared
                      ? N_("It came by a server that carries our mail and that of many others: whose it was is not told. --own-host with the addresses of "
                           "our own servers may decide it.")
                      : N_("Our servers are named only where anybody could have written it. --own-host with the addresses of our servers may decide it."),
                        json_object());
}

/* ---- 2 and 3: it was at our server ---- */

static enum bounce_confidence confidence_of(unsigned weight)
{
    return weight > BOUNCE_DECIDE_LEAST + 1 ? BOUNCE_HIGH : weight > BOUNCE_DECIDE_LEAST ? BOUNCE_MEDIUM : BOUNCE_LOW;
}

/* What the stores say about the sent mail of its owner. */
static unsigned weigh_missing(const struct bounce_desk *desk, struct bounce_work *work)
{
    int64_t date = work->original.date != MESSAGE_NO_DATE ? work->original.date : work->original.reported;
    uint32_t around = bounce_sent_around(desk->sent, work->owner, date);
    if (work->owner == CORPUS_NONE)
        return 0;
    json_t *values = bounce_work_also(bounce_work_value("owner", person_text(desk, work->owner)), "count", bounce_work_number(desk, around));
    if (around < BOUNCE_SENT_LEAST) {
        bounce_work_say(desk, work, "sent-not-stored", SPAN_NONE, false,
                        N_("Sent mail of {owner} from those weeks is not among the stores: whether the mail is there cannot be told."), values);
        return 0;
    }
    bounce_work_say(desk, work, "not-in-sent", SPAN_NONE, true, N_("{count} mails that {owner} sent in those weeks are stored, and this one is not among them."),
                    values);
    return BOUNCE_DECIDE_MISSING;
}

static unsigned weigh_from(const struct bounce_desk *desk, struct bounce_work *work)
{
    uint32_t from = work->original.from;
    if (from == CORPUS_NONE || from == work->owner)
        return 0;
    bool own = desk->corpus->people[from].own;
    if (own && (!work->path.account.size || work->owner == CORPUS_NONE))
        return 0; /* a login such as e01234 may be anybody's, the author's, too */
    json_t *values = bounce_work_also(bounce_work_value("from", person_text(desk, from)), "account", work->path.account);
    bounce_work_say(desk, work, "from-differs", SPAN_NONE, true, work->path.account.size ? N_("From says {from}, but {account} logged in.")
                                                                                 : N_("From says {from}, which is no address of ours."), values);
    return own ? BOUNCE_DECIDE_OTHER : BOUNCE_DECIDE_FOREIGN;
}

static unsigned weigh_content(const struct bounce_desk *desk, struct bounce_work *work)
{
    if (work->lure.size)
        bounce_work_say(desk, work, "lure", SPAN_NONE, true, N_("It lures with {what}."), bounce_work_value("what", work->lure));
    return (work->lure.size ? BOUNCE_DECIDE_LURE : 0u) + (work->quote_count ? BOUNCE_DECIDE_QUOTES : 0u);
}

/* A newsletter of ours: its bounces come in crowds. */
static bool newsletter(const struct bounce_desk *desk, const struct bounce_work *work)
{
    return work->original.mail && (work->original.mail->flags & MESSAGE_LIST) && bounce_addressed_from_ours(desk, work);
}

/* `tells`: something in the mail itself does. An office behind one address, or a printer, has many accounts, too. */
static unsigned weigh_cluster(const struct bounce_desk *desk, struct bounce_work *work, bool tells, bool missing)
{
    unsigned weight = 0;
    if (!tells && !missing && newsletter(desk, work))
        return 0;
    if (work->accounts >= BOUNCE_CLUSTER_ACCOUNTS && (tells || work->burst >= BOUNCE_CLUSTER_BURST)) {
        bounce_work_say(desk, work, "many-accounts", SPAN_NONE, true, N_("From {host} came mail of {count} of our accounts: it is that machine."),
                        bounce_work_also(bounce_work_value("host", work->path.client_ip), "count", bounce_work_number(desk, work->accounts)));
        weight += BOUNCE_DECIDE_MANY;
    }
    if (work->burst >= BOUNCE_CLUSTER_BURST) {
        bool flood = work->burst >= BOUNCE_CLUSTER_FLOOD;
        bounce_work_say(desk, work, "burst", SPAN_NONE, true,
                        flood ? N_("Within a day such mail failed to {count} domains and more.") : N_("Within a day such mail failed to {count} domains."),
                        bounce_work_value("count", bounce_work_number(desk, work->burst)));
        weight += BOUNCE_DECIDE_BURST * (flood ? 2u : 1u);
    }
    return weight;
}

static void decide_abuse(const struct bounce_desk *desk, struct bounce_work *work, unsigned weight)
{
    unsigned missing = weigh_missing(desk, work), tells = weigh_from(desk, work) + weigh_content(desk, work);
    unsigned cluster = weigh_cluster(desk, work, tells > 0, missing > 0);
    bool thin = !tells && work->burst < BOUNCE_CLUSTER_FLOOD; /* sent on the road, to old addresses, with a device that keeps no copy here? */
    weight += missing + tells + cluster;
    if (weight >= (work->path.unconfirmed ? BOUNCE_DECIDE_ALONE : BOUNCE_DECIDE_LEAST)) {
        bool doubt = work->path.shared || work->path.by_name || work->path.deep;
        enum bounce_confidence most = work->path.unconfirmed || thin ? BOUNCE_LOW : doubt ? BOUNCE_MEDIUM : BOUNCE_HIGH;
        enum bounce_confidence confidence = confidence_of(weight);
        decide(work, BOUNCE_ABUSED, confidence > most ? most : confidence);
        return;
    }
    bounce_work_say(desk, work, "nothing-unusual", SPAN_NONE, false, N_("It left through our server, and nothing says that its owner did not send it."),
                    json_object());
}

/* What somebody's own machine calls itself: no name of a server. */
static bool client_like(struct span helo)
{
    return !helo.size || helo.data[0] == '[' || span_find_byte(helo, '.', 0) == SIZE_MAX;
}

/* Exchange tells of no login, and Postfix only where it is told to. A machine of no server's name whose mail got its Message-ID from our server was
   a mail program that handed in mail of ours. */
static bool handed_in(const struct bounce_desk *desk, const struct bounce_work *work)
{
    return bounce_addressed_from_ours(desk, work) && client_like(work->path.helo)
        && own_hosts_name(desk->hosts, address_domain(work->original.message_id)) == OWN_HOST_OURS;
}

static void decide_taken(const struct bounce_desk *desk, struct bounce_work *work)
{
    const struct bounce_path *path = &work->path;
    bool silent = !path->login && !path->inside, relayed = silent && bounce_addressed_from_ours(desk, work) && !bounce_addressed_to_us(desk, work);
    if (path->inside && !path->login && bounce_addressed_redirected(desk, work)) {
        bounce_work_say(desk, work, "redirected", SPAN_NONE, false,
                        N_("It is from outside to one of ours, and failed to somebody whom it does not name: a machine of ours may have sent it on."),
                        json_object());
        return;
    }
    if (!silent || relayed || handed_in(desk, work)) {
        decide_abuse(desk, work, relayed ? BOUNCE_DECIDE_RELAYED : path->inside ? 0 : BOUNCE_DECIDE_OUTSIDE);
        return;
    }
    bool program = client_like(path->helo), untold = path->entry != BOUNCE_PATH_NONE
        && span_starts_nocase(work->report->trace[path->entry].with, SPAN_LITERAL("Microsoft"));
    weigh_content(desk, work);
    if (path->unconfirmed)
        return;
    bounce_work_say(desk, work, "inbound", SPAN_NONE, true, N_("It came from outside, and our server accepted it before it bounced: none of us sent it."),
                    json_object());
    bool sure = path->report_ours && bounce_addressed_to_us(desk, work) && !program && !untold;
    decide(work, BOUNCE_SELF, sure ? BOUNCE_HIGH : program && bounce_addressed_from_ours(desk, work) ? BOUNCE_LOW : BOUNCE_MEDIUM);
}

/* In our queue, and nobody says how it came there. */
static void decide_queued(const struct bounce_desk *desk, struct bounce_work *work)
{
    bool out = bounce_addressed_from_ours(desk, work) && !bounce_addressed_to_us(desk, work);
    if (!out) {
        bounce_work_say(desk, work, "queue-only", SPAN_NONE, false,
                        N_("It was in our queue; mail from outside that our server took and then bounced looks the same."), json_object());
        return;
    }
    unsigned weight = weigh_missing(desk, work) + weigh_content(desk, work);
    if (weight > BOUNCE_DECIDE_LEAST)
        decide(work, BOUNCE_ABUSED, BOUNCE_LOW);
    else
        bounce_work_say(desk, work, "nothing-unusual", SPAN_NONE, false, N_("It left through our server, and nothing says that its owner did not send it."),
                        json_object());
}

/* ---- 4: elsewhere ---- */

static void decide_foreign(const struct bounce_desk *desk, struct bounce_work *work)
{
    const struct bounce_path *path = &work->path;
    bool in_our_name = work->original.from == CORPUS_NONE || bounce_addressed_from_ours(desk, work);
    bool hosts = desk->hosts->count > 0 && in_our_name, sure = hosts && own_hosts_ways_out(desk->hosts) && !path->deep && !path->by_received_from;
    weigh_content(desk, work);
    decide(work, BOUNCE_BACKSCATTER, sure ? BOUNCE_HIGH : hosts ? BOUNCE_MEDIUM : BOUNCE_LOW);
}

static void decide_by_way(const struct bounce_desk *desk, struct bounce_work *work)
{
    enum bounce_way way = work->path.way;
    if (way == BOUNCE_WAY_FOREIGN && knows_us(desk)) {
        decide_foreign(desk, work);
    } else if (way == BOUNCE_WAY_FOREIGN || (way >= BOUNCE_WAY_QUEUED && !desk->hosts->count)) {
        bounce_work_say(desk, work, "no-own-hosts", SPAN_NONE, false, N_("Which servers are ours is not known: name them with --own-host."), json_object());
    } else if (way == BOUNCE_WAY_PASSED) {
        decide_taken(desk, work);
    } else if (way == BOUNCE_WAY_DIRECT) {
        bounce_work_say(desk, work, "direct", hop_line(work, work->path.boundary), true,
                        N_("It left from our address, but none of our servers wrote a line: a machine behind it sent by itself."), json_object());
        decide_abuse(desk, work, BOUNCE_DECIDE_DIRECT);
    } else if (way == BOUNCE_WAY_QUEUED) {
        decide_queued(desk, work);
    } else if (way == BOUNCE_WAY_UNKNOWN) {
        bounce_work_say(desk, work, "no-trace", SPAN_NONE, false, N_("No line that can be trusted tells which way it went."), json_object());
    }
}

static void say_quotes(const struct bounce_desk *desk, struct bounce_work *work, struct span subject)
{
    if (!work->quote_count)
        return;
    json_t *values = bounce_work_value("share", arena_printf(desk->arena, "%.0f%%", 100 * work->quotes[0].share));
    bounce_work_say(desk, work, "quotes-thread", SPAN_NONE, false, N_("{share} of what it quotes stands in a stored mail (\"{subject}\")."),
                    bounce_work_also(values, "subject", subject));
}

static enum outcome say_quoted(const struct bounce_desk *desk, struct bounce_work *work, struct err *err)
{
    struct case_message row;
    enum outcome outcome = work->quote_count ? case_read_message(desk->file, work->quotes[0].message, desk->arena, &row, err) : OUTCOME_END;
    if (outcome == OUTCOME_OK)
        say_quotes(desk, work, row.message.subject);
    return outcome == OUTCOME_FAULT || outcome == OUTCOME_DEAD ? outcome : OUTCOME_OK;
}

/* Nobody sends back what arrived: a receipt or a vacation note for mail of others is no backscatter. */
static bool undelivered(enum report_mail_kind kind)
{
    return kind != REPORT_MAIL_SUCCESS && kind != REPORT_MAIL_RECEIPT && kind != REPORT_MAIL_AUTO_REPLY;
}

enum outcome bounce_decide(const struct bounce_desk *desk, struct bounce_work *work, struct err *err)
{
    enum outcome outcome;
    decide(work, BOUNCE_UNKNOWN, BOUNCE_LOW);
    if (work->report->report.kind == REPORT_MAIL_LURE)
        return decide_fake(desk, work, err);
    if (work->sent_how == BOUNCE_SENT_BORROWED)
        bounce_work_say(desk, work, "message-id-borrowed", SPAN_NONE, false,
                        N_("Its Message-ID is that of a mail of ours, but time or subject is another: it was borrowed."), json_object());
    bool sent = work->sent_how == BOUNCE_SENT_SAME || work->sent_how == BOUNCE_SENT_ALIKE;
    if (sent) {
        outcome = decide_sent(desk, work, err);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    say_way(desk, work);
    if (!sent)
        decide_by_way(desk, work);
    if (!undelivered(work->report->report.kind) && (work->origin == BOUNCE_SELF || work->origin == BOUNCE_BACKSCATTER))
        decide(work, BOUNCE_UNKNOWN, BOUNCE_LOW);
    return say_quoted(desk, work, err);
}
