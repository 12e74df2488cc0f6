#!/usr/bin/env python3
"""Quotes stored mail in every form of match_forms.py inside forged mail and counts what is found: recall by form and language, false matches.

A collection is a store of honest mail: generated ones (English, Japanese, and made-up text in other scripts), and real ones where
--real names the folder in which the archives of ../shared/data/mail were unpacked. Into each come forged mails, each of a stranger of its
own, and honest mail of strangers that quotes nothing stored. "thread" = the mail was found to quote a stored thread; "first" = the stolen
mail itself is the first that is named (the newest). Exit 1 when a bar is missed."""
import argparse
import collections
import contextlib
import email
import email.header
import email.policy
import email.utils
import glob
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "samples"))
from gen import honest  # noqa: E402
from gen.draw import Draw  # noqa: E402
from gen.mail_bytes import rfc5322  # noqa: E402
from gen.message import rfc5322_date  # noqa: E402
from gen.people import World  # noqa: E402
from match_forms import FORMS, Stolen, first_lines  # noqa: E402

BARS = {"whole": 0.99, "5 lines": 0.97, "3 lines": 0.85, "2 lines": 0.0, "5 bare": 0.85, "3 bare": 0.0, "2 bare": 0.0}
FALSE_BAR = 0.002
DAY = 86400
TELLING_LETTERS = 120      # own words of a mail that is worth stealing here; shorter ones are for evaluate.py
SHINGLE_BYTES = 32         # a text says something where pieces of this size
SHINGLE_MAILS = 3          # stand in so few mails, its own copies left out;
SHINGLES_LEAST = 8         # so many of the sampled ones
FIRST_SHINGLES_LEAST = 3   # and in the first lines of a text
SHINGLE_SAMPLE = 8         # (one piece in so many is looked at)
QUOTE_MARKS = re.compile(r"^\s*[>|＞]|-----|^_{8,}|wrote:\s*$|書きました|^(From|差出人|To): ", re.M)
SCRIPTS = {"zh": (0x4E00, 0x5000), "ko": (0xAC00, 0xB400), "th": (0x0E01, 0x0E2E), "ru": (0x0430, 0x0450)}
BOILERPLATE = "This message is confidential and intended for the addressee alone; whoever received it in error should delete it and tell the sender."


def letters(text):
    return "".join(c for c in text.lower() if c.isalnum())


def shingles(text):
    """A sample of the text's pieces that is the same wherever a piece stands."""
    data = text.encode()
    return {piece for piece in (zlib.crc32(data[at:at + SHINGLE_BYTES]) for at in range(len(data) - SHINGLE_BYTES + 1)) if piece % SHINGLE_SAMPLE == 0}


class Collection:
    """mails: RFC 5322 bytes. stolen: Stolen of those that can be quoted. own: our domain. texts: message id -> its letters."""

    def __init__(self, name, own):
        self.name, self.own, self.mails, self.stolen, self.texts, self.strangers = name, own, [], [], {}, []

    def add(self, stolen, raw):
        text = letters(stolen.text)
        self.mails.append(raw)
        self.texts[stolen.message_id] = text
        if len(text) >= TELLING_LETTERS and "@" in stolen.address and stolen.subject:
            self.stolen.append(stolen)

    def leave_out_templates(self):
        """What machines write over and over is boilerplate, and nothing is to be found by it."""
        self.frequency = collections.Counter(piece for text in set(self.texts.values()) for piece in shingles(text))
        self.stolen = [s for s in self.stolen if self.tells(s.text, SHINGLES_LEAST)]

    def tells(self, text, least):
        """Enough pieces of the text stand in few mails."""
        return sum(self.frequency[piece] <= SHINGLE_MAILS for piece in shingles(letters(text))) >= least


# ---- generated collections ----

