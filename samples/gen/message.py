"""One mail before it becomes bytes: who, when, own words, the mail it quotes, and what the truth file says of it."""
import datetime

WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_LONG = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MONTHS_LONG = "January February March April May June July August September October November December".split()


class Message:
    """date: seconds since 1970 UTC. zone: minutes. from_, to, cc, bcc: (name, address). own: the sender's words with greeting and
    signature. core: his words alone. parent: the mail that he quotes, quoted: that quote as he sees it. headers: extra (name, text).
    attachments: (file name, content type, bytes). label: honest, forged, bounce, spam."""

    def __init__(self, **given):
        self.from_ = self.sender = self.reader = self.parent = self.message_id = self.in_reply_to = self.quote_style = self.from_raw = self.html_body = None
        self.to, self.cc, self.bcc, self.references, self.headers, self.attachments = [], [], [], [], [], []
        self.own = self.core = self.subject = self.quoted = ""
        self.chain = []            # messages quoted, newest first
        self.date = self.zone = 0
        self.html = False
        self.charset, self.transfer = "utf-8", "8bit"
        self.label, self.family = "honest", "thread"
        self.truth = {}            # further members of its line in truth.jsonl
        self.route = None          # how it travelled; see transport.py. None: by the sender's own organisation
        self.raw = None            # ready RFC 5322 bytes below the trace headers (bounces)
        self.folders = {}          # address of a mailbox -> folder, where that is not Inbox
        self.occurrences = []
        for name, value in given.items():
            setattr(self, name, value)

    @property
    def text(self):
        return self.own + ("\n\n" + self.quoted if self.quoted else "")

    def people(self):
        return [address for _, address in [self.from_] + self.to + self.cc + self.bcc]


def moment(seconds, zone):
    """Wall clock of the zone (minutes east of UTC)."""
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds + zone * 60)


def zone_text(zone):
    return f"{'-' if zone < 0 else '+'}{abs(zone) // 60:02d}{abs(zone) % 60:02d}"


def rfc5322_date(seconds, zone):
    t = moment(seconds, zone)
    return f"{WEEKDAYS[t.weekday()]}, {t.day} {MONTHS[t.month - 1]} {t.year} {t:%H:%M:%S} {zone_text(zone)}"


def asctime(seconds):
    """The date of an mbox "From " line, in UTC."""
    t = moment(seconds, 0)
    return f"{WEEKDAYS[t.weekday()]} {MONTHS[t.month - 1]} {t.day:2d} {t:%H:%M:%S} {t.year}"
