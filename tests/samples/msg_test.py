#!/usr/bin/env python3
"""Writes the .msg samples again and compares them with samples/msg byte for byte."""
import os
import sys

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
sys.path.insert(0, SAMPLES)
import msg  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    fresh, names = msg.samples(), sorted(os.listdir(os.path.join(SAMPLES, "msg")))
    wrong = [name for name in sorted(set(fresh) | set(names)) if name not in fresh or name not in names or fresh[name] != read(os.path.join(SAMPLES, "msg", name))]
    for name in wrong:
        print(f"differs: {name}")
    print(f"{len(names)} files compared, {len(wrong)} differ")
    return 1 if wrong or not names else 0


if __name__ == "__main__":
    sys.exit(main())
