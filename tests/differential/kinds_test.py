#!/usr/bin/env python3
"""Reads every kind of PST that samples/gen/pst_kinds.py writes, healthy and broken, with replytrace, and with readpst and pffexport where they
are installed."""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples"))
from gen.pst_kinds import BROKEN, KINDS, break_store, breaks, write_kind  # noqa: E402
from reading import Reading, Scan, pffexport  # noqa: E402

BREAKABLE = {"unicode": 40, "unicode-none": 40, "ansi": 40, "ost2013": 300, "ost2013-cp932": 300}  # mails: more than one leaf of the node tree
EMBEDDED = 1  # of the items that write_kind writes
NOT_INCOMPLETE = {"stale-roots"}  # nothing of the store is unread or in doubt


def _healthy(scan, truth):
    reading = scan.reading
    figures = (reading.items, reading.recipients, reading.attachments, scan.expected, scan.read, scan.failed, scan.status, scan.incomplete)
    wanted = (truth.items, truth.recipients, truth.attachments, truth.items - EMBEDDED, truth.items - EMBEDDED, 0, 0, [])
    faults = [] if figures == wanted else [f"{figures} instead of {wanted}"]
    if reading.subjects != Reading(0, 0, 0, truth.subjects).subjects:
        faults.append("other subjects")
    return faults


def _broken(scan, truth, how):
    faults, whole = [], truth.items - EMBEDDED
    if scan.status not in (0, 3):
        faults.append(f"exit status {scan.status}")
    if scan.read + scan.failed + scan.skipped < scan.expected:
        faults.append(f"{scan.expected} expected, {scan.read} read, {scan.failed} failed: the rest is lost without a word")
    complete = scan.status == 0
    if complete != (how in NOT_INCOMPLETE):
        faults.append("called complete" if complete else f"called incomplete: {scan.incomplete}")
    if BROKEN[how][1] == "all" and scan.read < whole:
        faults.append(f"{scan.read} of {whole} read, though all can be found")
    if not scan.read:
        faults.append("nothing read")
    return faults


def _readpst(path, truth, work):
    if not shutil.which("readpst"):
        return []
    out = f"{work}/readpst"
    shutil.rmtree(out, ignore_errors=True)
    os.mkdir(out)
    done = subprocess.run(["readpst", "-j0", "-o", out, path], capture_output=True, timeout=60, check=False)
    found = sum([int(n) for n in re.findall(rb"- (\d+) items done", done.stdout)][:-1])  # the last line counts folders
    return [] if found == truth.items - EMBEDDED else [f"readpst reads {found}"]


def _pffexport(path, truth, work):
    """Of its attachments and recipients differential.py knows where it counts by another rule."""
    found = pffexport(path, work)
    if found is None:
        return []
    faults = [] if found.items == truth.items else [f"pffexport reads {found.items}"]
    return faults + ([] if found.subjects == Reading(0, 0, 0, truth.subjects).subjects else ["pffexport reads other subjects"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    options = parser.parse_args()
    wrong = checked = 0
    with tempfile.TemporaryDirectory() as work:
        for kind in KINDS:
            path = f"{work}/{kind}.pst"
            truth = write_kind(path, kind, BREAKABLE.get(kind, 40))
            results = {kind: _healthy(Scan(options.binary, path, f"{work}/case"), truth) + _readpst(path, truth, work) + _pffexport(path, truth, work)}
            for how in breaks(kind) if kind in BREAKABLE else ():
                broken = f"{work}/{how}-{kind}.pst"
                shutil.copy(path, broken)
                break_store(broken, how)
                results[f"{kind}, {how}"] = _broken(Scan(options.binary, broken, f"{work}/case"), truth, how)
            for name, faults in results.items():
                checked += 1
                wrong += bool(faults)
                for fault in faults:
                    print(f"{name}: {fault}")
    print(f"{checked} stores read, {wrong} wrong" + "".join(f"; skipped: {peer} is not installed" for peer in ("readpst", "pffexport") if not shutil.which(peer)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
