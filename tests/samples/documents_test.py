#!/usr/bin/env python3
"""Writes the documents again and compares them with samples/documents and the fuzz corpus, byte for byte."""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, f"{ROOT}/samples")
import documents  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    fresh, wrong, count = documents.documents(), [], 0
    for folder, wanted in ((f"{ROOT}/samples/documents", set(fresh)), (f"{ROOT}/tests/fuzz/corpus/document", set(documents.SEEDS))):
        names = set(os.listdir(folder))
        count += len(names)
        wrong += [f"{folder}/{name}" for name in sorted(names | wanted) if name not in wanted or name not in names or fresh[name] != read(f"{folder}/{name}")]
    for name in wrong:
        print(f"differs: {name}")
    print(f"{count} files compared, {len(wrong)} differ")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
