"""Writes the properties of a mail as TNEF ([MS-OXTNEF]), the winmail.dat that Outlook attaches to mail."""
import struct

from .msg_file import BINARY, BOOL, EMBEDDED, INT32, OBJECT, STRING, STRING8, TIME

SIGNATURE, KEY = 0x223E9F78, 1
MESSAGE, ATTACHMENT = 1, 2
IID_MESSAGE = bytes.fromhex("0703020000000000C000000000000046")


def _attribute(level, number, data):
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _padded(data):
    return data + b"\0" * (-len(data) % 4)


def _property(number, kind, value):
    head = struct.pack("<HH", kind, number)
    if kind in (INT32, BOOL):
        return head + struct.pack("<i", value)
    if kind == TIME:
        return head + struct.pack("<q", value)
    data = {STRING: lambda: (value + "\0").encode("utf-16-le"), STRING8: lambda: value + b"\0", BINARY: lambda: value, OBJECT: lambda: IID_MESSAGE + value}[kind]()
    return head + struct.pack("<II", 1, len(data)) + _padded(data)


def _properties(values):
    named = struct.pack("<HH", INT32, 0x8001) + bytes.fromhex("0820060000000000C000000000000046") + struct.pack("<IIi", 0, 0x8554, 1)
    return struct.pack("<I", len(values) + 1) + named + b"".join(_property(number, kind, value) for (number, kind), value in sorted(values.items()))


def tnef_file(values, recipients, attachments, codepage=932):
    """The bytes of winmail.dat; the arguments are those of msg_file, and codepage is that of 8-bit strings."""
    out = struct.pack("<IH", SIGNATURE, KEY) + _attribute(MESSAGE, 0x00089006, struct.pack("<I", 0x10000))
    out += _attribute(MESSAGE, 0x00069007, struct.pack("<II", codepage, 0)) + _attribute(MESSAGE, 0x00078008, b"IPM.Microsoft Mail.Note\0")
    out += _attribute(MESSAGE, 0x00069003, _properties(values))
    if recipients:
        out += _attribute(MESSAGE, 0x00069004, struct.pack("<I", len(recipients)) + b"".join(_properties(row) for row in recipients))
    for row, embedded in attachments:
        data = row.get((0x3701, BINARY))
        row = {key: value for key, value in row.items() if key != (0x3701, BINARY)}
        if embedded is not None:
            row.update({(0x3705, INT32): EMBEDDED, (0x3701, OBJECT): tnef_file(*embedded, codepage)})
        out += _attribute(ATTACHMENT, 0x00069002, bytes(14))
        if data is not None:
            title = row.get((0x3707, STRING), "").encode("cp932") + b"\0"
            out += _attribute(ATTACHMENT, 0x00018010, title) + _attribute(ATTACHMENT, 0x0006800F, data)
        out += _attribute(ATTACHMENT, 0x00069005, _properties(row))
    return out
