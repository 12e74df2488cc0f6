#!/usr/bin/env python3
"""Writes the reports again and compares them with samples/bounces and the fuzz corpus, byte for byte."""
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, f"{ROOT}/samples")
from gen.bounce_formats import formats  # noqa: E402


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    fresh, wrong, count = {f"{name}.eml": raw for name, (raw, _) in formats().items()}, [], 0
    for folder in (f"{ROOT}/samples/bounces", f"{ROOT}/tests/fuzz/corpus/dsn"):
        names = {name for name in os.listdir(folder) if name.endswith(".eml")}
        count += len(names)
        wrong += [f"{folder}/{name}" for name in sorted(names | set(fresh)) if name not in fresh or name not in names or fresh[name] != read(f"{folder}/{name}")]
    for name in wrong:
        print(f"differs: {name}")
    print(f"{count} files compared, {len(wrong)} differ")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
