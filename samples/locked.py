#!/usr/bin/env python3
"""Writes locked/: files that a password opens, with harmless text in them, and in one a ZIP within a ZIP. All passwords are `Sesame77`
unless the name says otherwise."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.zipcrypt import BZIP2, DEFLATED, LZMA, STORED, XZ, zip_file  # noqa: E402

PASSWORD = "Sesame77"
NOISE = bytes(range(16))
TEXT = b"This file stands for a letter and holds nothing.\n" * 40


def zips():
    for method in ("zipcrypto", "aes"):
        for name, how in (("stored", STORED), ("deflated", DEFLATED), ("bzip2", BZIP2), ("lzma", LZMA), ("xz", XZ)):
            yield f"{method}-{name}.zip", zip_file([("letter.txt", TEXT), ("second.txt", TEXT[:100])], PASSWORD, method, NOISE, how)
    yield "zipcrypto-cp932.zip", zip_file([("letter.txt", TEXT)], "合言葉".encode("cp932"), "zipcrypto", NOISE)
    yield "zipcrypto-short.zip", zip_file([("a", b"x"), ("b", b"")], PASSWORD, "zipcrypto", NOISE)
    inner = zip_file([("letter.txt", TEXT)], "inner-99", "aes", NOISE)
    yield "zip-in-zip.zip", zip_file([("inner.zip", inner)], PASSWORD, "aes", NOISE)


def files():
    """[(name, bytes)]"""
    return list(zips())


if __name__ == "__main__":
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locked")
    os.makedirs(folder, exist_ok=True)
    for file_name, content in files():
        with open(os.path.join(folder, file_name), "wb") as out:
            out.write(content)
