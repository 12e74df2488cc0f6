#!/usr/bin/env python3
"""Generates the committed incidents again and compares them with samples/ byte for byte."""
import os
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
COMMANDS = {"incident": ["--seed", "4", "--size", "small", "--mailboxes", "4"],
            "bounce_incident": ["--seed", "7", "--mails", "90", "--mailboxes", "2", "--bounces", "3"]}


def files(root):
    return {os.path.relpath(os.path.join(folder, name), root): os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def check(incident, command):
    """Whether the incident is what the command writes."""
    with tempfile.TemporaryDirectory() as fresh:
        subprocess.run([sys.executable, "-B", f"{SAMPLES}/generate.py", *command, "--out", fresh], check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
        mine, committed = files(fresh), files(f"{SAMPLES}/{incident}")
        wrong = sorted(mine.keys() ^ committed.keys()) + sorted(name for name in mine.keys() & committed.keys() if read(mine[name]) != read(committed[name]))
    for name in wrong:
        print(f"differs: {incident}/{name}")
    print(f"{incident}: {len(committed)} files compared, {len(wrong)} differ")
    return bool(committed) and not wrong


def main():
    good = [check(incident, command) for incident, command in COMMANDS.items()]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
