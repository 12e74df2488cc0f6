-- A case of replytrace, for sqlite3 and for people: everything that was read from the mail stores, and what was concluded from it.
-- Dates are Unix seconds in UTC, NULL where unknown. Empty text means that there was none. Lists in one column (received,
-- quote_headers, defects) are one row a line with a tab between fields; \t \n and \\ stand for tab, newline and backslash.
-- Tables not mentioned here may be added by hand; triggers are refused.
PRAGMA application_id = 1381257795; -- "RTRC"
PRAGMA user_version = 7;

CREATE TABLE store ( -- a file or folder that holds mail
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,          -- driver that read it; '' = none wanted it
    owner TEXT NOT NULL,           -- address of the mailbox owner
    size INTEGER NOT NULL,         -- bytes
    mtime INTEGER NOT NULL,        -- Unix nanoseconds
    sha256 BLOB,                   -- of a folder: of its manifest, one line (path, tab, bytes, tab, SHA-256) for each mail file,
                                   -- sorted; NULL where it was not read to its end
    expected INTEGER NOT NULL, read INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL, -- items
    next_item INTEGER NOT NULL,    -- where the next scan goes on
    state INTEGER NOT NULL,        -- 0 unfinished, 1 done, 2 dead
    reason TEXT NOT NULL           -- why dead or unfinished
) STRICT;

