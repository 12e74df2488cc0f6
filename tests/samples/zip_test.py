#!/usr/bin/env python3
"""Checks the encrypted ZIPs of samples/gen/zipcrypt.py: ZipCrypto with Python's own reader, AES with the vector of FIPS 197."""
import io
import os
import sys
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples"))
from gen.zipcrypt import _aes_block, _key_schedule, zip_file  # noqa: E402

TEXT = b"harmless text\n" * 40


def zipcrypto_opens():
    data = zip_file([("a.doc", TEXT), ("請求書.xls", TEXT[:7])], "X353", "zipcrypto", bytes(range(16)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist() == ["a.doc", "請求書.xls"] and archive.read("a.doc", b"X353") == TEXT


def zipcrypto_refuses_a_wrong_password():
    archive = zipfile.ZipFile(io.BytesIO(zip_file([("a.doc", TEXT)], "X353")))
    try:
        archive.read("a.doc", b"980")
    except (RuntimeError, zipfile.BadZipFile):
        return True
    return False


def aes_is_fips_197():
    block = _aes_block(_key_schedule(bytes(range(32))), bytes.fromhex("00112233445566778899aabbccddeeff"))
    return block.hex() == "8ea2b7ca516745bfeafc49904b496089"


def aes_names_its_method():
    data = zip_file([("a.doc", TEXT)], "980", "aes", bytes(range(16)))
    info = zipfile.ZipFile(io.BytesIO(data)).infolist()[0]
    return info.compress_type == 99 and info.flag_bits & 1 == 1 and info.compress_size == len(TEXT) + 28 and TEXT not in data


def main():
    failed = [check.__name__ for check in (zipcrypto_opens, zipcrypto_refuses_a_wrong_password, aes_is_fips_197, aes_names_its_method) if not check()]
    print("failed: " + ", ".join(failed) if failed else "4 checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
