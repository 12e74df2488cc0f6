"""Puts forged replies into real mail: real threads, names and signatures; only the forgeries are made up, in the shapes of samples/gen."""
import collections
import copy
import os
import re

from . import real_mail, readdressed
from .truth import bare_id, seconds
from gen.draw import Draw
from gen.forged import FAMILIES, STOLEN_DAYS, TELLING_BYTES, _claims, forge
from gen.mail_bytes import rfc5322
from gen.message import Message, asctime, moment
from gen.transport import trace

DAY = 86400
OWN = {"enron": "enron.com", "ja-list": readdressed.OWN, "bench": readdressed.OWN}
MOST_PEOPLE = 10   # mail to more is a mass mailing
FEWEST_HELD = 12   # a robbed mailbox must have shared this much in the 180 days
FEWEST_TELLING = 6  # of it with words enough to be known again
COUNT = 32         # forged mails of an incident
BOXES = 7          # mailboxes handed over, those of the robbed people's correspondents first
VERDICTS = {"partner": "partner", "moved-partner": "partner", "two-partners": "partner", "own": "own", "both": "both", "none": "none"}


class OurServers:
    """What trace() wants to know of those who receive."""
    ip, transport, zone = "192.0.2.30", "postfix", 540

    def __init__(self, domain):
        self.host = "mail." + domain


class Holdings:
    """Which stored mails every person held: address -> {key: [pieces]}. Mass mailings and list mail are left out."""

    def __init__(self, pieces):
        self.by_person, self.wrote = collections.defaultdict(dict), collections.Counter()
        for piece in pieces:
            people = {a for a in piece.message.people() if a}
            if piece.listed or len(people) > MOST_PEOPLE or not 800000000 < piece.message.date < 1700000000:
                continue
            for address in people:
                self.by_person[address].setdefault(piece.key, []).append(piece)
            self.wrote[piece.message.from_[1]] += 1

    def window(self, address):
        """(keys held in the fullest 180 days, the day of the theft)."""
        keys = sorted(self.by_person[address], key=lambda k: k[1])
        best, low = (0, 0), 0
        for high in range(len(keys)):
            while keys[high][1] - keys[low][1] > STOLEN_DAYS * DAY:
                low += 1
            best = max(best, (high - low + 1, high))
        last = best[1]
        return keys[last - best[0] + 1:last + 1], keys[last][1] + DAY // 2 if keys else 0

    def pieces_of(self, address, keys):
        return [self.by_person[address][k][0] for k in keys]


class Victim:
    def __init__(self, holdings, address, keys, date):
        self.address, self.date, self.keys = address, date, keys
        self.pieces = holdings.pieces_of(address, keys)
        self.boxes = {k: {p.box for p in holdings.by_person[address][k]} for k in keys}


def _telling(victim):
    return [p for p in victim.pieces if len(p.message.own.encode()) >= TELLING_BYTES]


def users(pieces, own):
    """box -> the address its owner writes from."""
    counts = collections.defaultdict(collections.Counter)
    for piece in pieces:
        if "sent" in piece.folder.lower() and piece.message.from_[1].endswith(own):
            counts[piece.box][piece.message.from_[1]] += 1
    return {box: count.most_common(1)[0][0] for box, count in counts.items()}


def candidates(holdings):
    """address -> Victim of every correspondent (both ways) with enough mail."""
    result = {}
    for address in sorted(holdings.by_person):
        if not address[0].isalpha():
            continue  # left behind by Enron's export
        if len(holdings.by_person[address]) < FEWEST_HELD or holdings.wrote[address] < 4:
            continue
        keys, date = holdings.window(address)
        wrote = sum(k[0] == address for k in keys)
        victim = Victim(holdings, address, keys, date)
        if len(keys) >= FEWEST_HELD and wrote >= 3 and len(keys) - wrote >= 3 and len(_telling(victim)) >= FEWEST_TELLING:
            result[address] = victim
    return result


def spread(victim):
    """The largest share of his mail that lies in one of our boxes."""
    counts = collections.Counter(box for boxes in victim.boxes.values() for box in boxes)
    return max(counts.values()) / len(victim.keys)


def pick_victims(draw, scenario, found, owners, own):
    """Robbed persons: outside partners as they are; employees of other boxes, turned into a partner's; owners of our boxes."""
    outside = [v for a, v in found.items() if not a.endswith(own)]
    inside = [v for a, v in found.items() if a.endswith(own) and a not in owners and spread(v) < 0.7]
    ours = [v for a, v in found.items() if a in owners and len(v.keys) >= 40]
    absent = inside and draw.chance(0.4)
    wanted = {"partner": [outside], "moved-partner": [inside], "two-partners": [inside or outside, outside], "own": [inside if absent else ours], "both": [inside or outside, ours],
              "none": []}[scenario]
    chosen = []
    for pool in wanted:
        chosen.append(draw.pick([v for v in pool if v not in chosen]))
    return chosen