def generated(language, mails, seed):
    """Threads among a company and its partners; strangers: people of another world with the same habits and boilerplate."""
    draw = Draw(f"match {seed} {language}")
    world, other = World(draw), World(Draw(f"match other {seed} {language}"))
    collection = Collection(f"generated {language}", world.ours.domain)
    for thread in honest.threads(draw, world, 1600000000, 365, mails * 2):
        if thread.language != language or world.ours.domain not in str([m.from_[1] + str(m.to) for m in thread.messages]):
            continue
        for message in thread.messages:
            if message.message_id:
                stolen = Stolen(message.message_id.strip("<>"), *message.from_, message.to[0][1], rfc5322_date(message.date, 540), message.subject, message.own)
                stolen.seconds = message.date
                collection.add(stolen, rfc5322(message))
    for thread in honest.threads(Draw(f"match strangers {seed} {language}"), other, 1600000000, 365, mails):
        if thread.language == language:
            for message in thread.messages[-1:]:   # its thread is stored nowhere
                message.from_ = (message.from_[0], message.from_[1].replace("@", "@x."))
                message.to, message.cc = [("", f"{world.ours.people[0].local}@{world.ours.domain}")], []
                collection.strangers.append(rfc5322(message))
    return collection


def made_up(language, mails, seed):
    """Random words of a script: only what the script does to matching shows here."""
    draw = random.Random(f"{seed} {language}")
    low, high = SCRIPTS[language]
    gap = " " if language in ("ko", "ru") else ""
    alphabet = [chr(c) for c in range(low, high) if language != "ko" or len(chr(c).encode("euc-kr", "ignore")) == 2]
    words = ["".join(draw.choice(alphabet) for _ in range(draw.randint(2, 5))) for _ in range(1500)]
    collection = Collection(f"made up {language}", "own.example")
    for number in range(mails):
        sentences = [gap.join(draw.choice(words) for _ in range(draw.randint(6, 14))) + "." for _ in range(draw.randint(5, 12))]
        text = "\n".join(sentences) + "\n\n" + BOILERPLATE
        seconds = 1600000000 + number * 3600
        stolen = Stolen(f"m{number}.{language}@partner.example", f"Partner {number % 20}", f"p{number % 20}@partner.example", f"u{number % 7}@own.example",
                        rfc5322_date(seconds, 0), gap.join(draw.choice(words) for _ in range(3)) + f" {number}", text)
        stolen.seconds = seconds
        collection.add(stolen, write(stolen.name, stolen.address, stolen.to, stolen.subject, seconds, stolen.message_id, text_body(text)))
        if number % 2:
            text = "\n".join(gap.join(draw.choice(words) for _ in range(10)) for _ in range(6)) + "\n\n" + BOILERPLATE
            collection.strangers.append(write("", f"a@s{number}.example", stolen.to, f"{draw.choice(words)} {number}", seconds + DAY, f"s{number}@s{number}.example", text_body(text)))
    return collection


def text_body(text):
    return "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", text.encode() + b"\n"


def write(name, address, to, subject, seconds, message_id, body):
    head, data = body
    named = f"{email.header.Header(name, 'utf-8').encode()} <{address}>" if name else address
    lines = [f"Received: from mail ([192.0.2.7]) by mx.own.example with ESMTP; {rfc5322_date(seconds + 5, 0)}", f"From: {named}", f"To: {to}",
             f"Subject: {email.header.Header(subject, 'utf-8', maxlinelen=900).encode()}", f"Date: {rfc5322_date(seconds, 0)}", f"Message-ID: <{message_id}>", "MIME-Version: 1.0"]
    return "\n".join(lines).encode() + b"\n" + head.encode() + b"\n" + data


# ---- real collections ----

def mbox_mails(path):
    with open(path, "rb") as file:
        data = file.read()
    return [part.split(b"\n", 1)[-1] for part in re.split(rb"(?m)^From (?=\S)", data) if part]


