#!/usr/bin/env python3
"""Has readpst count the mail in a PST of our own writing, and compares with the truth; skipped where readpst is not installed."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

INCIDENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples", "incident")


def main():
    if not shutil.which("readpst"):
        print("skipped: readpst is not installed")
        return 77
    with open(f"{INCIDENT}/truth.jsonl", encoding="utf-8") as file:
        stores = [place["store"] for line in file for place in json.loads(line).get("occurrences", [])]
    wrong = 0
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
