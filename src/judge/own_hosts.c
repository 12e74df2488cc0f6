/* A short list of names and networks, and who taught them. */
#include "judge/own_hosts.h"

#include <stdlib.h>
#include "base/memory.h"
#include "model/host_name.h"

#define NAME_BYTES 253 /* RFC 1035 2.3.4 */

/* ---- the list ---- */

static struct own_hosts_row *row_of(struct own_hosts *hosts, struct span name)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (span_equal(hosts->rows[i].host.host, name))
            return &hosts->rows[i];
    hosts->rows = memory_grown(hosts->rows, hosts->count, &hosts->capacity, sizeof *hosts->rows);
    struct own_hosts_row *row = &hosts->rows[hosts->count++];
    *row = (struct own_hosts_row){.host.host = arena_copy(hosts->arena, name)};
    row->is_network = ip_network_parse(name, &row->network);
    return row;
}

static void add(struct own_hosts *hosts, struct span name, bool given, bool shared, uint32_t mails)
{
    struct own_hosts_row *row = row_of(hosts, name);
    row->host.shared = shared && (row->host.shared || !row->host.mails);
    row->host.given = given;
    row->host.mails += mails;
}

void own_hosts_teach(struct own_hosts *hosts, struct span host, bool shared)
{
    struct span name = host_name(hosts->arena, host);
    if (!hosts->given && name.size)
        add(hosts, name, false, shared, 1);
}

static struct own_hosts_relay *relay_of(const struct own_hosts *hosts, struct span organisation)
{
    for (size_t i = 0; i < hosts->relay_count && organisation.size; i++)
        if (span_equal(hosts->relays[i].organisation, organisation))
            return &hosts->relays[i];
    return NULL;
}

void own_hosts_teach_relay(struct own_hosts *hosts, struct span name, uint32_t mails)
{
    struct span host = host_name(hosts->arena, name), organisation = address_organisation(host);
    if (hosts->given || !host_name_telling(host) || !organisation.size)
        return;
    struct own_hosts_relay *relay = relay_of(hosts, organisation);
    if (!relay) {
        hosts->relays = memory_grown(hosts->relays, hosts->relay_count, &hosts->relay_capacity, sizeof *hosts->relays);
        relay = &hosts->relays[hosts->relay_count++];
        *relay = (struct own_hosts_relay){organisation, 0};
    }
    relay->mails += mails;
}

bool own_hosts_relay(const struct own_hosts *hosts, struct span name)
{
    ARENA_LOCAL arena = arena_open();
    const struct own_hosts_relay *relay = relay_of(hosts, address_organisation(host_name(arena, name)));
    return relay && relay->mails >= OWN_HOSTS_RELAYED;
}

/* ---- questions ---- */

static enum own_host standing(const struct own_hosts_row *row)
{
    if (row->host.shared)
        return row->host.mails < OWN_HOSTS_RELAYED ? OWN_HOST_NO : OWN_HOST_SHARED;
    return OWN_HOST_OURS;
}

/* The name itself, and of a given one those below it. */
static bool names(const struct own_hosts_row *row, struct span name)
{
    struct span host = row->host.host;
    if (row->is_network || !span_ends_nocase(name, host))
        return false;
    return name.size == host.size || (row->host.given && name.data[name.size - host.size - 1] == '.');
}

enum own_host own_hosts_name(const struct own_hosts *hosts, struct span text)
{
    ARENA_LOCAL arena = arena_open();
    struct span name = host_name(arena, text);
    for (size_t i = 0; i < hosts->count && name.size; i++)
        if (names(&hosts->rows[i], name))
            return standing(&hosts->rows[i]);
    return OWN_HOST_NO;
}

enum own_host own_hosts_ip(const struct own_hosts *hosts, struct span ip)
{
    struct ip_network address;
    enum own_host best = OWN_HOST_NO;
    if (!ip_network_parse(ip, &address))
        return best;
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->rows[i].is_network && ip_network_holds(&hosts->rows[i].network, &address) && standing(&hosts->rows[i]) > best)
            best = standing(&hosts->rows[i]);
    return best;
}

