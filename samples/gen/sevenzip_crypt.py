"""7z archives that a password opens: LZMA behind 7zAES, and the header too where it is wanted."""
import hashlib
import lzma
import struct
import zlib

from .archive_file import AES, LZMA, LZMA_FILTER, _number
from .office_crypt import _cbc, _padded

POWER = 6 # 2^6 rounds; 7-Zip makes 2^19


def _key(word, salt):
    word = word.encode("utf-16-le")
    return hashlib.sha256(b"".join(salt + word + struct.pack("<Q", i) for i in range(1 << POWER))).digest()


def _folder(data, word, salt, vector):
    """The packed bytes, the coders, and the sizes of what they give."""
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=[LZMA_FILTER])
    properties = bytes([POWER | 0xC0, (len(salt) - 1) << 4 | len(vector) - 1]) + salt + vector
    coders = b"\x02" + LZMA + _number(5) + bytes([93]) + struct.pack("<I", 1 << 16) + AES + _number(len(properties)) + properties + b"\0\1"
    return _cbc(_key(word, salt), vector, _padded(packed)), coders, _number(len(data)) + _number(len(packed))


def _streams(at, size, coders, sizes, checksum):
    crc = b"\x0a\x01" + struct.pack("<I", checksum) if checksum is not None else b""
    return b"\x06" + _number(at) + b"\x01\x09" + _number(size) + b"\0\x07\x0b\x01\0" + coders + b"\x0c" + sizes + crc + b"\0"


def sevenzip_locked(members, word, salt, vector, header=False):
    """One folder; the checksums of its files stand in the header, which is locked too or not."""
    data = b"".join(data for _, data in members)
    body, coders, sizes = _folder(data, word, salt, vector)
    names = b"\0" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in members)
    files = b"\x08\x0d" + _number(len(members)) + b"\x09" + b"".join(_number(len(data)) for _, data in members[:-1])
    files += b"\x0a\x01" + b"".join(struct.pack("<I", zlib.crc32(data)) for _, data in members) + b"\0"
    head = b"\x01\x04" + _streams(0, len(body), coders, sizes, None) + files + b"\0\x05" + _number(len(members))
    head += b"\x11" + _number(len(names)) + names + b"\0\0"
    if header:
        locked, coders, sizes = _folder(head, word, salt, vector)
        head, body = b"\x17" + _streams(len(body), len(locked), coders, sizes, zlib.crc32(head)) + b"\0", body + locked
    start = struct.pack("<QQI", len(body), len(head), zlib.crc32(head))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + body + head