def read_plain(raw):
    """(message, text) of a mail that is plain text and not unreadable."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    part = next((p for p in message.walk() if p.get_content_type() == "text/plain"), None)
    if part is None:
        return message, ""
    try:
        return message, part.get_payload(decode=True).decode(part.get_content_charset("utf-8"), "strict").replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError, ValueError):
        return message, ""


def header(message, name):
    try:
        return " ".join(str(email.header.make_header(email.header.decode_header(str(message.get(name, ""))))).split())
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        return ""


def privately(message, raw, own):
    """A list's mail as if it had been written to one of our people, one for each thread: what is public proves nothing."""
    root = (str(message.get("References") or message.get("In-Reply-To") or message.get("Message-ID") or "").split() or ["x"])[0]
    to = f"t{hashlib.sha256(root.encode()).hexdigest()[:8]}@{own}"
    head, _, body = raw.partition(b"\n\n")
    head = re.sub(rb"(?mi)^(list-[a-z-]+|to|cc|reply-to|x-[a-z-]+|sender|precedence|mail-followup-to|delivered-to):.*\n(?:[ \t].*\n)*", b"", head + b"\n")
    return to, b"Received: from mail ([192.0.2.8]) by mx.own.example with ESMTP\n" + head.rstrip(b"\n") + f"\nTo: {to}\n\n".encode() + body


def real(name, own, raws, private):
    collection, seen = Collection(name, own), set()
    for raw in raws:
        message, text = read_plain(raw)
        if len(text) > TELLING_LETTERS and (header(message, "From"), letters(text)) in seen:
            continue   # the archive of Enron gave each copy of a mail an id of its own
        seen.add((header(message, "From"), letters(text)))
        message_id, address = str(message.get("Message-ID") or "").strip("<> \t\n"), email.utils.parseaddr(header(message, "From"))
        date = email.utils.parsedate_tz(str(message.get("Date") or ""))
        to = email.utils.parseaddr(header(message, "To"))[1]
        if private:
            to, raw = privately(message, raw, own)
        stolen = Stolen(message_id, *address, to, str(message.get("Date", "")), header(message, "Subject"), text.strip("\n"))
        stolen.seconds = email.utils.mktime_tz(date) if date else None
        fit = text and date and message_id and "@" in to and not QUOTE_MARKS.search(text) and stolen.subject
        if fit:
            collection.add(stolen, raw)
        else:
            collection.mails.append(raw)
    return collection


def real_collections(folder, mails, seed):
    draw = random.Random(f"real {seed}")
    enron = [raw for path in sorted(glob.glob(f"{folder}/enron*/*.mbox")) for raw in mbox_mails(path)]
    bench = mbox_mails(f"{folder}/bench.mbox") if os.path.exists(f"{folder}/bench.mbox") else []
    japanese = []
    for path in sorted(glob.glob(f"{folder}/ja*/cur/*")):
        with open(path, "rb") as file:
            japanese.append(file.read())
    found = []
    for name, own, raws, private in (("enron", "enron.com", enron, False), ("bench", "own.example", bench, True), ("ja-list", "own.example", japanese, True)):
        if raws:
            found.append(real(name, own, raws[:mails], private))
        else:
            print(f"skipped: {name} is not in {folder}")
    for collection in found:
        others = bench if collection.name == "enron" else enron if collection.name == "bench" else bench
        for number, raw in enumerate(draw.sample(others, min(2000, len(others)))):
            to = collection.stolen[number % len(collection.stolen)].to
            head, _, body = raw.partition(b"\n\n")
            head = re.sub(rb"(?mi)^(list-[a-z-]+|to|cc|bcc|reply-to|x-[a-z-]+|sender|precedence|date):.*\n(?:[ \t].*\n)*", b"", head + b"\n")
            seconds = collection.stolen[number % len(collection.stolen)].seconds + DAY
            collection.strangers.append(f"Received: from mail ([192.0.2.9]) by mx.own.example with ESMTP\nTo: {to}\nDate: {rfc5322_date(seconds, 0)}\n".encode() + head.rstrip(b"\n") + b"\n\n" + body)
    return found


# ---- forging, running, counting ----

def lure_of(language):
    return "添付ファイルをご確認ください。" if language.endswith(("ja", "ja-list")) else "Please see the attached document."