def campaign(draw, victim, owners, unrelated, count):
    """Forged mails to owners of boxes that hold the originals (sometimes to others), as samples/gen/forged.py makes them from its own mail."""
    result, box_address = [], {box: a for a, box in owners.items()}
    telling = _telling(victim)
    short = [p for p in victim.pieces if p not in telling and p.message.own]
    families = draw.shuffled(FAMILIES)
    for turn in range(count if telling else 0):
        family = families[turn % len(families)]
        kind = draw.weighted(["telling", "short", "bare"], [80, 8 if short else 0, 12])
        piece = draw.pick(short if kind == "short" else telling)
        holders = sorted(box_address[b] for b in victim.boxes[piece.key] if b in box_address and box_address[b] != victim.address)
        if not holders or draw.chance(0.15):
            holders = sorted(a for a in owners if a != victim.address)
        recipient = ("", draw.pick(holders))
        date = victim.date + draw.between(1, 30) * DAY + draw.below(DAY)
        mail = forge(draw, piece.message, _claims(draw, piece.message, victim.address, recipient[1]), recipient, date, family, draw.pick(unrelated).message.message_id, kind != "bare")
        mail.truth.update(kind=kind, original=piece, victim=victim.address)
        result.append(mail)
    return result


def _names_restored(raw, names):
    """From: "Name" <address>, as the mail had it before Enron's export moved the name into X-From."""
    def named(match):
        address = match.group(1).decode("latin-1").lower()
        name = names.get(address)
        return match.group(0) if not name else f'From: "{name}" <{address}>'.encode()
    return re.sub(rb"^From: *<?([^\s<>\"]+@[^\s<>\"]+)>?$", named, raw, count=1, flags=re.MULTILINE)


