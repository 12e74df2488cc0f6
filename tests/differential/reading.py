"""What a reader found in one store, and how replytrace and pffexport are made to tell."""
import collections
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess

ITEM = re.compile(r"[A-Z][A-Za-z ]*\d{5}$")
# The addresses of a contact or of a distribution list are its recipients with us; to others they are fields.
NO_CONTACT = " AND lower(item_class) NOT LIKE 'ipm.contact%' AND lower(item_class) NOT LIKE 'ipm.distlist%' AND lower(item_class) NOT LIKE 'ipm.abchperson%'"


class Reading:
    """items: messages with those attached to them. subjects: one for each item, spaces at the ends and within made even."""

    def __init__(self, items, recipients, attachments, subjects):
        self.items, self.recipients, self.attachments = items, recipients, attachments
        self.subjects = collections.Counter(" ".join(subject.split()) for subject in subjects)


class Scan:
    """The counts of a store and what was said of it, besides the Reading."""

    def __init__(self, binary, store, case):
        for file in glob.glob(f"{case}*"):
            os.unlink(file)
        done = subprocess.run([binary, "scan", "--no-judge", "-j1", "-c", case, store], capture_output=True, timeout=60, check=False)
        self.status = done.returncode
        with sqlite3.connect(case) as db:
            self.expected, self.read, self.failed, self.skipped, self.state = db.execute(
                "SELECT sum(expected), sum(read), sum(failed), sum(skipped), max(state) FROM store").fetchone()
            self.incomplete = [text for text, in db.execute("SELECT text FROM note WHERE incomplete = 1")]
            self.reading = Reading(
                db.execute("SELECT count(*) FROM occurrence").fetchone()[0],
                db.execute("SELECT count(*) FROM occurrence JOIN recipient USING (message) JOIN message ON message.id = occurrence.message"
                           " WHERE role <= 2" + NO_CONTACT).fetchone()[0],
                db.execute("SELECT count(*) FROM occurrence JOIN attachment USING (message)").fetchone()[0],
                [subject for subject, in db.execute("SELECT subject FROM occurrence JOIN message ON message.id = occurrence.message")])
        db.close()


def _lines(path, name):
    """The values of the lines `name:<tabs>value` in a text of pffexport."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", errors="replace") as file:
        return [line.split(":", 1)[1].strip() for line in file if line.startswith(name + ":")]


def _attachments(folder):
    """A file or folder each; a folder AttachmentNNNNN holds an attached item."""
    return len(os.listdir(folder)) if os.path.isdir(folder) else 0


def pffexport(store, work):
    """None where pffexport is not installed; a Reading without items where it cannot open the store."""
    if not shutil.which("pffexport"):
        return None
    target = f"{work}/pff"
    for left in glob.glob(f"{target}.*"):
        shutil.rmtree(left)
    subprocess.run(["pffexport", "-q", "-m", "all", "-t", target, "-f", "text", "-c", "windows-932", store], capture_output=True, timeout=60, check=False)
    items = [folder for base in (f"{target}.export", f"{target}.orphans") for folder, _, _ in os.walk(base) if ITEM.match(os.path.basename(folder)) and not os.path.basename(folder).startswith("Attachment")]
    subjects, recipients, attachments = [], 0, 0
    for item in items:
        for name in os.listdir(item):
            if name.endswith(".txt") and name not in ("Message.txt", "Recipients.txt", "InternetHeaders.txt", "ConversationIndex.txt"):
                subjects += _lines(f"{item}/{name}", "Subject")[:1]
        recipients += len(_lines(f"{item}/Recipients.txt", "Recipient type")) or len(_lines(f"{item}/Recipients.txt", "Display name"))
        attachments += _attachments(f"{item}/Attachments")
    return Reading(len(items), recipients, attachments, subjects)


def pst_extractor(store, modules):
    """The same for the npm package; modules: the folder that holds node_modules. It hangs on some stores."""
    if not shutil.which("node") or not os.path.isdir(f"{modules}/node_modules/pst-extractor"):
        return None
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "extractor.js")
    done = subprocess.run(["timeout", "-k1", "5", "node", script, os.path.abspath(modules), store], capture_output=True, check=False)
    if done.returncode:
        return Reading(0, 0, 0, [])
    found = json.loads(done.stdout)
    return Reading(found["items"], found["recipients"], found["attachments"], found["subjects"])
