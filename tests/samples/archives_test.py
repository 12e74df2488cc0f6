#!/usr/bin/env python3
"""Checks the archives of samples/archives.py: Python's own readers open those that they know, and the committed ones are what is written."""
import io
import os
import sys
import tarfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "samples"))
from gen.archive_file import MEMBERS, archives  # noqa: E402

CORPUS = os.path.join(HERE, "..", "fuzz", "corpus", "archive")
PACKED = ("lzma", "x86", "packed-header", "aes-header", "7z-sfx", "mszip", "deflated", "bzip2", "two.tgz", "one.")  # bytes of the library at hand


def zips_open(made):
    for name in ("stored.zip", "deflated.zip", "bzip2.zip", "lzma.zip"):
        with zipfile.ZipFile(io.BytesIO(made[name])) as archive:
            if [(info.filename, archive.read(info)) for info in archive.infolist()] != MEMBERS:
                return False
    return zipfile.ZipFile(io.BytesIO(made["hidden.zip"])).namelist() == ["shown.txt"]


def tars_open(made):
    for name in ("gnu.tar", "pax.tar", "two.tgz"):
        with tarfile.open(fileobj=io.BytesIO(made[name])) as archive:
            if [(info.name, archive.extractfile(info).read()) for info in archive][:2] != MEMBERS:
                return False
    return True


def corpus_is_what_is_written(made):
    for name, data in made.items():
        if name.startswith(PACKED):
            continue
        with open(os.path.join(CORPUS, name), "rb") as file:
            if file.read() != data:
                print(f"{name} differs")
                return False
    return True


def main():
    made = archives()
    failed = [check.__name__ for check in (zips_open, tars_open, corpus_is_what_is_written) if not check(made)]
    print("failed: " + ", ".join(failed) if failed else "3 checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