CREATE TABLE note ( -- something to know about a store
    store INTEGER NOT NULL,        -- store.id; 0: about the scan as such
    incomplete INTEGER NOT NULL,   -- 1: something may be unread
    text TEXT NOT NULL,
    PRIMARY KEY (store, text, incomplete)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder ( -- of a store that has folders: those that hold something
    store INTEGER NOT NULL REFERENCES store,
    name TEXT NOT NULL,
    expected INTEGER NOT NULL,     -- items
    PRIMARY KEY (store, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE failed ( -- an item that could not be read
    store INTEGER NOT NULL REFERENCES store,
    item INTEGER NOT NULL,         -- 0-based position in the store
    folder TEXT NOT NULL,
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (store, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE person ( -- a display name with an address, as a mail shows it
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,         -- of the address: 0 none, 1 SMTP, 2 Exchange DN (see exchange_address), 3 other
    UNIQUE (address, name, kind)
) STRICT;

CREATE TABLE exchange_pair ( -- an Exchange DN beside an SMTP address of the same person
    id INTEGER PRIMARY KEY,
    dn TEXT NOT NULL,              -- lower case
    smtp TEXT NOT NULL,
    UNIQUE (dn, smtp)
) STRICT;

CREATE TABLE message ( -- a mail, once, however many copies were found
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,      -- 16 bytes: XXH3 of what makes two copies the same
    embedded INTEGER NOT NULL,     -- 1: it lies only within other mails
    flags INTEGER NOT NULL,        -- 1 has Received, 2 list, 4 automatic, 8 report, 16 calendar, 32 draft, 64 sent copy, 128 no mail,
                                   -- 256 read, 512 answered, 1024 cut at a limit, 2048 deleted
    size INTEGER NOT NULL,         -- raw bytes
    item_class TEXT NOT NULL,      -- MAPI message class
    message_id TEXT NOT NULL,      -- without angle brackets
    has_reference_fields INTEGER NOT NULL,
    thread_index BLOB,
    date INTEGER,                  -- as the sender says
    zone INTEGER NOT NULL,         -- minutes east of UTC
    received_date INTEGER,         -- as our own servers say
    subject TEXT NOT NULL,
    from_raw TEXT NOT NULL,        -- the From field as sent
    from_person INTEGER REFERENCES person,   -- the first of From
    sender_person INTEGER REFERENCES person,
    return_path TEXT NOT NULL,
    list_id TEXT NOT NULL,
    mailer TEXT NOT NULL,
    charset TEXT NOT NULL,
    authenticated TEXT NOT NULL,   -- account that really sent it, where a server names one
    originating_ip TEXT NOT NULL,
    received TEXT NOT NULL,        -- from, from_name, from_ip, by, with, account, date; topmost first
    quote_headers TEXT NOT NULL,   -- from_name, from_address, date, subject
    defects TEXT NOT NULL,
    own_bytes INTEGER NOT NULL,    -- folded letters of own and of quoted text
    quoted_bytes INTEGER NOT NULL,
    quoted_fingerprints INTEGER NOT NULL
) STRICT;

CREATE TABLE recipient ( -- the other people of a mail
    message INTEGER NOT NULL REFERENCES message,
    position INTEGER NOT NULL,
    role INTEGER NOT NULL,         -- 0 To, 1 Cc, 2 Bcc, 3 a further From, 4 Reply-To
    person INTEGER NOT NULL REFERENCES person,
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reference ( -- References, then In-Reply-To
    message INTEGER NOT NULL REFERENCES message,
    position INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    message INTEGER NOT NULL REFERENCES message,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    declared_type TEXT NOT NULL,
    inlined INTEGER NOT NULL,
    size INTEGER NOT NULL,         -- decoded bytes
    cut INTEGER NOT NULL,          -- 1: only its beginning was looked at
    sha256 BLOB NOT NULL,
    true_type TEXT NOT NULL,       -- by its bytes
    encrypted INTEGER NOT NULL,    -- 0 unknown, 1 no, 2 yes
    encryption TEXT NOT NULL,
    macros INTEGER NOT NULL,       -- 0 none, 1 VBA, 2 Excel 4.0, 3 both, 4 unknown
    opened_with TEXT NOT NULL,     -- the password that opened it
    opened_where TEXT NOT NULL,    -- where that password stood
    limits TEXT NOT NULL,          -- what was not looked at and why
    embedded INTEGER REFERENCES message, -- the mail within
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE member ( -- an entry of an attached archive
    message INTEGER NOT NULL REFERENCES message,
    attachment INTEGER NOT NULL,   -- its position
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    encrypted INTEGER NOT NULL,
    true_type TEXT NOT NULL,       -- by its bytes, where they were read
    sha256 BLOB,                   -- of the bytes that were read; NULL where none were
    PRIMARY KEY (message, attachment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact ( -- what inspection found in an attachment
    message INTEGER NOT NULL REFERENCES message,
    attachment INTEGER NOT NULL,   -- its position
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,            -- as in jsonl
    place TEXT NOT NULL,           -- name of the entry; '' = the attachment itself
    detail TEXT NOT NULL,
    PRIMARY KEY (message, attachment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE report ( -- a mail that a machine wrote about another mail
    message INTEGER PRIMARY KEY REFERENCES message,
    kind TEXT NOT NULL,            -- bounce, delay, success, receipt, auto-reply, feedback, challenge, lure
    format TEXT NOT NULL,          -- what told it: rfc3464, mapi, or a pattern set of words/bounce.yaml
    reporting_mta TEXT NOT NULL,   -- host that writes
    received_from TEXT NOT NULL,   -- host that handed it the original
    original_id TEXT NOT NULL,     -- Message-ID of the original
    envelope_id TEXT NOT NULL,
    arrival INTEGER,               -- when the reporting host got the original
    original INTEGER REFERENCES message, -- the returned original
    headers_only INTEGER NOT NULL, -- 1: its body did not come back
    trace TEXT NOT NULL            -- its Received fields as they came back: as message.received, and the line as sent
) STRICT;

CREATE TABLE report_recipient ( -- whom a report speaks of
    message INTEGER NOT NULL REFERENCES report,
    position INTEGER NOT NULL,
    address TEXT NOT NULL,         -- as the original was addressed
    final TEXT NOT NULL,           -- where it was forwarded to
    action TEXT NOT NULL,          -- failed, delayed, delivered, relayed, expanded; '' unknown
    status TEXT NOT NULL,          -- RFC 3463
    reply_code TEXT NOT NULL,      -- SMTP
    diagnostic TEXT NOT NULL,
    remote_mta TEXT NOT NULL,      -- host that refused it
    PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE occurrence ( -- where a mail lay
    message INTEGER NOT NULL REFERENCES message,
    store INTEGER NOT NULL REFERENCES store,
    item INTEGER NOT NULL,         -- 0-based position in the store
    folder TEXT NOT NULL,
    path TEXT NOT NULL,            -- Maildir, eml: the file below the store's path
    offset INTEGER NOT NULL,       -- mbox: byte position; PST: node id
    length INTEGER NOT NULL,       -- mbox: bytes
    outer INTEGER REFERENCES message, -- the mail that it is attached to
    PRIMARY KEY (message, store, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE exchange_shown ( -- which mail in which store shows a pair
    pair INTEGER NOT NULL REFERENCES exchange_pair,
    message INTEGER NOT NULL REFERENCES message,
    store INTEGER NOT NULL REFERENCES store,
    PRIMARY KEY (pair, message, store)
) STRICT, WITHOUT ROWID;

CREATE TABLE text ( -- the words of a mail: zstd of a row of (kind byte: 0 own, 1 quoted; LEB128 length; UTF-8)
    message INTEGER PRIMARY KEY REFERENCES message,
    words BLOB NOT NULL
) STRICT;

CREATE TABLE posting_run ( -- fingerprints are kept in sorted runs; 16 runs of a level become one of the next
    id INTEGER PRIMARY KEY,
    level INTEGER NOT NULL,
    postings INTEGER NOT NULL
) STRICT;

CREATE TABLE posting ( -- one bucket (top 8 bits of the fingerprint) of a run; coding: case_postings.h
    id INTEGER PRIMARY KEY,        -- posting_run * 256 + bucket
    data BLOB NOT NULL
) STRICT;

CREATE TABLE evidence ( -- raw bytes of hits and of the originals that they quote
    message INTEGER PRIMARY KEY REFERENCES message,
    kind TEXT NOT NULL,            -- rfc822, or mapi for a rendering of properties
    sha256 BLOB NOT NULL,          -- of the raw bytes
    raw BLOB NOT NULL              -- zstd
) STRICT;

-- From here on: what the last judge concluded. {key} in `says` stands for a value of the JSON object in `details`.

CREATE TABLE exchange_address ( -- whose Exchange DN it is, where the pairs of all stores leave no doubt
    dn TEXT PRIMARY KEY,
    smtp TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    infected TEXT NOT NULL,        -- partner, own, both, undecided, none
    says TEXT NOT NULL,
    details TEXT NOT NULL,
    judged_messages INTEGER NOT NULL
) STRICT;

CREATE TABLE verdict_suspect (
    position INTEGER PRIMARY KEY,
    address TEXT NOT NULL
) STRICT;

CREATE TABLE verdict_note ( -- who cannot be told apart, a second wave
    position INTEGER PRIMARY KEY,
    says TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE TABLE opening ( -- one of our people who opened forged mail
    position INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    how TEXT NOT NULL,             -- answered, passed-on, read
    first INTEGER,
    later INTEGER NOT NULL         -- hits behind the first that bear the name
) STRICT;

CREATE TABLE opening_hit (
    opening INTEGER NOT NULL REFERENCES opening,
    position INTEGER NOT NULL,
    hit TEXT NOT NULL,             -- hit.id
    PRIMARY KEY (opening, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_domain (
    position INTEGER PRIMARY KEY,
    domain TEXT NOT NULL,
    given INTEGER NOT NULL,        -- 1 by --own, 0 learnt
    unseen INTEGER NOT NULL        -- 1: given, but no mail knows it
) STRICT;

CREATE TABLE allowed ( -- the allow list: senders whose mail is left out
    position INTEGER PRIMARY KEY,
    entry TEXT NOT NULL            -- an address, or a domain with its subdomains
) STRICT;

CREATE TABLE hit (
    position INTEGER PRIMARY KEY,  -- in the report
    id TEXT NOT NULL UNIQUE,
    message INTEGER NOT NULL REFERENCES message,
    verdict TEXT NOT NULL,         -- stolen-reply, spoofed-sender, suspicious-attachment, suspicious
    severity INTEGER NOT NULL,     -- 0 low, 1 medium, 2 high
    score REAL NOT NULL,           -- log-odds
    claimed_name TEXT NOT NULL,
    claimed_address TEXT NOT NULL,
    claimed_org TEXT NOT NULL,
    sending_account TEXT NOT NULL,
    campaign TEXT NOT NULL,
    standing INTEGER NOT NULL      -- 0 it counts by its signs, 1 it counts because a person says that it is forged; it counts for
                                   -- nothing: 2 a person says that it is honest, 3 the allow list leaves it out
) STRICT;

CREATE TABLE finding ( -- why it is a hit
    hit INTEGER NOT NULL REFERENCES hit,
    position INTEGER NOT NULL,
    heuristic TEXT NOT NULL,
    says TEXT NOT NULL,
    details TEXT NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (hit, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE hit_quote ( -- the stored originals that a hit quotes
    hit INTEGER NOT NULL REFERENCES hit,
    position INTEGER NOT NULL,
    message INTEGER NOT NULL REFERENCES message,
    share REAL NOT NULL,           -- of the quoted words of the hit, 0 to 1
    PRIMARY KEY (hit, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE suspect ( -- whose mailbox may have been stolen
    position INTEGER PRIMARY KEY,
    rank INTEGER NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    org TEXT NOT NULL,
    own INTEGER NOT NULL,          -- 1: of our own domains
    probability REAL NOT NULL,
    explains INTEGER NOT NULL, out_of INTEGER NOT NULL, -- hits
    window_oldest INTEGER, window_from INTEGER, window_to INTEGER -- oldest and newest stolen mail, first hit
) STRICT;

CREATE TABLE suspect_address ( -- further addresses of the same person
    suspect INTEGER NOT NULL REFERENCES suspect,
    position INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (suspect, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE because ( -- hits that a suspect explains
    suspect INTEGER NOT NULL REFERENCES suspect,
    position INTEGER NOT NULL,
    hit TEXT NOT NULL,             -- hit.id
    PRIMARY KEY (suspect, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE in_favour ( -- what speaks for the suspicion
    suspect INTEGER NOT NULL REFERENCES suspect,
    position INTEGER NOT NULL,
    says TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (suspect, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE against ( -- what speaks against a suspect
    suspect INTEGER NOT NULL REFERENCES suspect,
    position INTEGER NOT NULL,
    says TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (suspect, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE same_person ( -- addresses of one person, where that is safe to say; the others are nobody's but their own
    address TEXT PRIMARY KEY,
    stands TEXT NOT NULL           -- the address that stands for all of his
) STRICT, WITHOUT ROWID;

CREATE TABLE list_address ( -- an address behind which is an open mailing list
    address TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE reused ( -- mails of the threads that hits of severity medium or high quote, the hits left out
    message INTEGER PRIMARY KEY REFERENCES message,
    hit TEXT NOT NULL              -- hit.id: the first such hit
) STRICT;

CREATE TABLE own_host ( -- servers through which our mail goes
    position INTEGER PRIMARY KEY,
    host TEXT NOT NULL,            -- name, address or network
    given INTEGER NOT NULL,        -- 1 by --own-host, 0 learnt
    shared INTEGER NOT NULL,       -- 1: learnt, but of a domain that is not ours
    mails INTEGER NOT NULL         -- that taught it
) STRICT;

CREATE TABLE bounce ( -- where the mail that a report is about came from
    position INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES report,
    original INTEGER REFERENCES message, -- that came back
    date INTEGER,                  -- of the original by a trusted server, else of the report
    origin TEXT NOT NULL,          -- sent, sent-by-intruder, abused-account, self-backscatter, backscatter, fake-bounce, unknown
    confidence TEXT NOT NULL,      -- high, medium, low
    suggested TEXT NOT NULL,       -- origin of those that are like an unknown one
    account TEXT NOT NULL,         -- that logged in at our server
    client_ip TEXT NOT NULL,       -- from which our server took it
    helo TEXT NOT NULL,
    machine TEXT NOT NULL,         -- inside, outside
    original_message_id TEXT NOT NULL,
    mail INTEGER NOT NULL          -- the same for reports on the same mail
) STRICT;

CREATE TABLE bounce_evidence (
    bounce INTEGER NOT NULL REFERENCES bounce,
    position INTEGER NOT NULL,
    evidence TEXT NOT NULL,        -- word
    says TEXT NOT NULL,
    details TEXT NOT NULL,
    line TEXT NOT NULL,            -- header line, as sent
    decides INTEGER NOT NULL,
    PRIMARY KEY (bounce, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE bounce_quote ( -- stored mails that the original quotes
    bounce INTEGER NOT NULL REFERENCES bounce,
    position INTEGER NOT NULL,
    message INTEGER NOT NULL REFERENCES message,
    share REAL NOT NULL,
    PRIMARY KEY (bounce, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE triage ( -- what people decided about a hit; judge goes by it and leaves it alone
    hit TEXT PRIMARY KEY,          -- hit.id
    verdict TEXT NOT NULL,         -- true: it is forged, false: it is honest
    note TEXT NOT NULL
) STRICT;

CREATE VIEW mail AS -- for reading by eye
    SELECT message.id, datetime(coalesce(received_date, date), 'unixepoch') AS utc, person.name AS from_name,
           person.address AS from_address, subject, message_id, embedded
    FROM message LEFT JOIN person ON person.id = from_person;
