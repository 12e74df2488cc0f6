#!/usr/bin/env python3
"""Writes reports of every format that is read, one .eml each, and truth.tsv: file, kind ("-" is no report), recipients, status, original.
tests/fuzz/corpus/dsn holds the same mails."""
import argparse
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from gen.bounce_formats import formats  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", default=f"{HERE}/bounces", help="folder to write into; made if missing")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    lines = []
    for name, (raw, fact) in formats().items():
        with open(f"{options.out}/{name}.eml", "wb") as file:
            file.write(raw)
        lines.append("\t".join((name + ".eml", fact["kind"] or "-", ",".join(fact["recipients"]), fact["status"], fact["original"])))
    with open(f"{options.out}/truth.tsv", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
