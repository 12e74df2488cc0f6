"""Turns list mail into a firm's private mail: real words, threads, charsets and quotes, but each mail goes to those who answered it or spoke before it.
Where a patch is posted again and again (bench), people quote what they had from the list by another thread: its false alarms are partly the list's."""
import collections
import re

from .real_mail import Piece

OWN = "waga-kaisha.example"
OURS = 8              # busiest posters, whose mailboxes are handed over
PARTNERS = 12         # domains of all others
MOST_MAILS = 9000     # the newest so many
MOST_IN_THREAD = 8    # people a mail goes to
DROPPED = re.compile(rb"^(From|To|Cc|Reply-To|Sender|Return-Path|Delivered-To|Received|List-[A-Za-z]+|Precedence|Errors-To|X-[A-Za-z-]*(List|ML|Mailman|Original|Sender)[A-Za-z-]*):[^\n]*\n([ \t][^\n]*\n)*",
                     re.MULTILINE | re.IGNORECASE)


def _person(piece):
    """Who wrote it: posters of one full name are one, whatever address they post from."""
    name, address = piece.message.from_
    return name.lower() if " " in name.strip() else address


class _Addresses:
    """poster -> his one address in the firm or at a partner."""

    def __init__(self, pieces):
        counts = collections.Counter(_person(p) for p in pieces)
        order = [person for person, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        self.ours, self._new, taken = set(), {}, set()
        for number, person in enumerate(order):
            local = re.sub(r"[^a-z0-9.]", "", person.split("@")[0].replace(" ", ".")) or "user"
            while local in taken:
                local += "x"
            taken.add(local)
            self._new[person] = f"{local}@{OWN}" if number < OURS else f"{local}@partner{number % PARTNERS}.example"
            if number < OURS:
                self.ours.add(self._new[person])

    def of(self, piece):
        return piece.message.from_[0], self._new[_person(piece)]


def _answers(pieces):
    """Message-ID -> the mails that answer it directly."""
    result = collections.defaultdict(list)
    for piece in pieces:
        for number in piece.message.references[-1:]:
            result[number].append(piece)
    return result


def _thread_people(piece, by_id, answers, addresses):
    """Who must have had it, since they answered it; then who spoke in the mails that it answers, nearest first."""
    people = []
    parents = [by_id[number] for number in reversed(piece.message.references) if number in by_id]
    for other in parents[:1] + answers[piece.message.message_id] + parents[1:]:
        if addresses.of(other)[1] not in [a for _, a in people]:
            people.append(addresses.of(other))
    return people


def _mailbox(pair):
    name, address = pair
    return f'"{name}" <{address}>' if name and name.isascii() and '"' not in name else address


def _rewritten(piece, sender, to, cc):
    head, _, body = piece.raw.partition(b"\n\n")
    lines = [f"From: {_mailbox(sender)}", f"To: {_mailbox(to)}"] + ([f"Cc: {', '.join(_mailbox(p) for p in cc)}"] if cc else [])
    return "\n".join(lines).encode() + b"\n" + DROPPED.sub(b"", head + b"\n").strip(b"\n") + b"\n\n" + body


def readdress(pieces, names):
    """Pieces of the boxes of our people: a copy for each who wrote the mail or received it."""
    pieces = sorted((p for p in pieces if p.message.from_[1] and p.message.message_id), key=lambda p: p.message.date)[-MOST_MAILS:]
    addresses, by_id, answers = _Addresses(pieces), {p.message.message_id: p for p in pieces}, _answers(pieces)
    ours, result, turn = sorted(addresses.ours), [], 0
    for piece in pieces:
        sender = addresses.of(piece)
        people = [p for p in _thread_people(piece, by_id, answers, addresses) if p[1] != sender[1]][:MOST_IN_THREAD]
        if not people:  # the first of a thread goes to one of ours
            turn += 1
            people = [("", [a for a in ours if a != sender[1]][turn % (OURS - 1)])]
        raw = _rewritten(piece, sender, people[0], people[1:])
        for box in ours:
            if box == sender[1] or box in [a for _, a in people]:
                result.append(Piece(box.split("@")[0], "Sent" if box == sender[1] else "Inbox", raw, names))
    return result