def with_payload(head, data, number):
    """A load beside the text: matching is measured here, not what one sign alone is worth."""
    mark = f"=_match{number}"
    load = f"--{mark}\nContent-Type: application/vnd.ms-excel.sheet.macroEnabled.12\nContent-Disposition: attachment; filename=form{number}.xlsm\n\nempty {number}\n--{mark}--\n"
    return f'Content-Type: multipart/mixed; boundary="{mark}"\n', f"--{mark}\n{head}\n".encode() + data + b"\n" + load.encode()


def forge(collection, each, seed):
    """[(form, Stolen, message id, raw)]; a form that cannot carry the text (a charset) takes another text."""
    draw, forged, number = random.Random(f"forge {seed} {collection.name}"), [], 0
    pool = collection.stolen[:]
    draw.shuffle(pool)
    for form, (what, make) in FORMS.items():
        made = 0
        for _ in range(6 * each):
            if made == each:
                break
            stolen = pool[number % len(pool)]
            number += 1
            if what[0] in "35" and not collection.tells(first_lines(stolen.text, int(what[0])), FIRST_SHINGLES_LEAST):
                continue   # nothing but a greeting or a form's head
            try:
                body = make(stolen, lure_of(collection.name), draw)
            except UnicodeEncodeError:
                continue
            message_id = f"forged{number}@stranger{number}.example"
            raw = write(stolen.name, f"info@stranger{number}.example", stolen.to, f"Re: {stolen.subject}", stolen.seconds + 40 * DAY, message_id, with_payload(*body, number))
            forged.append((form, stolen, message_id, raw))
            made += 1
    return forged


def write_mbox(path, mails):
    with open(path, "wb") as file:
        for raw in mails:
            file.write(b"From x@y.example Thu Jan  1 00:00:00 2015\n" + re.sub(rb"(?m)^(>*From )", rb">\1", raw.replace(b"\r\n", b"\n")) + b"\n\n")


def run_tool(binary, folder, own):
    case, report = f"{folder}/case", f"{folder}/report.jsonl"
    for command in (["scan", "--no-judge", "-c", case, f"{folder}/stores"], ["judge", "-c", case, "--own", own], ["report", "-c", case, "--format", "jsonl", "-o", report]):
        done = subprocess.run([binary, *command], capture_output=True, text=True, timeout=1800)
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    with open(report, encoding="utf-8") as file:
        hits = [o for o in map(json.loads, file) if o["type"] == "hit"]
    return [h for h in hits if any(f["heuristic"] == "quotes_stored_thread" for f in h["findings"])]


def same_mail(collection, named, stolen):
    """The stolen mail, or another stored one with the same words but for a few: sent again, or to another address."""
    if named == stolen.message_id:
        return True
    one, other = shingles(collection.texts.get(named, "")), shingles(letters(stolen.text))
    return len(one & other) >= 0.8 * len(one | other) > 0


def measure(collection, options):
    forged = forge(collection, options.each, options.seed)
    kept = f"{options.workdir}/{collection.name.replace(' ', '-')}" if options.keep else None
    if kept:
        shutil.rmtree(kept, ignore_errors=True)
        os.makedirs(kept)
    with contextlib.nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="replytrace-match-", dir=options.workdir) as folder:
        os.mkdir(f"{folder}/stores")
        for name, mails in (("honest", collection.mails), ("forged", [raw for *_, raw in forged]), ("strangers", collection.strangers)):
            write_mbox(f"{folder}/stores/{name}.mbox", mails)
        hits = run_tool(options.binary, folder, collection.own)
    by_id = {h["message_id"]: h for h in hits}
    count, lines = collections.Counter(), []
    for form, stolen, message_id, _ in forged:
        hit = by_id.get(message_id)
        thread = bool(hit and hit["quotes"])
        first = thread and same_mail(collection, hit["quotes"][0]["message_id"], stolen)
        count[form, "all"] += 1
        count[form, "thread"] += thread
        count[form, "first"] += first
        if not first:
            lines.append(f"{collection.name}: {form}: {stolen.message_id} {'named ' + hit['quotes'][0]['message_id'] if thread else 'not found'}")
    stores = collections.Counter()
    for hit in hits:   # strangers who answer each other quote what is stored: no false match
        where = [os.path.basename(o["occurrences"][0]["store"]) for o in (hit, *hit["quotes"][:1])]
        stores[where[0]] += where != ["strangers.mbox", "strangers.mbox"]
    if options.verbose:
        print("\n".join(lines))
        for hit in hits:
            if os.path.basename(hit["occurrences"][0]["store"]) != "forged.mbox":
                print(f"{collection.name}: honest: {hit['message_id']} {hit['quotes'][:1]}")
    return count, len(collection.mails), stores["honest.mbox"], len(collection.strangers), stores["strangers.mbox"]


