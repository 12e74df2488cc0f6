#!/usr/bin/env python3
"""Writes locked/: files that a password opens, with harmless text in them, and in one a ZIP within a ZIP. All passwords are `Sesame77`
unless the name says otherwise."""
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.office_crypt import agile, standard, workbook, workbook_xor  # noqa: E402
from gen.pdf_crypt import pdf_file  # noqa: E402
from gen.sevenzip_crypt import sevenzip_locked  # noqa: E402
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


def sevenzips():
    members = [("letter.txt", TEXT), ("second.txt", TEXT[:100])]
    yield "files.7z", sevenzip_locked(members, PASSWORD, NOISE[:8], NOISE)
    yield "header.7z", sevenzip_locked(members, PASSWORD, NOISE[:8], NOISE, header=True)
    yield "one.7z", sevenzip_locked(members[:1], "合言葉", NOISE[:1], NOISE)


def document():
    """The parts of a .docx that nobody needs to open it in a word processor."""
    types = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
    return zip_file([("[Content_Types].xml", types), ("word/document.xml", b"<w:document/>" + b"<w:p/>" * 800)])


def records():
    """A workbook whose second sheet is a very hidden macro sheet, across three blocks of the cipher."""
    sheets = [(0x85, struct.pack("<IBBBB", 9000, state, kind, len(name), 0) + name) for state, kind, name in ((0, 0, b"Sheet1"), (2, 1, b"Macro1"))]
    bof = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    return [(0x809, bof)] + [(0x31, bytes([i % 256]) * 300) for i in range(9)] + sheets + [(0x0A, b"")]


def documents():
    word = PASSWORD
    yield "agile-sha512.docx", agile(document(), word, NOISE)
    yield "agile-sha1.docx", agile(document(), word, NOISE, "sha1", 16)
    yield "standard.docx", standard(document(), word, NOISE)
    yield "excel-default.xlsx", agile(document(), "VelvetSweatshop", NOISE)
    yield "rc4.xls", workbook(records(), word, NOISE, False)
    yield "xor.xls", workbook_xor(records(), word)
    yield "rc4-api.xls", workbook(records(), word, NOISE, True)


def pdfs(slow):
    word, owner, salts = PASSWORD.encode(), b"owner-99", bytes(range(7, 39))
    for revision in (2, 3, 4, 5) + ((6,) if slow else ()):
        yield f"r{revision}.pdf", pdf_file(revision, word, owner, salts)
    yield "r4-metadata.pdf", pdf_file(4, word, owner, salts, False)
    yield "r3-no-password.pdf", pdf_file(3, b"", owner, salts)


def files(slow=False):
    """[(name, bytes)]. slow: with what takes a minute."""
    return list(zips()) + list(sevenzips()) + list(documents()) + list(pdfs(slow))


if __name__ == "__main__":
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locked")
    os.makedirs(folder, exist_ok=True)
    for file_name, content in files(slow=True):
        with open(os.path.join(folder, file_name), "wb") as out:
            out.write(content)
