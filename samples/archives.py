#!/usr/bin/env python3
"""Writes archives of every format that inspection opens: sound, encrypted, damaged by intent. tests/fuzz/corpus/archive holds its output."""
import argparse
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from gen.archive_file import archives  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", default=f"{HERE}/../tests/fuzz/corpus/archive", help="folder to write into; made if missing")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for name, data in archives().items():
        with open(f"{options.out}/{name}", "wb") as file:
            file.write(data)


if __name__ == "__main__":
    main()
