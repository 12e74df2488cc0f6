#!/usr/bin/env python3
"""Writes samples/pst again and compares byte for byte; has readpst count the mail in a PST of our own writing, and compares with the truth."""
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
INCIDENT = f"{SAMPLES}/incident"
sys.path.insert(0, SAMPLES)
sys.dont_write_bytecode = True
import pst  # noqa: E402


def _written_again():
    """How many files of samples/pst are not what pst.py writes."""
    with tempfile.TemporaryDirectory() as fresh:
        pst.write(fresh)
        names = sorted({*os.listdir(fresh), *os.listdir(f"{SAMPLES}/pst")})
        _, differ, errors = filecmp.cmpfiles(fresh, f"{SAMPLES}/pst", names, shallow=False)
    print(f"{len(names)} files compared, {len(differ + errors)} differ: {differ + errors}")
    return len(differ + errors)


def main():
    wrong = _written_again()
    if not shutil.which("readpst"):
        print("skipped: readpst is not installed")
        return 1 if wrong else 77
    with open(f"{INCIDENT}/truth.jsonl", encoding="utf-8") as file:
        stores = [place["store"] for line in file for place in json.loads(line).get("occurrences", [])]
    for store in sorted({s for s in stores if s.endswith(".pst")}):
        with tempfile.TemporaryDirectory() as out:
            text = subprocess.run(["readpst", "-j0", "-o", out, f"{INCIDENT}/stores/{store}"], check=True, capture_output=True, text=True).stdout
        # The last line counts folders, the others the mail in each.
        counts = [int(n) for n in re.findall(r"- (\d+) items done", text)][:-1]
        print(f"{store}: {sum(counts)} mails read by readpst, {stores.count(store)} written")
        wrong += sum(counts) != stores.count(store)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
