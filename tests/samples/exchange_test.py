#!/usr/bin/env python3
"""Writes the samples of Exchange names again and compares them with samples/exchange byte for byte."""
import os
import sys
import tempfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
sys.path.insert(0, SAMPLES)
import exchange  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    kept = os.path.join(SAMPLES, "exchange")
    with tempfile.TemporaryDirectory() as fresh:
        exchange.write(fresh)
        names = sorted(set(os.listdir(fresh)) | set(os.listdir(kept)))
        wrong = [name for name in names if not all(os.path.exists(os.path.join(folder, name)) for folder in (fresh, kept))
                 or read(os.path.join(fresh, name)) != read(os.path.join(kept, name))]
    for name in wrong:
        print(f"differs: {name}")
    print(f"{len(names)} files compared, {len(wrong)} differ")
    return 1 if wrong or not names else 0


if __name__ == "__main__":
    sys.exit(main())