bool own_hosts_domain(const struct own_hosts *hosts, struct span text)
{
    ARENA_LOCAL arena = arena_open();
    uint32_t org = intern_find(hosts->corpus->orgs, address_organisation(host_name(arena, text)));
    return org != INTERN_NONE && hosts->corpus->own_orgs[org];
}

bool own_hosts_inside(const struct own_hosts *hosts, struct span ip)
{
    struct ip_network address;
    if (!ip_network_parse(ip, &address))
        return false;
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->rows[i].is_network && hosts->rows[i].host.given && hosts->rows[i].network.bits < 8 * IP_NETWORK_BYTES
            && ip_network_holds(&hosts->rows[i].network, &address))
            return true;
    return ip_network_private(&address);
}

bool own_hosts_ways_out(const struct own_hosts *hosts)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->rows[i].is_network)
            return true;
    return false;
}

/* ---- learning ---- */

struct count {
    uint32_t store, host;
    bool alias;           /* the bare name of a provider's server */
};

static int by_store(const void *a, const void *b)
{
    const struct count *left = a, *right = b;
    if (left->store != right->store)
        return left->store < right->store ? -1 : 1;
    return left->host < right->host ? -1 : left->host > right->host;
}

static int64_t first_hit(const struct corpus *corpus, const struct hit_list *hits)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < hits->count; i++) {
        int64_t time = corpus->mails[hits->hits[i].mail].time;
        if (hits->hits[i].severity != CASE_LOW && time != MESSAGE_NO_DATE && time < first)
            first = time;
    }
    return first;
}

static bool teaches(const struct corpus_mail *mail, int64_t before)
{
    return corpus_is_mail(mail) && !(mail->flags & MESSAGE_REPORT) && mail->by[0] != CORPUS_NONE && mail->store != CORPUS_NONE
        && mail->time < before;
}

/* Servers under our domains, wherever they stand among the topmost: whoever wrote the line above them took the mail from them. */
static void learn_named(struct own_hosts *hosts, int64_t before)
{
    const struct corpus *corpus = hosts->corpus;
    uint32_t *mails = memory_must(calloc(intern_count(corpus->hosts) + 1u, sizeof *mails));
    for (uint32_t i = 0; i < corpus->mail_count; i++) {
        const struct corpus_mail *mail = &corpus->mails[i];
        bool ours = teaches(mail, before);
        for (size_t k = 0; k < CORPUS_HOPS && ours && mail->by[k] != CORPUS_NONE; k++) {
            ours = own_hosts_domain(hosts, intern_text(corpus->hosts, mail->by[k]));
            mails[mail->by[k]] += ours;
        }
    }
    for (uint32_t host = 0; host < intern_count(corpus->hosts); host++)
        if (mails[host] >= OWN_HOSTS_MAILS)
            add(hosts, intern_text(corpus->hosts, host), false, false, mails[host]);
    free(mails);
}

/* `sv123`, which took the mail as `sv123.provider.example`. */
static bool bare_alias(const struct own_hosts *hosts, const struct corpus_mail *mail)
{
    if (mail->by[1] == CORPUS_NONE)
        return false;
    struct span bare = intern_text(hosts->corpus->hosts, mail->by[0]), full = intern_text(hosts->corpus->hosts, mail->by[1]);
    return full.size > bare.size && full.data[bare.size] == '.' && span_equal(span_slice(full, 0, bare.size), bare) && !host_name_internal(full)
        && !own_hosts_domain(hosts, full);
}

