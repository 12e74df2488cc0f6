#!/usr/bin/env python3
"""Writes the samples of contacts again and compares them with samples/contacts byte for byte; pffexport, where it is, finds as many contacts."""
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
KEPT = f"{SAMPLES}/contacts"
CONTACTS = 6


def _contacts_of_pffexport():
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["pffexport", "-q", "-t", f"{out}/x", f"{KEPT}/contacts.pst"], check=True, capture_output=True)
        return sum(name == "Contact.txt" for _, _, names in os.walk(out) for name in names)


def main():
    with tempfile.TemporaryDirectory() as fresh:
        subprocess.run([sys.executable, "-B", f"{SAMPLES}/contacts.py", fresh], check=True)
        names = sorted({*os.listdir(fresh), *os.listdir(KEPT)})
        _, differ, errors = filecmp.cmpfiles(fresh, KEPT, names, shallow=False)
    print(f"{len(names)} files compared, {len(differ + errors)} differ: {differ + errors}")
    wrong = len(differ + errors) + (not names)
    if shutil.which("pffexport"):
        found = _contacts_of_pffexport()
        print(f"{found} contacts found by pffexport, {CONTACTS} written")
        wrong += found != CONTACTS
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
