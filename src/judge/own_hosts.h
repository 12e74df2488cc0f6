/* Which servers are the organisation's own: given, or learnt from genuine mail. */
#ifndef REPLYTRACE_OWN_HOSTS_H
#define REPLYTRACE_OWN_HOSTS_H

#include "base/arena.h"
#include "case/case_bounce.h"
#include "judge/corpus.h"
#include "judge/hit.h"
#include "model/ip_network.h"

/* The server on top of so many mails before the first hit is ours where its name is under our domains; */
#define OWN_HOSTS_MAILS 2
/* another needs so many, and this share of the mails of a store that have travelled. It is shared: a provider's, who has other customers. */
#define OWN_HOSTS_MAILS_SHARED 5
#define OWN_HOSTS_SHARE 0.2
/* So many sent mails went out through a provider's server. */
#define OWN_HOSTS_RELAYED 3

enum own_host { OWN_HOST_NO, OWN_HOST_SHARED, OWN_HOST_OURS };

struct own_hosts_row {
    struct case_own_host host;
    struct ip_network network;  /* of an address or network */
    bool is_network;
};

/* Organisation of a smarthost with more addresses than could be learnt one by one (outlook.com, messagelabs.com). Its customers are many: what came
   from there is neither ours nor foreign. */
struct own_hosts_relay {
    struct span organisation;
    uint32_t mails;
};

struct own_hosts {
    const struct corpus *corpus;
    struct arena *arena;        /* of the names */
    struct own_hosts_row *rows; /* malloc'ed */
    size_t count, capacity;
    struct own_hosts_relay *relays; /* malloc'ed */
    size_t relay_count, relay_capacity;
    bool given;                 /* nothing is learnt */
};

/* `given`: values of --own-host; with none of them, servers are learnt from mail that is older than every hit and no report: anybody can
   send a report. Own domains must be known. */
void own_hosts_open(struct own_hosts *hosts, const struct corpus *corpus, const struct hit_list *hits, const char *const *given,
                    size_t given_count, struct arena *arena);
void own_hosts_close(struct own_hosts *hosts);

/* One mail shows that this address or name is a way out of our network. Nothing where hosts were given. */
void own_hosts_teach(struct own_hosts *hosts, struct span host, bool shared);

/* So many mails that we sent left through this server, or were delivered to us by it, and it is not ours. `name`: as the receiving server looked
   it up. */
void own_hosts_teach_relay(struct own_hosts *hosts, struct span name, uint32_t mails);
/* OWN_HOSTS_RELAYED mails that we sent left through servers of this one's organisation, or it delivers ours. */
bool own_hosts_relay(const struct own_hosts *hosts, struct span name);

/* A name that was given stands for those below it, too: `ours.example` for `mx1.ours.example`. */
enum own_host own_hosts_name(const struct own_hosts *hosts, struct span name);
enum own_host own_hosts_ip(const struct own_hosts *hosts, struct span ip);
/* A name under one of our domains. */
bool own_hosts_domain(const struct own_hosts *hosts, struct span name);
/* An address that only a machine of ours has: private, or in a given network of more than one address. */
bool own_hosts_inside(const struct own_hosts *hosts, struct span ip);
/* At least one way out of our network is known by address. */
bool own_hosts_ways_out(const struct own_hosts *hosts);

/* For the result, sorted by text. */
const struct case_own_host *own_hosts_list(const struct own_hosts *hosts, struct arena *arena, size_t *ret_count);

/* Values of --own-host that the case keeps from its last judge. NULL-terminated strings in `arena`. */
enum outcome own_hosts_kept(struct case_file *file, struct arena *arena, const char *const **ret_given, size_t *ret_count, struct err *err);
/* A value of --own-host as it is compared and printed; empty when it is neither name, address nor network. */
struct span own_hosts_given(struct arena *arena, const char *text);

#endif