/* The servers that deliver to one store; rows are sorted by host. */
static void learn_of_store(struct own_hosts *hosts, const struct count *rows, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        bool alias = false;
        for (to = from; to < count && rows[to].host == rows[from].host; to++)
            alias = alias || rows[to].alias;
        struct span name = intern_text(hosts->corpus->hosts, rows[from].host);
        if (!own_hosts_domain(hosts, name) && !host_name_internal(name))
            own_hosts_teach_relay(hosts, name, (uint32_t)(to - from)); /* who delivers our mail mostly sends it, too */
        if (to - from >= OWN_HOSTS_MAILS_SHARED && (double)(to - from) >= OWN_HOSTS_SHARE * (double)count && host_name_telling(name)
            && !own_hosts_domain(hosts, name))
            add(hosts, name, false, alias || !host_name_internal(name), (uint32_t)(to - from));
    }
}

/* A store whose mail a provider's server, or one without a public name, delivers. */
static void learn_delivering(struct own_hosts *hosts, int64_t before)
{
    const struct corpus *corpus = hosts->corpus;
    struct count *rows = memory_must(malloc((corpus->mail_count + 1u) * sizeof *rows));
    size_t count = 0;
    for (uint32_t i = 0; i < corpus->mail_count; i++)
        if (teaches(&corpus->mails[i], before))
            rows[count++] = (struct count){corpus->mails[i].store, corpus->mails[i].by[0], bare_alias(hosts, &corpus->mails[i])};
    qsort(rows, count, sizeof *rows, by_store);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && rows[to].store == rows[from].store; to++)
            continue;
        learn_of_store(hosts, rows + from, to - from);
    }
    free(rows);
}

/* ---- in and out ---- */

void own_hosts_open(struct own_hosts *hosts, const struct corpus *corpus, const struct hit_list *hits, const char *const *given,
                    size_t given_count, struct arena *arena)
{
    *hosts = (struct own_hosts){.corpus = corpus, .arena = arena, .given = given_count > 0};
    for (size_t i = 0; i < given_count; i++)
        add(hosts, own_hosts_given(arena, given[i]), true, false, 0);
    if (given_count)
        return;
    int64_t before = first_hit(corpus, hits);
    learn_named(hosts, before);
    learn_delivering(hosts, before);
}

void own_hosts_close(struct own_hosts *hosts)
{
    free(hosts->rows);
    free(hosts->relays);
}

static int by_text(const void *a, const void *b)
{
    return span_compare(((const struct case_own_host *)a)->host, ((const struct case_own_host *)b)->host);
}

const struct case_own_host *own_hosts_list(const struct own_hosts *hosts, struct arena *arena, size_t *ret_count)
{
    struct case_own_host *list = arena_array(arena, hosts->count + 1, sizeof *list);
    for (size_t i = 0; i < hosts->count; i++)
        list[i] = hosts->rows[i].host;
    qsort(list, hosts->count, sizeof *list, by_text);
    *ret_count = hosts->count;
    return list;
}

enum outcome own_hosts_kept(struct case_file *file, struct arena *arena, const char *const **ret_given, size_t *ret_count, struct err *err)
{
    const struct case_own_host *last;
    size_t last_count, count = 0;
    enum outcome outcome = case_own_host_read(file, arena, &last, &last_count, err);
    if (outcome != OUTCOME_OK)
        return outcome;
    const char **given = arena_array(arena, last_count + 1, sizeof *given);
    for (size_t i = 0; i < last_count; i++)
        if (last[i].given)
            given[count++] = arena_string(arena, last[i].host);
    *ret_given = given;
    *ret_count = count;
    return OUTCOME_OK;
}

static bool host_letters(struct span name)
{
    for (size_t i = 0; i < name.size; i++) {
        char byte = name.data[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_';
        if (!letter)
            return false;
    }
    return name.size && name.size <= NAME_BYTES && name.data[0] != '.' && name.data[0] != '-';
}

struct span own_hosts_given(struct arena *arena, const char *text)
{
    struct span name = host_name(arena, span_of(text));
    struct ip_network network;
    return ip_network_parse(name, &network) || host_letters(name) ? name : SPAN_NONE;
}
