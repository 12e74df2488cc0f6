/* The mails that our people sent, as the stores keep them: is a returned original among them? */
#ifndef REPLYTRACE_BOUNCE_SENT_H
#define REPLYTRACE_BOUNCE_SENT_H

#include "case/case_report_mail.h"
#include "judge/corpus.h"

#define BOUNCE_SENT_APART 600        /* seconds between the dates of one mail as its sender and a server write them */
#define BOUNCE_SENT_LATE (7 * 86400) /* a server gives up on a mail after so many seconds at most */
#define BOUNCE_SENT_DAYS 30          /* sent mail of so many days before and after a mail says whether sent mail is kept, */
#define BOUNCE_SENT_LEAST 3          /* where it is so many */

struct bounce_sent {
    const struct corpus *corpus;
    uint32_t *by_id;       /* numbers of sent mails, by hash of their Message-ID, then time; malloc'ed, as the next two */
    uint32_t *by_subject;  /* by subject, then time */
    uint32_t *by_person;   /* by From, then time */
    uint32_t count;
};

/* What is known of the original of a report. */
struct bounce_original {
    const struct case_report_mail *report;
    const struct corpus_mail *mail; /* NULL: it did not come back */
    struct span message_id;         /* empty = not named */
    uint64_t id;                    /* hash of it, 0 = none */
    uint32_t from, subject;         /* numbers of the corpus, or CORPUS_NONE */
    int64_t date;                   /* its Date field, else when the reporting server got it; MESSAGE_NO_DATE = unknown */
    int64_t reported;               /* when the report was written */
};

enum bounce_sent_how {
    BOUNCE_SENT_NOT,
    BOUNCE_SENT_BORROWED,  /* the Message-ID is that of a sent mail of another time or subject */
    BOUNCE_SENT_ALIKE,     /* a recipient, the subject and ten minutes are the same; one of the two has no Message-ID */
    BOUNCE_SENT_SAME,      /* the same Message-ID, time and subject */
};

void bounce_sent_open(struct bounce_sent *sent, const struct corpus *corpus);
void bounce_sent_close(struct bounce_sent *sent);

/* A mail that its author sent: in a sent folder, or of one of our people and never travelled. */
bool bounce_sent_is(const struct corpus *corpus, const struct corpus_mail *mail);

/* *ret_mail is the sent mail; untouched for BOUNCE_SENT_NOT. */
enum bounce_sent_how bounce_sent_find(const struct bounce_sent *sent, const struct bounce_original *original, uint32_t *ret_mail);

/* Sent mails of a person in the weeks around `date`; 0 for CORPUS_NONE. */
uint32_t bounce_sent_around(const struct bounce_sent *sent, uint32_t person, int64_t date);

/* The sent mails of a person, by time: *ret_first is a position in by_person. */
uint32_t bounce_sent_of(const struct bounce_sent *sent, uint32_t person, uint32_t *ret_first);

#endif