def percent(part, whole):
    return f"{100 * part / whole:5.1f}" if whole else "    -"


def print_table(names, results):
    print(f"{'thread / first, %':24}" + "".join(f"{name:>16}" for name in names))
    for form in FORMS:
        cells = [f"{percent(r[0][form, 'thread'], r[0][form, 'all'])} /{percent(r[0][form, 'first'], r[0][form, 'all'])}" for r in results]
        print(f"{form:24}" + "".join(f"{cell:>16}" for cell in cells))
    print(f"{'mails':24}" + "".join(f"{r[1]:>16}" for r in results))
    print(f"{'of them with a match':24}" + "".join(f"{r[2]:>16}" for r in results))
    print(f"{'strangers':24}" + "".join(f"{r[3]:>16}" for r in results))
    print(f"{'of them with a match':24}" + "".join(f"{r[4]:>16}" for r in results))


def judge_bars(names, results):
    good = True
    for name, result in zip(names, results):
        for what, bar in BARS.items():
            forms = [form for form in FORMS if FORMS[form][0] == what]
            whole = sum(result[0][f, "all"] for f in forms)
            thread, first = (sum(result[0][f, key] for f in forms) / max(1, whole) for key in ("thread", "first"))
            met = thread >= bar and first >= bar - 0.02
            good = good and met
            print(f"{name:16}{what:10} thread {100 * thread:6.2f} %, first {100 * first:6.2f} %, bar {100 * bar:.0f} %{'' if met else '  MISSED'}")
        false = result[4] / max(1, result[3])
        good = good and false <= FALSE_BAR
        print(f"{name:16}{'false':10} {100 * false:.3f} % of strangers, bar {100 * FALSE_BAR} %{'' if false <= FALSE_BAR else '  MISSED'}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=os.path.join(HERE, "..", "build", "release", "replytrace"))
    parser.add_argument("--real", help="folder with enron*/*.mbox, bench.mbox, ja*/cur: the archives of ../shared/data/mail, unpacked")
    parser.add_argument("--only", help="collections whose name holds this")
    parser.add_argument("--mails", type=int, default=600, help="stored mails of a generated collection (default 600)")
    parser.add_argument("--real-mails", type=int, default=10**9, help="stored mails of a real one (default: all)")
    parser.add_argument("--each", type=int, default=20, help="forged mails of each form (default 20)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workdir", default="/tmp")
    parser.add_argument("--keep", action="store_true", help="leave stores, case and report in the workdir, by name of the collection")
    parser.add_argument("-v", "--verbose", action="store_true", help="name every miss")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    found = [generated(language, options.mails, options.seed) for language in ("en", "ja")]
    found += [made_up(language, options.mails // 2, options.seed) for language in SCRIPTS]
    if options.real:
        found += real_collections(options.real, options.real_mails, options.seed)
    found = [c for c in found if not options.only or options.only in c.name]
    for collection in found:
        collection.leave_out_templates()
    results = [measure(collection, options) for collection in found]
    print_table([c.name for c in found], results)
    return 0 if judge_bars([c.name for c in found], results) else 1


if __name__ == "__main__":
    sys.exit(main())
