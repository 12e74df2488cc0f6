#!/usr/bin/env python3
"""Compares what replytrace finds in PST and OST stores with what another reader finds: items, recipients, attachments, subjects.

Stores: those of samples/gen/pst_kinds.py, the sample incident, and ../shared/data/stores where that is there. Where the readers
disagree, DISAGREEMENTS says why, and replytrace must have found no less than the other; then tests/unit/test_store_pst.c holds the right number."""
import argparse
import glob
import os
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, f"{ROOT}/samples")
from gen.pst_kinds import KINDS, write_kind  # noqa: E402
import reading  # noqa: E402

CHUNK = "pffexport shows no item; pst-extractor and libpst find those that replytrace finds"
FREE_BUSY = "the free/busy message lies beside the tree of mail folders, where the other does not look"
STALE = "the header's ids of the trees are stale; the other takes the store for damaged"
NOT_32_BIT = "pst-extractor 1.12.0 reads no 32-bit store"
ATTACHED = "pst-extractor 1.12.0 does not give all messages attached to messages; pffexport and libpst find them"

DISAGREEMENTS = {
    "pffexport": {
        **dict.fromkeys("20fc99 21a3a5 24bf48 2a5149 41db6f 7bd2e4 80eab4 861cb7 ca6237 caa3fa e59f5a".split(), CHUNK),
        **dict.fromkeys("623f70 c86841 d2770b e1085e e6d7a2".split(), FREE_BUSY),
        **dict.fromkeys("5ce764 9a12e4".split(), STALE),
        "23af69": "exceptions of recurring appointments are attached messages; libpff leaves ten of them out",
        "daacd8": "pffexport exports the same items with 20 of 26 recipients and 25 of 34 attachments; expected.tsv has what replytrace finds",
        "f1ff59": "the only item is among those that pffexport exports with -m all alone as recovered; libpst finds it as we do",
    },
    "pst-extractor": {
        **dict.fromkeys("153df7 e1d6fc f1ff59".split(), NOT_32_BIT),
        **dict.fromkeys("23af69 5367e0 623f70 7aac27 867d52 9a12e4 c38cac cb4e3c d2770b daacd8".split(), ATTACHED),
        "c86841": "two items of appointments are attached messages",
        "e6d7a2": "pst-extractor ends with an exception",
    },
}


def stores(folder, peer):
    """Paths of all stores; those of every kind are written into `folder`. pst-extractor 1.12.0 loops for ever on what our writer writes."""
    real = sorted(glob.glob(f"{ROOT}/../shared/data/stores/*.[po]st"))
    if peer == "pst-extractor":
        return real
    for kind in KINDS:
        write_kind(f"{folder}/kind-{kind}.pst", kind)
    return sorted(glob.glob(f"{folder}/kind-*.pst")) + sorted(glob.glob(f"{ROOT}/samples/incident/stores/*.pst")) + real


def _is_pst(path):
    with open(path, "rb") as file:
        return file.read(4) == b"!BDN"


def compare(peer, name, ours, theirs):
    """What is wrong, as text, or None."""
    figures = [(what, getattr(ours, what), getattr(theirs, what)) for what in ("items", "recipients", "attachments")]
    reason = next((text for start, text in DISAGREEMENTS[peer].items() if name.startswith(start)), None)
    if reason is None:
        wrong = [f"{what}: {mine}, {peer} has {other}" for what, mine, other in figures if mine != other]
        if ours.subjects != theirs.subjects:
            wrong.append(f"subjects: {dict(ours.subjects - theirs.subjects)} against {dict(theirs.subjects - ours.subjects)}")
        return "; ".join(wrong) or None
    if all(mine == other for _, mine, other in figures) and ours.subjects == theirs.subjects:
        return f"agrees now; it is listed because: {reason}"
    print(f"{name}: {peer} disagrees: {reason}")
    return "; ".join(f"{what}: only {mine}, {peer} has {other}" for what, mine, other in figures if mine < other) or None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--peer", choices=DISAGREEMENTS, required=True)
    parser.add_argument("--modules", default=".", help="the folder that holds node_modules")
    options = parser.parse_args()
    compared = wrong = 0
    with tempfile.TemporaryDirectory() as work:
        for path in filter(_is_pst, stores(work, options.peer)):
            name = os.path.basename(path)
            theirs = reading.pffexport(path, work) if options.peer == "pffexport" else reading.pst_extractor(path, options.modules)
            if theirs is None:
                print(f"skipped: {options.peer} is not installed")
                return 77
            fault = compare(options.peer, name, reading.Scan(options.binary, path, f"{work}/case").reading, theirs)
            compared += 1
            if fault:
                wrong += 1
                print(f"{name}: {fault}")
    print(f"{compared} stores compared with {options.peer}, {wrong} wrong")
    if not compared:
        print("skipped: there is no store that both can read")
        return 77
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
