"""Writes one mail as Outlook's .msg ([MS-OXMSG]): its properties, recipients and attachments as storages of a compound file."""
import struct

from .cfb_file import cfb_file

INT32, BOOL, OBJECT, TIME, STRING8, STRING, BINARY = 0x03, 0x0B, 0x0D, 0x40, 0x1E, 0x1F, 0x102
BINARIES = 0x1102
READABLE_WRITABLE = 6
EMBEDDED = 5  # attach method
TOP, INNER, ROW = range(3)


def _fixed(number, kind, value):
    layout = {INT32: "<i4x", BOOL: "<?7x", TIME: "<q"}[kind]
    return struct.pack("<HHI", kind, number, READABLE_WRITABLE) + struct.pack(layout, value)


def _bytes_of(kind, value, encoding):
    if kind == STRING:
        return value.encode("utf-16-le")
    return value.encode(encoding) if kind == STRING8 else value


def _properties(values, encoding):
    """(the entries of the property stream, the streams of long values) for {(number, kind): value}."""
    entries, streams = b"", {}
    for (number, kind), value in sorted(values.items()):
        if kind in (INT32, BOOL, TIME):
            entries += _fixed(number, kind, value)
            continue
        if kind == BINARIES:  # [MS-OXMSG] 2.1.4.2: the lengths, and a stream for each value
            lengths = b"".join(struct.pack("<Q", len(part)) for part in value)
            entries += struct.pack("<HHIII", kind, number, READABLE_WRITABLE, len(lengths), 0)
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = lengths
            streams.update({f"__substg1.0_{number:04X}{kind:04X}-{place:08X}": part for place, part in enumerate(value)})
            continue
        if kind == STRING and encoding:
            kind = STRING8
        data = value if kind == OBJECT else _bytes_of(kind, value, encoding)
        end = {STRING: 2, STRING8: 1}.get(kind, 0)
        entries += struct.pack("<HHIII", kind, number, READABLE_WRITABLE, 0xFFFFFFFF if kind == OBJECT else len(data) + end, 1 if kind == OBJECT else 0)
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return entries, streams


def _message(message, encoding, place):
    values, recipients, attachments = message
    entries, tree = _properties(values, encoding)
    counts = struct.pack("<4I", len(recipients), len(attachments), len(recipients), len(attachments))
    header = bytes(8) + counts + (bytes(8) if place == TOP else b"")
    tree["__properties_version1.0"] = header + entries
    for number, row in enumerate(recipients):
        entries, storage = _properties(row, encoding)
        storage["__properties_version1.0"] = bytes(8) + entries
        tree[f"__recip_version1.0_#{number:08X}"] = storage
    for number, (row, embedded) in enumerate(attachments):
        if embedded is not None:
            row = {**row, (0x3705, INT32): EMBEDDED, (0x3701, OBJECT): _message(embedded, encoding, INNER)}
        entries, storage = _properties(row, encoding)
        storage["__properties_version1.0"] = bytes(8) + entries
        tree[f"__attach_version1.0_#{number:08X}"] = storage
    return tree


def msg_file(values, recipients, attachments, encoding=None, contacts=()):
    """The bytes of the file. values and each recipient: {(property number, kind): value}; attachments: [(such values, None or the
    embedded (values, recipients, attachments))]. encoding: strings become 8-bit ones in it, as "unicode" .msg files do not have them. contacts: the
    numbers of PSETID_Address that stand for the ids 0x8000 and on."""
    tree = _message((values, recipients, attachments), encoding, TOP)
    names = {2: bytes.fromhex("0420060000000000C000000000000046") if contacts else b"", 4: b"",
             3: b"".join(struct.pack("<IHH", lid, 3 << 1, place) for place, lid in enumerate(contacts))}
    tree["__nameid_version1.0"] = {f"__substg1.0_{number:04X}0102": names[number] for number in (2, 3, 4)}
    return cfb_file(tree)
