"""Reads the real corpora of ../shared/data/mail as boxes of mail: what the injection forges from, and the honest mail that must stay unaccused."""
import email
import email.header
import email.policy
import email.utils
import os
import pickle
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "..", "shared", "data", "mail")
sys.path.insert(0, os.path.join(HERE, "..", "..", "samples"))
from gen.message import Message  # noqa: E402

FILES = {"enron": "enron-19-users.tar.zst", "ja-list": "ja-list.maildir.tar.zst", "bench": "bench.mbox.zst"}
DAY = 86400
MAILS = {"enron": 27531, "ja-list": 6221, "bench": 25698}
# where somebody else's words begin below the writer's own
QUOTE = re.compile(r"^(>|-+ ?Original Message|-+ ?Forwarded by|[ \t]*On .{8,80} wrote:|_{5,}$|From: |\d{4}[年/].{4,60}[:：]$)|\n\t?\S.{2,60}\n?\t?.{0,40}\d\d/\d\d/\d{2,4} \d\d:\d\d [AP]M\n", re.MULTILINE)
FROM_LINE = re.compile(rb"^From [^\n]*\n", re.MULTILINE)


def present(corpus):
    return os.path.exists(os.path.join(DATA, FILES[corpus]))


def unpacked(corpus, workdir):
    """Where the corpus lies as files; unpacked once a workdir."""
    source, target = os.path.join(DATA, FILES[corpus]), os.path.join(workdir, "real", corpus)
    if os.path.exists(target):
        return target
    partly = target + ".part"
    os.makedirs(partly, exist_ok=True)
    if source.endswith(".tar.zst"):
        subprocess.run(["tar", "--zstd", "-xf", source, "-C", partly], check=True)
    else:
        with open(f"{partly}/{corpus}.mbox", "wb") as out:
            subprocess.run(["zstd", "-dc", source], stdout=out, check=True)
    os.rename(partly, target)
    return target


class Piece:
    """One stored mail: raw bytes, where it lay, and a gen.message.Message of it (message.own: the writer's words, message.quoted: the rest)."""

    def __init__(self, box, folder, raw, names):
        self.box, self.folder, self.raw = box, folder, raw
        parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
        self.listed = any(parsed[h] for h in ("List-Id", "List-Post", "Precedence"))
        text = _text(parsed)
        cut = QUOTE.search(text)
        own = text[:cut.start()].strip() if cut else text.strip()
        rest = text[cut.start():].strip() if cut else ""
        message = self.message = Message(subject=" ".join(_decoded(parsed["Subject"]).split()), own=own, core=own, quoted=rest, date=_seconds(parsed["Date"]),
                                         message_id=(parsed["Message-ID"] or "").strip() or None, family="real")
        people = _people(parsed, "From")
        name, address = people[0] if people else ("", "")
        shown = _shown_name(parsed["X-From"])
        if address and (shown or name):
            names.setdefault(address, shown or name)
        message.from_ = (shown or name, address)
        message.to, message.cc, message.bcc = _people(parsed, "To"), _people(parsed, "Cc"), _people(parsed, "Bcc")
        message.references = re.findall(r"<[^<>\s]+>", str(parsed["References"] or parsed["In-Reply-To"] or ""))
        self.key = address, message.date, message.subject  # the same for copies of one mail in several folders, whose Message-IDs may differ


def _decoded(value):
    try:
        return str(email.header.make_header(email.header.decode_header(value or "")))
    except (LookupError, ValueError, UnicodeError):
        return str(value or "")


def _people(parsed, field):
    values = [_decoded(v) if "=?" in str(v) else str(v) for v in parsed.get_all(field, [])]
    return [(name.strip(), address.lower()) for name, address in email.utils.getaddresses(values) if "@" in address]


def _shown_name(x_from):
    """The name that Enron's export moved from From to X-From."""
    name = re.sub(r"[<\[].*", "", str(x_from or "")).strip(' "\'')
    return name if name and "@" not in name and len(name) < 60 and name.isascii() else ""


def _seconds(date):
    try:
        return int(email.utils.parsedate_to_datetime(str(date)).timestamp())
    except (TypeError, ValueError, OverflowError):
        return 0


def _text(parsed):
    for part in parsed.walk():
        if part.get_content_type() == "text/plain":
            data, charset = part.get_payload(decode=True) or b"", part.get_content_charset() or "ascii"
            try:
                return data.decode(charset, "replace").replace("\r", "")
            except LookupError:
                return data.decode("latin-1")
    return ""


def _mbox(path):
    with open(path, "rb") as file:
        data = file.read()
    starts = [m for m in FROM_LINE.finditer(data) if m.start() == 0 or data[m.start() - 2:m.start()] == b"\n\n"]
    for here, after in zip(starts, [m.start() for m in starts[1:]] + [len(data)]):
        yield data[here.end():after].rstrip(b"\n") + b"\n"


def _restore_ids(pieces):
    """Enron's export gave every copy of a mail a Message-ID of its own, and moved its date by hours in some boxes: copies get back what they share."""
    first = {}
    for piece in pieces:
        m = piece.message
        words = "".join(c for c in m.own.lower() if c.isalnum())
        day, known = m.date // DAY, (m.from_[1], m.subject, words)
        found = next((first[(d, *known)] for d in (day - 1, day, day + 1) if (d, *known) in first), m.message_id)
        first.setdefault((day, *known), found)
        if found and m.message_id and found != m.message_id:
            piece.raw = piece.raw.replace(m.message_id.encode(), found.encode(), 1)
            m.message_id = found


def enron(folder):
    """(pieces, names) of the boxes of a company; a file is named <user>.<folder>.mbox."""
    pieces, names = [], {}
    root = os.path.join(folder, "enron-dev")
    for name in sorted(os.listdir(root)):
        box, place = name[:-len(".mbox")].split(".", 1)
        pieces += [Piece(box, place, raw, names) for raw in _mbox(os.path.join(root, name))]
    _restore_ids(pieces)
    return pieces, names


def japanese_list(folder):
    root = os.path.join(folder, "ja-asakusarb.maildir", "cur")
    pieces, names = [], {}
    for name in sorted(os.listdir(root)):
        with open(os.path.join(root, name), "rb") as file:
            pieces.append(Piece("list", "Inbox", file.read(), names))
    return pieces, names


def english_lists(folder):
    names = {}
    return [Piece("list", "Inbox", raw, names) for raw in _mbox(os.path.join(folder, "bench.mbox"))], names


READERS = {"enron": enron, "ja-list": japanese_list, "bench": english_lists}


def load(corpus, workdir):
    """(pieces of private mail, address -> name), kept ready in the workdir: reading takes a minute."""
    from . import readdressed  # which needs Piece
    ready = os.path.join(workdir, "real", corpus + ".pickle")
    newest = max(os.path.getmtime(source) for source in (__file__, readdressed.__file__))
    if os.path.exists(ready) and os.stat(ready).st_uid == os.getuid() and os.path.getmtime(ready) > newest:
        with open(ready, "rb") as file:
            return pickle.load(file)
    pieces, names = READERS[corpus](unpacked(corpus, workdir))
    result = (pieces if corpus == "enron" else readdressed.readdress(pieces, names)), names
    with open(ready + ".part", "wb") as file:
        pickle.dump(result, file)
    os.rename(ready + ".part", ready)
    return result
