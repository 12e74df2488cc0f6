#!/usr/bin/env python3
"""Inspects damaged copies of attachments: the program may not crash, no file may take its process down or its time, and each gets its line.

Copies are made of what our generators attach, and of ../shared/data/attachments/files where it is there; damage as in mutate.py. The seed
decides everything. A file that fails is kept where --keep says."""
import argparse
import email
import glob
import json
import mailbox
import os
import random
import resource
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mutate import MUTATIONS, ROOT, SHARED  # noqa: E402

BATCH, BATCH_SECONDS = 200, 450
LARGEST = 400000
PASSWORDS = ["--password", "infected", "--password", "s1835"]


def sources():
    """[(name, bytes)]"""
    found = []
    for path in sorted(glob.glob(f"{ROOT}/samples/heuristics/*/*.mbox")):
        for mail in mailbox.mbox(path, create=False):
            for part in email.message_from_bytes(mail.as_bytes()).walk():
                if part.get_filename() and part.get_payload(decode=True):
                    found.append((os.path.basename(path) + "-" + part.get_filename().replace("/", "_")[-60:], part.get_payload(decode=True)))
    for folder in ("archives", "documents", "locked", "msg"):
        found += [(os.path.basename(path), open(path, "rb").read()) for path in sorted(glob.glob(f"{ROOT}/samples/{folder}/*")) if os.path.isfile(path)]
    for path in sorted(glob.glob(f"{SHARED}/attachments/files/*")):
        if 0 < os.path.getsize(path) <= LARGEST:
            found.append((os.path.basename(path), open(path, "rb").read()))
    return found


def wrong(line, taken):
    """Why a line of the output is not what a damaged file deserves; None: it is fine."""
    if line["type"] == "failed":
        return line["says"]
    if any("took too long" in limit for limit in line["limits"]):
        return "it took more than the two seconds of an attachment"
    return None if line["path"] in taken else "a line of no file"


def run_batch(binary, folder, names):
    """{name: why it failed}"""
    paths = {os.path.join(folder, name): name for name in names}
    try:
        done = subprocess.run([binary, "inspect", "--format", "jsonl", *PASSWORDS, "--", *paths], capture_output=True, timeout=BATCH_SECONDS)
    except subprocess.TimeoutExpired:
        return {"batch": "it took too long"}
    if done.returncode not in (0, 1, 3):
        return {"batch": f"exit status {done.returncode}: {done.stderr[-2000:].decode(errors='replace')}"}
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    failed = {paths.get(line["path"], "batch"): wrong(line, paths) for line in lines if wrong(line, paths)}
    if sum(line["type"] == "failed" or line["within"] is None for line in lines) != len(paths):
        failed["batch"] = "a file got no line"
    return failed


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--binary", required=True)
    options.add_argument("--count", type=int, default=10000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", default="")
    given = options.parse_args()
    files, failures = sources(), 0
    for start in range(0, given.count, BATCH):
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for number in range(start, min(given.count, start + BATCH)):
                draw = random.Random(given.seed * 1000003 + number)
                name, data = files[draw.randrange(len(files))]
                data = bytearray(data)
                for _ in range(draw.choice((1, 1, 2))):
                    if data:
                        draw.choice(MUTATIONS)(draw, data)
                names.append(f"{number}-{name}")
                with open(os.path.join(folder, names[-1]), "wb") as out:
                    out.write(data)
            for name, why in run_batch(given.binary, folder, names).items():
                failures += 1
                print(f"{name}: {why}")
                if given.keep and name != "batch":
                    os.makedirs(given.keep, exist_ok=True)
                    os.replace(os.path.join(folder, name), os.path.join(given.keep, name))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{given.count} damaged attachments of {len(files)}, {failures} failures, {spent.ru_utime + spent.ru_stime:.1f} s of CPU")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
