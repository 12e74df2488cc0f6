/* A link hands over a file: an installer scheme, an archive or program, or a place where anybody puts files and pages. */
#include "base/i18n.h"
#include "heuristics/heuristic.h"
#include "model/link.h"
#include "model/risky_name.h"

#define LINKS_MOST 50 /* links of one mail that are looked at */

static struct span handler_in(struct span words)
{
    static const char *const handlers[] = {"ms-appinstaller:?source=", "search-ms:query", "search-ms:displayname", "search:query"};
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (span_find_nocase(words, span_of(handlers[i]), 0) != SIZE_MAX)
            return span_of(handlers[i]);
    return SPAN_NONE;
}

/* Hosts and, with a leading dot, domains below which anybody may put files or pages. */
static bool anybodys(struct span host)
{
    static const char *const places[] = {"1drv.ms", "onedrive.live.com", ".sharepoint.com", "drive.google.com", "docs.google.com",
        "storage.googleapis.com", "firebasestorage.googleapis.com", "sites.google.com", "www.dropbox.com", "dl.dropboxusercontent.com",
        "cdn.discordapp.com", "mega.nz", "www.mediafire.com", "transfer.sh", "wetransfer.com", "we.tl", "anonfiles.com", "gofile.io",
        "file.io", ".gigafile.nu", "firestorage.jp", ".box.com", "send.datadeliver.net", ".web.core.windows.net", ".blob.core.windows.net",
        ".azurewebsites.net", ".appspot.com", ".firebaseapp.com", ".web.app", ".pages.dev", ".workers.dev", ".herokuapp.com",
        ".weebly.com", ".glitch.me", ".s3.amazonaws.com"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct span place = span_of(places[i]);
        if (place.data[0] == '.' ? span_ends_nocase(host, place) : span_equal_nocase(host, place))
            return true;
    }
    return false;
}

/* Pages end in .html, and a host may be the last part of a path: archive.example/www.bank.com. */
static bool hands_over(struct span file)
{
    enum risky_name risk = risky_name(file);
    return risk != RISKY_NAME_NO && risk != RISKY_NAME_PAGE && !span_ends_nocase(file, SPAN_LITERAL(".com"));
}

/* The heaviest of what one link shows; 0: nothing. */
static double weigh(const struct suspicion *suspicion, const struct link *link, const char **ret_says)
{
    bool password = suspicion->password.size != 0;
    bool file = hands_over(link->file), place = anybodys(link->host);
    if (!file && !place)
        return 0;
    *ret_says = password ? N_("A link to {host} comes with a password in the same mail: {password}.")
        : file           ? N_("A link to {host} hands over the file {file}.")
                         : N_("A link leads to {host}, where anybody may put files and pages.");
    return password ? 1.3 : file ? 1.2 : 0.5;
}

static bool handled(const struct suspicion *suspicion, struct finding *ret_finding)
{
    struct span handler = handler_in(suspicion->words);
    if (!handler.size)
        return false;
    *ret_finding = (struct finding){
        .says = N_("A link starts a program of this computer that fetches what it names ({scheme})."),
        .weight = 2.6,
    };
    heuristic_proof(ret_finding, "scheme", handler);
    return true;
}

static bool linked(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    struct link link;
    size_t from = 0;
    double heaviest = 0;
    for (int links = 0; links < LINKS_MOST && link_next(arena, suspicion->words, &from, &link); links++) {
        struct finding finding = {0};
        finding.weight = weigh(suspicion, &link, &finding.says);
        if (finding.weight <= heaviest || span_equal(link.org, suspicion->sender_org))
            continue;
        heaviest = finding.weight;
        heuristic_proof(&finding, "host", link.host);
        heuristic_proof(&finding, "file", link.file);
        if (suspicion->password.size)
            heuristic_proof(&finding, "password", suspicion->password);
        *ret_finding = finding;
    }
    return heaviest > 0;
}

static bool ask(const struct suspicion *suspicion, struct arena *arena, struct finding *ret_finding)
{
    if (suspicion->sender_own || suspicion->over_list || suspicion->sender_service
        || (suspicion->message->flags & (MESSAGE_LIST | MESSAGE_AUTOMATIC | MESSAGE_REPORT)))
        return false;
    if (!handled(suspicion, ret_finding) && !linked(suspicion, arena, ret_finding))
        return false;
    if (heuristic_trusted(suspicion))
        ret_finding->weight *= 0.4;
    return true;
}

const struct heuristic viewer_link = {
    .name = "viewer_link",
    .group = HEURISTIC_PAYLOAD,
    .looks = N_("A link in the own words that starts an installer (ms-appinstaller), names an archive or program, or leads to a file service or free "
                "pages; more so with a password in the mail."),
    .why = N_("Fake viewers and previews of 2021 came so, and archives on file services since. People share files the same way, with a password too: "
              "only a link that starts an installer says much."),
    .ask = ask,
};
