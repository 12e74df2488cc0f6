"""Writes mailboxes as people hand them over: mbox files, Maildir with dot-folders, folders of .eml, PST."""
import hashlib
import os
import re

from .message import asctime
from .pst_mail import write_pst

FORMS = ["mbox", "maildir", "pst", "eml", "pst", "mbox", "maildir", "mbox"]
FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
FLAGS = {"Sent": "S", "Drafts": "D", "Trash": "ST"}


class Entry:
    """One mail as it lies in one folder of one mailbox: `raw` are its RFC 5322 bytes there."""

    def __init__(self, message, folder, raw, sent):
        self.message, self.folder, self.raw, self.sent = message, folder, raw, sent


def _by_folder(entries):
    folders = {}
    for entry in entries:
        folders.setdefault(entry.folder, []).append(entry)
    return [(name, folders[name]) for name in sorted(folders)]


def _note(entry, store, item, path=None):
    entry.message.occurrences.append({"store": store, "folder": entry.folder, "item": item, "path": path,
                                      "sha256": hashlib.sha256(entry.raw).hexdigest() if entry.raw is not None else None})


def write_mbox(root, owner, entries):
    """mboxrd, one file a folder."""
    os.makedirs(f"{root}/{owner.local}", exist_ok=True)
    for folder, inside in _by_folder(entries):
        store = f"{owner.local}/{folder}.mbox"
        with open(f"{root}/{store}", "wb") as out:
            for item, entry in enumerate(inside):
                sender = entry.message.route.envelope or "MAILER-DAEMON"
                out.write(f"From {sender} {asctime(entry.message.date)}\n".encode() + FROM_LINE.sub(rb">\1", entry.raw) + (b"" if entry.raw.endswith(b"\n") else b"\n") + b"\n")
                _note(entry, store, item)


def write_maildir(root, owner, entries):
    store, item = f"{owner.local}/Maildir", 0
    for folder, inside in _by_folder(entries):
        base = "" if folder == "Inbox" else f".{folder}/"
        for part in ("cur", "new", "tmp"):
            os.makedirs(f"{root}/{store}/{base}{part}", exist_ok=True)
        open(f"{root}/{store}/{base}tmp/.keep", "wb").close()  # so that version control keeps what makes it a Maildir
        for number, entry in enumerate(inside):
            name = f"{entry.message.date}.M{item:06d}P{100 + number % 800}.mail"
            fresh = not entry.sent and number >= len(inside) - 2
            path = f"{base}new/{name}" if fresh else f"{base}cur/{name}:2,{FLAGS.get(folder, 'S')}"
            with open(f"{root}/{store}/{path}", "wb") as out:
                out.write(entry.raw)
            _note(entry, store, item, f"{store}/{path}")
            item += 1


def write_eml(root, owner, entries):
    """A folder of single files, CRLF line ends as Windows programs save them."""
    for folder, inside in _by_folder(entries):
        os.makedirs(f"{root}/{owner.local}/{folder}", exist_ok=True)
        for number, entry in enumerate(inside):
            entry.raw = entry.raw.replace(b"\n", b"\r\n")
            path = f"{owner.local}/{folder}/{number + 1:05d}.eml"
            with open(f"{root}/{path}", "wb") as out:
                out.write(entry.raw)
            _note(entry, path, 0, path)


def write_outlook(root, owner, entries):
    store = f"{owner.local}.pst"
    folders = _by_folder(entries)
    write_pst(f"{root}/{store}", owner, folders)
    item = 0
    for _, inside in folders:
        for entry in inside:
            entry.raw = None
            _note(entry, store, item)
            item += 1


WRITERS = {"mbox": write_mbox, "maildir": write_maildir, "eml": write_eml, "pst": write_outlook}
