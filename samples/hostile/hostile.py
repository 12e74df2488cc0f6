#!/usr/bin/env python3
"""Writes damaged and hostile stores, one folder each: what a reader must survive, name, and read around."""
import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from gen.draw import Draw  # noqa: E402
from gen.honest import threads  # noqa: E402
from gen.mail_bytes import rfc5322  # noqa: E402
from gen.message import asctime  # noqa: E402
from gen.people import World  # noqa: E402
from gen.pst_mail import as_properties  # noqa: E402
from gen.pst_store import PstStore  # noqa: E402

NESTED, OPEN_TAGS, LONG_LINE = 5000, 200000, 300 * 1024 * 1024


def _messages():
    draw = Draw("hostile")
    return [m for t in threads(draw, World(draw), 1646092800, 30, 20) for m in t.messages]


def _mbox(messages):
    return b"".join(f"From {m.from_[1]} {asctime(m.date)}\n".encode() + rfc5322(m) + b"\n" for m in messages)


def truncated_mbox(out, messages):
    """The last mail ends in the middle of its header."""
    data = _mbox(messages)
    last = data.rindex(b"\nFrom ")
    with open(f"{out}/cut.mbox", "wb") as file:
        file.write(data[:last + 120])


def zero_bytes(out, messages):
    open(f"{out}/empty.mbox", "wb").close()
    open(f"{out}/empty.pst", "wb").close()


def no_permission(out, messages):
    """A Maildir with one folder that may not be listed (root can: run as an ordinary user)."""
    for folder, part in (("", messages[:5]), (".Locked/", messages[5:])):
        for name in ("cur", "new", "tmp"):
            os.makedirs(f"{out}/Maildir/{folder}{name}", exist_ok=True)
        for number, message in enumerate(part):
            with open(f"{out}/Maildir/{folder}cur/{message.date}.{number}.mail:2,S", "wb") as file:
                file.write(rfc5322(message))
    os.chmod(f"{out}/Maildir/.Locked/cur", 0)


def half_pst(out, messages):
    path = f"{out}/half.pst"
    store = PstStore(path, "owner@example.com")
    folder = store.folder("Inbox", "inbox")
    for message in messages * 20:
        store.message(folder, *as_properties(message, None, "example.com"))
    store.close()
    os.truncate(path, os.path.getsize(path) // 2)


def long_line(out, messages):
    """One mail whose body is a single line of LONG_LINE bytes, between two ordinary ones."""
    with open(f"{out}/long.mbox", "wb") as file:
        file.write(_mbox(messages[:1]) + b"From a@example.com Tue Mar  1 10:00:00 2022\nFrom: a@example.com\nSubject: one line\nMessage-ID: <line@example.com>\n\n")
        for _ in range(LONG_LINE // 65536):
            file.write(b"x" * 65536)
        file.write(b"\n\n" + _mbox(messages[1:2]))


def nested(out, messages):
    """message/rfc822 within message/rfc822, NESTED deep, and an ordinary mail behind it."""
    head = b"From: a@example.com\nSubject: nested\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    with open(f"{out}/nested.mbox", "wb") as file:
        file.write(b"From a@example.com Tue Mar  1 10:00:00 2022\n" + head * NESTED + b"Subject: the innermost\n\nend\n\n" + _mbox(messages[:1]))


def open_tags(out, messages):
    page = b"<html><body>" + b"<div>" * OPEN_TAGS + b"deep</body></html>\n"
    with open(f"{out}/tags.eml", "wb") as file:
        file.write(b"From: a@example.com\nTo: b@example.com\nSubject: tags\nMessage-ID: <tags@example.com>\nMIME-Version: 1.0\nContent-Type: text/html; charset=us-ascii\n\n" + page)


KINDS = {"truncated-mbox": truncated_mbox, "zero-bytes": zero_bytes, "no-permission": no_permission, "half-pst": half_pst, "long-line": long_line, "nested": nested,
         "open-tags": open_tags}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; none given: all but long-line (300 MB)")
    options = parser.parse_args()
    for kind in options.kinds or [k for k in KINDS if k != "long-line"]:
        if kind not in KINDS:
            parser.error(f"no kind {kind}")
        os.makedirs(f"{options.out}/{kind}", exist_ok=True)
        KINDS[kind](f"{options.out}/{kind}", _messages())


if __name__ == "__main__":
    main()