class Injection:
    """One incident in Enron's mail. moved: address -> address at a partner's domain; named: display names are put back."""

    def __init__(self, seed, scenario, mail):
        draw = self.draw = Draw(f"injection {seed} {scenario}")
        self.seed, self.scenario, self.named, self.traced = seed, scenario, seed % 2 == 0, seed % 4 < 2
        self.pieces, self.names, self.own, owners = mail.pieces, mail.names, mail.own, mail.owners
        self.owners = owners
        self.named = self.named and mail.corpus == "enron"
        self.victims = pick_victims(draw, scenario, candidates(mail.holdings), set(owners), self.own)
        boxes = self._hand_over(sorted(owners.values()))
        owners = {a: box for a, box in owners.items() if box in boxes}
        self.pieces = [p for p in self.pieces if p.box in boxes]
        movable = self.victims if scenario == "moved-partner" else self.victims[:1] if scenario in ("two-partners", "both") else []
        self.moved = {v.address: v.address.split("@")[0] + f"@{draw.token(7).lower()}-partner.example" for v in movable if v.address.endswith(self.own)}
        unrelated, self.forged = [p for p in self.pieces[:3000] if p.message.message_id], []
        for victim in self.victims:
            self._name_people(victim)
            made = campaign(draw, victim, owners, unrelated, COUNT // len(self.victims))
            for forged in made:
                forged.truth["box"] = owners[forged.to[0][1]]
            self.forged += made
        self.stolen = [self.moved.get(v.address, v.address) for v in self.victims]

    def _hand_over(self, boxes):
        """The boxes of this incident; what the robbed held in others is out of our sight and left alone."""
        counts = collections.Counter(box for v in self.victims for held in v.boxes.values() for box in held)
        first = [box for box, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        chosen = set((first[:BOXES - 2] + self.draw.shuffled([b for b in boxes if b not in first[:BOXES - 2]]))[:BOXES])
        for victim in self.victims:
            chosen.update(box for address, box in self.owners.items() if address == victim.address)
            victim.boxes = {k: held & chosen for k, held in victim.boxes.items()}
            victim.pieces = [p for p in victim.pieces if victim.boxes[p.key]]
        return chosen

    def _name_people(self, victim):
        """The thief's copy of a mail has the names that Enron's export left out, and the addresses of this incident."""
        known = lambda pair: (pair[0] or self.names.get(pair[1], ""), self.moved.get(pair[1], pair[1]))
        for number, piece in enumerate(victim.pieces):
            m = Message(**piece.message.__dict__)
            m.from_, m.to, m.cc, m.bcc = known(m.from_), [known(p) for p in m.to], [known(p) for p in m.cc], [known(p) for p in m.bcc]
            victim.pieces[number] = copy.copy(piece)
            victim.pieces[number].message = m
        victim.address = self.moved.get(victim.address, victim.address)

    def _bytes(self, piece):
        raw = piece.raw
        for old, new in self.moved.items():
            if old.encode() in raw.lower():
                raw = re.sub(re.escape(old.encode()), new.encode(), raw, flags=re.IGNORECASE)
        return _names_restored(raw, self.names) if self.named else raw

    def write(self, out):
        """Stores below out/stores, the inbox of every third box as Maildir; truth: (from address, date) -> forged mail."""
        folders, extra = collections.defaultdict(list), collections.defaultdict(list)
        for piece in self.pieces:
            folders[(piece.box, piece.folder)].append(piece)
        for mail in self.forged:
            above = trace(self.draw, mail, OurServers(self.own), mail.to[0][1]) if self.traced else []
            extra[mail.truth["box"]].append((mail, rfc5322(mail, above)))
        boxes = sorted({box for box, _ in folders})
        for (box, folder), inside in folders.items():
            os.makedirs(f"{out}/stores/{box}", exist_ok=True)
            mails = [(p.message.date, self._bytes(p)) for p in inside]
            self._write_folder(f"{out}/stores/{box}/{folder}", mails, maildir=folder.lower() == "inbox" and boxes.index(box) % 3 == 1)
        for box, mails in extra.items():
            os.makedirs(f"{out}/stores/{box}", exist_ok=True)
            self._write_folder(f"{out}/stores/{box}/new_mail", [(m.date, raw) for m, raw in mails], maildir=boxes.index(box) % 3 == 2)
        return {(m.from_[1].lower(), m.date): m for m in self.forged}

    @staticmethod
    def _write_folder(path, mails, maildir):
        if maildir:
            for part in ("cur", "new", "tmp"):
                os.makedirs(f"{path}/{part}", exist_ok=True)
            for number, (date, raw) in enumerate(mails):
                with open(f"{path}/cur/{max(date, 0)}.M{number:06d}.mail:2,S", "wb") as out:
                    out.write(raw)
            return
        with open(path + ".mbox", "wb") as out:
            for date, raw in mails:
                out.write(f"From x@x {asctime(max(date, 0))}\n".encode() + re.sub(rb"^From ", b">From ", raw, flags=re.MULTILINE) + b"\n")


def describe(mail):
    """One line on a forged mail for the list of misses."""
    original = mail.truth["original"].message
    return (f"{mail.message_id or '(no Message-ID)'} {moment(mail.date, 0).isoformat()}Z {mail.family}/{mail.truth['kind']} from {mail.from_raw or mail.from_} to {mail.to[0][1]} \"{mail.subject}\" style {mail.truth['style']} "
            f"files {', '.join(a[0] for a in mail.attachments) or 'link'}; quotes {original.message_id} {moment(original.date, 0).isoformat()}Z \"{original.subject}\" of {original.from_[1]}, "
            f"{len(original.own.encode())} own bytes, {len(original.text.encode())} in all, {len(set(original.people()))} people")


class InjectionTruth:
    """As truth.Truth: the forged mails are known by From and Date, every other hit is honest mail. Without transport headers nothing shows that
    a From was forged completely: such mails are counted as hard."""

    def __init__(self, injection, forged, same_text):
        self.scenario = {"scenario": injection.scenario, "stolen": injection.stolen, "verdict": VERDICTS[injection.scenario]}
        self.own, self._honest, self._same_text = [injection.own], len(injection.pieces), same_text
        self.messages, self._numbers = [], {}
        for key, mail in forged.items():
            self._numbers[key] = len(self.messages)
            self.messages.append({"label": "forged", "family": mail.family, "visible": mail.truth["kind"] == "telling", "mail": mail,
                                  "hard": mail.family.startswith("ta551") and not injection.traced})

    def count(self, label):
        return self._honest if label == "honest" else sum(m["label"] == label for m in self.messages) if label == "forged" else 0

    def find(self, _, hit):
        key = (hit["from_address"].lower(), seconds(hit["date"]))
        if key not in self._numbers:
            self._numbers[key] = len(self.messages)
            self.messages.append({"label": "honest", "family": "real", "hit": hit})
        return {self._numbers[key]}

    def names_original(self, message, hit):
        """By Message-ID, or by a stored copy with the same words: one mail has another Message-ID in each of Enron's folders."""
        original = message["mail"].truth["original"].message
        return any(q["message_id"] and bare_id(q["message_id"]) == bare_id(original.message_id) or self._same_text(original, seconds(q["date"])) for q in hit["quotes"])

    @staticmethod
    def describe(message):
        if "mail" in message:
            return describe(message["mail"])
        hit = message["hit"]
        return f"{hit['message_id']} {hit['date']} \"{hit['subject']}\" from {hit['from_address']}"


def letters(text):
    return "".join(c for c in text.lower() if c.isalnum())[:4000]


def scenarios(corpus):
    """In list mail nobody of the firm is without a mailbox who could become a partner."""
    return [s for s in VERDICTS if s != "none" and (corpus == "enron" or s != "moved-partner")]


class RealMail:
    """A corpus made ready to be injected into."""

    def __init__(self, corpus, workdir):
        self.corpus, self.own = corpus, OWN[corpus]
        self.pieces, self.names = real_mail.load(corpus, workdir)
        self.holdings = Holdings(self.pieces)
        self.owners = {address: box for box, address in users(self.pieces, self.own).items()}
        self._by_minute = collections.defaultdict(list)
        for piece in self.pieces:
            self._by_minute[piece.message.date // 60].append(piece.message)

    def same_text(self, original, date):
        words = letters(original.own)
        return bool(words) and any(words in letters(m.own) for minute in (-1, 0, 1) for m in self._by_minute[date // 60 + minute])

    def inject(self, seed, scenario, folder):
        """Writes folder/stores; gives the truth about them."""
        injection = Injection(seed, scenario, self)
        return InjectionTruth(injection, injection.write(folder), self.same_text)
