/* The way of a returned original, from the server that reports down to the machine that handed it to ours: only hops that a trusted server
   wrote are believed. */
#ifndef REPLYTRACE_BOUNCE_PATH_H
#define REPLYTRACE_BOUNCE_PATH_H

#include "case/case_report_mail.h"
#include "judge/own_hosts.h"

#define BOUNCE_PATH_NONE SIZE_MAX

enum bounce_way {
    BOUNCE_WAY_UNKNOWN,  /* nothing that is trusted says where it came from */
    BOUNCE_WAY_FOREIGN,  /* a trusted line names a host that is not ours */
    BOUNCE_WAY_CLAIMED,  /* our hosts are named where anybody could have written them */
    BOUNCE_WAY_QUEUED,   /* our server had it, whence is not told */
    BOUNCE_WAY_PASSED,   /* our server took it from somebody: `entry` */
    BOUNCE_WAY_DIRECT,   /* it left from our address, but no server of ours wrote a line */
};

struct bounce_path {
    enum bounce_way way;
    bool report_ours;        /* a server of ours wrote the report */
    bool report_doubted;     /* it says to be ours, but came from outside */
    bool by_received_from;   /* Received-From-MTA decides, not a line */
    bool deep;               /* servers of the reporting side stand between report and boundary: believed, but less */
    bool by_name;            /* the boundary is known by its verified name alone, not by its address */
    bool unconfirmed;        /* our server's line stands on top, where the reporting server wrote none: nobody confirms it */
    bool shared;             /* our server is a provider's */
    size_t boundary;         /* the line whose `from` tells ours from foreign; BOUNCE_PATH_NONE = none */
    size_t entry;            /* the line by which our server says from whom it took the mail; likewise */
    bool login;              /* the client logged in */
    bool inside;             /* it is a machine within our network */
    struct span by;          /* server of ours at the entry */
    struct span account;     /* empty = not named */
    struct span client_ip;
    struct span helo;
};

/* The report itself, as it reached its reader. */
struct bounce_path_report {
    const struct received *trace;
    size_t trace_count;
    struct span from;        /* address; PST keeps no Reporting-MTA */
};

struct bounce_path bounce_path_walk(const struct own_hosts *hosts, const struct case_report_mail *report, const struct bounce_path_report *itself);

/* The host that handed the mail to the reporting server, as that wrote it: SPAN_NONE where no trusted line tells. */
struct span bounce_path_sender_ip(const struct bounce_path *path, const struct case_report_mail *report);
struct span bounce_path_sender_name(const struct bounce_path *path, const struct case_report_mail *report);

/* The name of the host that handed the mail over to another organisation in this line, as looked up, else as it says: good for doubt alone. */
struct span bounce_path_relay(const struct received *hop);

#endif
