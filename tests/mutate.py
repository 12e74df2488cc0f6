#!/usr/bin/env python3
"""Scans damaged copies of every kind of mail store: nothing may crash or hang the program, or make it call complete what is not.

Copies are made of samples (mbox, .eml, Maildir mails, PSTs of every kind, ZIP) and of ../shared/data/{stores,msg} where they are there: flipped bytes,
cut ends, doubled and zeroed blocks, lying length fields. The seed decides everything. A batch of copies is one folder; one that fails is
taken apart. Of a PST or ZIP the count of its mails is known, so that a scan which reads fewer may not call itself complete."""
import argparse
import collections
import glob
import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, f"{ROOT}/samples")
from gen.pst_kinds import KINDS, write_kind  # noqa: E402
from gen.zip_export import exports  # noqa: E402

SHARED = f"{ROOT}/../shared/data"
BATCH, BATCH_SECONDS, FILE_SECONDS = 40, 60, 10
GONE = ("worker crashed", "worker failed", "took too long")  # what the case says of a worker that did not come back; sanitizers exit with 1
LARGEST = 1200000           # bytes of a store that is copied often


def _read(path):
    with open(path, "rb") as file:
        return file.read()


def _some(paths, count):
    """`count` of them, evenly."""
    paths = sorted(p for p in paths if os.path.isfile(p) and 0 < os.path.getsize(p) <= LARGEST)
    return paths[::max(1, len(paths) // count)][:count]


def _zip(paths):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.writestr(zipfile.ZipInfo(os.path.basename(path), (2022, 3, 1, 0, 0, 0)), _read(path))
    return out.getvalue()


def sources(work):
    """{format: [(name, bytes)]}"""
    stores = f"{ROOT}/samples/incident/stores"
    mails = glob.glob(f"{stores}/*/Inbox/*.eml")
    for kind in KINDS:
        write_kind(f"{work}/{kind}.pst", kind, 14)
    pst = [f"{work}/{kind}.pst" for kind in KINDS] + glob.glob(f"{ROOT}/samples/pst/*") + _some(glob.glob(f"{SHARED}/stores/*.[po]st"), 40)
    found = {
        "mbox": _some(glob.glob(f"{stores}/*/*.mbox") + glob.glob(f"{ROOT}/samples/heuristics/*/*.mbox"), 12),
        "eml": _some(mails, 40),
        "maildir": _some(glob.glob(f"{stores}/*/Maildir/cur/*"), 20),
        "pst": pst,
        "msg": _some(glob.glob(f"{ROOT}/samples/msg/*"), 20) + _some(glob.glob(f"{SHARED}/msg/*.msg"), 140),
    }
    result = {name: [(os.path.basename(p).split(":")[0], _read(p)) for p in paths] for name, paths in found.items() if paths}
    result["maildir"] = [(name + ".eml", data) for name, data in result["maildir"]]
    made = exports(work, _read(f"{ROOT}/samples/msg/cp932.msg"))
    result["zip"] = [("export.zip", _zip(_some(mails, 6)))] + [(name, made[name]) for name in ("sound.zip", "cp932.zip", "cut.zip", "damaged.zip", "encrypted.zip", "deep.zip")]
    return result


def flip(draw, data):
    for _ in range(draw.choice((1, 3, 20, 200))):
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def head(draw, data):
    for _ in range(draw.choice((1, 2, 8))):
        data[draw.randrange(min(len(data), 600))] = draw.randrange(256)


def cut(draw, data):
    del data[draw.randrange(len(data)):]


def double(draw, data):
    """A block stands where another was, or is inserted."""
    size = draw.choice((64, 512, 4096))
    block = data[(at := draw.randrange(len(data))):at + size]
    to = draw.randrange(len(data)) // 64 * 64
    data[to:to + (0 if draw.random() < 0.3 else len(block))] = block


def zeros(draw, data):
    size, at = draw.choice((16, 64, 512)), draw.randrange(len(data)) // 16 * 16
    data[at:at + size] = b"\0" * len(data[at:at + size])


def length(draw, data):
    """A small number becomes an extreme one, as a lying length or count does."""
    for _ in range(200):
        at = draw.randrange(max(1, len(data) - 4)) & ~1
        if 0 < int.from_bytes(data[at:at + 4], "little") < 70000:
            data[at:at + 4] = draw.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, draw.randrange(1 << 16))).to_bytes(4, "little")
            if draw.random() < 0.5:
                return


def extremes(draw, data):
    for _ in range(draw.choice((1, 4, 16))):
        at = draw.randrange(len(data))
        data[at:at + 4] = draw.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\r\n\r\n", b"=?\0?"))[:len(data) - at]


MUTATIONS = [flip, flip, head, cut, double, zeros, length, extremes]


