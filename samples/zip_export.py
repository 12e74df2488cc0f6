#!/usr/bin/env python3
"""Writes ZIP archives of mail: sound, cut, damaged, encrypted, bombs, and archives without mail."""
import argparse
import glob
import os
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from gen.zip_export import exports  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", help="folder to write into; made if missing")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    with open(sorted(glob.glob(f"{HERE}/msg/*.msg"))[0], "rb") as file:
        msg = file.read()
    with tempfile.TemporaryDirectory() as work:
        for name, data in exports(work, msg).items():
            with open(f"{options.out}/{name}", "wb") as file:
                file.write(data)


if __name__ == "__main__":
    main()
