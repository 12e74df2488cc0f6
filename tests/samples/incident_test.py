#!/usr/bin/env python3
"""Generates the committed incident again and compares it with samples/incident byte for byte."""
import os
import subprocess
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
COMMAND = ["--seed", "4", "--size", "small", "--mailboxes", "4"]


def files(root):
    return {os.path.relpath(os.path.join(folder, name), root): os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    with tempfile.TemporaryDirectory() as fresh:
        subprocess.run([sys.executable, "-B", f"{SAMPLES}/generate.py", *COMMAND, "--out", fresh], check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
        mine, committed = files(fresh), files(f"{SAMPLES}/incident")
        wrong = sorted(mine.keys() ^ committed.keys()) + sorted(name for name in mine.keys() & committed.keys() if read(mine[name]) != read(committed[name]))
    for name in wrong:
        print(f"differs: {name}")
    print(f"{len(committed)} files compared, {len(wrong)} differ")
    return 1 if wrong or not committed else 0


if __name__ == "__main__":
    sys.exit(main())