class Run:
    def __init__(self, binary, work, keep):
        self.binary, self.work, self.keep = binary, work, keep
        self.pristine, self.faults = {}, 0
        self.reasons, self.tally = collections.Counter(), collections.Counter()
        self.slowest = 0.0

    def scan(self, folder, limit):
        """(exit status or None where it took too long, {subfolder: [rows of the case]}). Each copy lies in a folder of its own."""
        case = f"{self.work}/case"
        for left in glob.glob(f"{case}*"):
            os.unlink(left)
        start = time.monotonic()
        process = subprocess.Popen([self.binary, "scan", "--no-judge", "-j1", "-c", case, *sorted(glob.glob(f"{folder}/*"))], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            self.message = process.communicate(timeout=limit)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, {}
        self.slowest = max(self.slowest, time.monotonic() - start)
        rows = {}
        if process.returncode in (0, 1, 3):
            with sqlite3.connect(case) as db:
                for path, *row in db.execute("SELECT path, format, expected, read, failed, skipped, state, "
                                             "(SELECT count(*) FROM note WHERE store = store.id AND incomplete), "
                                             "reason || coalesce((SELECT group_concat(reason) FROM failed WHERE store = store.id), '') FROM store"):
                    rows.setdefault(os.path.relpath(path, folder).split("/")[0], []).append(row)
                self.reasons.update(reason for reason, in db.execute("SELECT reason FROM failed UNION ALL SELECT reason FROM store WHERE reason <> ''"))
            db.close()
        return process.returncode, rows

    def fault(self, path, text):
        self.faults += 1
        kept = f"{self.keep}/{self.faults:03d}-{os.path.basename(path)}"
        os.makedirs(self.keep, exist_ok=True)
        shutil.copy(path, kept)
        print(f"{kept}: {text}", flush=True)

    def check(self, folder, status, rows):
        """Of a scan that ended well: (file, what is wrong)."""
        for place in sorted(os.listdir(folder)):
            name, = os.listdir(f"{folder}/{place}")
            path, source = f"{folder}/{place}/{name}", name
            if place not in rows:
                if os.path.getsize(path) and source in self.pristine:
                    yield path, "is not in the case"
                continue
            for gone in GONE:
                if any(gone in row[7] for row in rows[place]):
                    yield path, f"a worker was lost: {rows[place][0][7][:300]}"
            expected, read, failed, skipped, notes = (sum(row[i] for row in rows[place]) for i in (1, 2, 3, 4, 6))
            complete = not failed and not notes and read + skipped >= expected and all(row[5] == 1 for row in rows[place])
            self.tally["complete" if complete else "incomplete"] += 1
            if status == 0 and not complete:
                yield path, f"{expected} expected, {read} read, {failed} failed, {notes} notes, and yet the exit status is 0"
            if complete and rows[place][0][0] in ("pst", "zip") and read < self.pristine[source]:
                yield path, f"{read} read of {self.pristine[source]} in the sound store, and called complete"

    def batch(self, folder, limit=BATCH_SECONDS):
        status, rows = self.scan(folder, limit)
        places = sorted(os.listdir(folder))
        if status in (0, 1, 3):
            for path, text in self.check(folder, status, rows):
                self.fault(path, text)
        elif len(places) == 1:
            name, = os.listdir(f"{folder}/{places[0]}")
            self.fault(f"{folder}/{places[0]}/{name}", f"takes more than {limit} s" if status is None else f"exit status {status}: {self.message[-300:]}")
        else:
            for place in places:
                with tempfile.TemporaryDirectory(dir=self.work) as alone:
                    shutil.copytree(f"{folder}/{place}", f"{alone}/{place}")
                    self.batch(alone, FILE_SECONDS)

    def learn(self, given):
        """Reads the sound stores: {name: mails} of those that are read at all."""
        for number, (name, data) in enumerate(source for sources_ in given.values() for source in sources_):
            place(f"{self.work}/sound", f"{number:04d}", name, data)
        _, rows = self.scan(f"{self.work}/sound", 10 * BATCH_SECONDS)
        for number in rows:
            name, = os.listdir(f"{self.work}/sound/{number}")
            self.pristine[name] = sum(row[2] for row in rows[number])
        self.reasons.clear()
        self.slowest = 0.0


def place(folder, subfolder, name, data):
    os.makedirs(f"{folder}/{subfolder}")
    with open(f"{folder}/{subfolder}/{name}", "wb") as file:
        file.write(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=1e9, help="stop earlier, after so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one format: mbox, eml, maildir, pst, msg, zip")
    parser.add_argument("--keep", default="mutate-failed", help="folder for copies that fail")
    options = parser.parse_args()
    draw, done, start = random.Random(options.seed), collections.Counter(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="replytrace-mutate-") as work:
        run, given = Run(options.binary, work, options.keep), sources(work)
        run.learn(given)
        formats = [options.only] if options.only else sorted(given)
        while sum(done.values()) < options.count and time.monotonic() - start < options.seconds:
            folder = f"{work}/batch"
            os.mkdir(folder)
            for number in range(min(BATCH, options.count - sum(done.values()))):
                kind = formats[number % len(formats)]
                name, data = draw.choice(given[kind])
                data = bytearray(data)
                for mutation in draw.sample(MUTATIONS, draw.choice((1, 1, 2))):
                    if data:
                        mutation(draw, data)
                done[kind] += 1
                place(folder, f"{number:02d}", name, data)
            run.batch(folder)
            shutil.rmtree(folder)
        print(f"{sum(done.values())} damaged stores in {time.monotonic() - start:.0f} s: " + ", ".join(f"{n} {kind}" for kind, n in sorted(done.items())))
        print(f"{dict(run.tally)}; slowest batch {run.slowest:.1f} s; {run.faults} wrong")
        for reason, count in run.reasons.most_common(12):
            print(f"  {count:6d} x {reason}")
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
