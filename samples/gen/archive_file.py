"""Archives of every format that inspection opens, with harmless members: sound ones, encrypted ones by their headers, and such as hide something."""
import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from .rar_pack import rar5_pack
from .zipcrypt import zip_file

TEXT = b"harmless text\n" * 3
PROGRAM = b"MZ\x90\0" + b"\0" * 56 + struct.pack("<I", 64) + b"PE\0\0" + b"no code at all"
MEMBERS = [("notes.txt", TEXT), ("folder/offer.pdf.exe", PROGRAM)]


def _number(value):
    """Of 7z: up to 0x3FFF, which is all that is needed."""
    return bytes([value]) if value < 0x80 else bytes([0x80 | value >> 8, value & 0xFF])


COPY, LZMA, LZMA2, X86, AES = b"\x01\0", b"\x23\x03\x01\x01", b"\x21\x21", b"\x04\x03\x03\x01\x03", b"\x24\x06\xf1\x07\x01"
LZMA_FILTER = {"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}


def _coders(kind):
    """The coders of a folder, the streams that bind them, and how many streams the coders give."""
    properties = _number(5) + bytes([93]) + struct.pack("<I", 1 << 16)
    if kind == "copy":
        return b"\x01" + COPY, 1
    if kind == "lzma":
        return b"\x01" + LZMA + properties, 1
    if kind == "x86":
        return b"\x02" + X86 + LZMA + properties + b"\x00\x01", 2
    return b"\x01" + AES + _number(2) + b"\x13\0", 1


def _pack(kind, data):
    filters = {"lzma": [LZMA_FILTER], "x86": [{"id": lzma.FILTER_X86}, LZMA_FILTER]}.get(kind)
    return lzma.compress(data, lzma.FORMAT_RAW, filters=filters) if filters else data


def _streams(at, packed, kind, size, files):
    coders, outs = _coders(kind)
    out = b"\x06" + _number(at) + b"\x01\x09" + _number(packed) + b"\0"
    out += b"\x07\x0b\x01\0" + coders + b"\x0c" + _number(size) * outs + b"\0"
    if files:
        out += b"\x08\x0d" + _number(len(files)) + b"\x09" + b"".join(_number(len(data)) for _, data in files[:-1]) + b"\x0a\x01" + b"\0" * 4 * len(files) + b"\0"
    return out + b"\0"


def sevenzip(members=MEMBERS, kind="lzma", header="plain"):
    """kind: copy, lzma, x86, aes; header: plain, lzma, aes. What is said to be encrypted is only said so."""
    data = b"".join(data for _, data in members)
    body = _pack(kind, data)
    names = b"\0" + b"".join(name.encode("utf-16le") + b"\0\0" for name, _ in members)
    head = b"\x01\x04" + _streams(0, len(body), kind, len(data), members) + b"\x05" + _number(len(members)) + b"\x11" + _number(len(names)) + names + b"\0\0"
    if header != "plain":
        packed = _pack(header, head)
        head, body = b"\x17" + _streams(len(body), len(packed), header, len(head), []), body + packed
    start = struct.pack("<QQI", len(body), len(head), zlib.crc32(head))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + body + head


def _rar4_block(kind, flags, rest, data=b""):
    head = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data


def rar4(members=MEMBERS, encrypted=False, masked=False, method=0x30):
    out = b"Rar!\x1a\x07\0" + _rar4_block(0x73, 0x80 if masked else 0, b"\0" * 6)
    if masked:
        return out + bytes(range(64))
    for name, data in members:
        label, flags = name.encode("cp437", "replace"), 0x8000 | (4 if encrypted else 0)
        if not name.isascii():
            plain = name.encode("ascii", "replace")
            label, flags = plain + b"\0" + b"\0" + b"".join(b"\xaa" + name[i:i + 4].encode("utf-16le") for i in range(0, len(name), 4)), flags | 0x200
        rest = struct.pack("<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x54616000, 29, method, len(label), 0x20) + label
        out += _rar4_block(0x74, flags, rest, data)
    return out + _rar4_block(0x7B, 0x4000, b"")


def _vint(value):
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _rar5_block(kind, flags, rest, extra=b"", data=b""):
    flags |= (1 if extra else 0) | (2 if data else 0)
    head = _vint(kind) + _vint(flags) + (_vint(len(extra)) if extra else b"") + (_vint(len(data)) if data else b"") + rest + extra
    head = _vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + data


def rar5(members=MEMBERS, encrypted=False, masked=False, method=0, size=None, packed=False):
    out = b"Rar!\x1a\x07\x01\0"
    if masked:
        return out + _rar5_block(4, 0, b"\0\0\x0f" + bytes(16)) + bytes(range(64))
    out += _rar5_block(1, 0, b"\0")
    for name, data in members:
        extra = b"\x30\x01\0\0\x0f" + bytes(16) + bytes(16) + bytes(12) if encrypted else b""
        checksum = struct.pack("<I", zlib.crc32(data)) if packed else b""
        rest = (b"\4" if packed else b"\0") + _vint(len(data) if size is None else size) + b"\x20" + checksum + _vint(method << 7) + b"\0" + _vint(len(name.encode())) + name.encode()
        out += _rar5_block(2, 0, rest, extra, rar5_pack(data) if packed else data)
    return out + _rar5_block(5, 0, b"\0")


def lh5(data):
    """One block: all symbols 9 bits long, runs of one byte as matches."""
    symbols, at = [], 0
    while at < len(data):
        run = 0
        while at and run < 256 and at + run < len(data) and data[at + run] == data[at - 1]:
            run += 1
        symbols.append(256 + run - 3 if run >= 3 else data[at])
        at += run if run >= 3 else 1
    bits = f"{len(symbols):016b}" + f"{0:05b}{11:05b}" + f"{510:09b}" + f"{0:04b}{0:04b}" + "".join(f"{symbol:09b}" for symbol in symbols)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def lzh(members=MEMBERS, level=2, method="lh0"):
    out = b""
    for name, data in members:
        packed = lh5(data) if method == "lh5" else data
        label, folder = name.rsplit("/", 1)[-1].encode("cp932"), "/".join(name.split("/")[:-1]).encode("cp932")
        kind, crc = f"-{method}-".encode(), 0
        if level == 0:
            rest = kind + struct.pack("<IIIBB", len(packed), len(data), 0, 0x20, 0) + bytes([len(name)]) + name.encode("cp932").replace(b"/", b"\\") + struct.pack("<H", crc)
            out += bytes([len(rest), sum(rest) & 0xFF]) + rest + packed
            continue
        parts = [b"\x01" + label] + ([b"\x02" + (folder + b"/").replace(b"/", b"\xff")] if folder else [])
        form, own = ("<I", 4) if level == 3 else ("<H", 2)
        chain = b"".join(struct.pack(form, len(part) + own) + part for part in parts) + struct.pack(form, 0)
        if level == 1:
            rest = kind + struct.pack("<IIIBB", len(packed) + len(chain) - 2, len(data), 0, 0x20, 1) + b"\0" + struct.pack("<HB", crc, 77)
            rest_size = len(rest) + 2
            out += bytes([rest_size, sum(rest) & 0xFF]) + rest + chain + packed
        else:
            middle = kind + struct.pack("<IIIBBHB", len(packed), len(data), 0, 0x20, level, crc, 77)
            total = 2 + len(middle) + (4 if level == 3 else 0) + len(chain)
            out += struct.pack("<H", 4 if level == 3 else total) + middle + (struct.pack("<I", total) if level == 3 else b"") + chain + packed
    return out + b"\0"


def arj(members=MEMBERS, garbled=False, method=0):
    def header(kind, flags, size, name):
        basic = struct.pack("<BBBBBBBBIIIIHHH", 30, 11, 1, 2, flags, method, kind, 0, 0, size, size, 0, 0, 0, 0) + name.encode("cp932") + b"\0\0"
        return struct.pack("<HH", 0xEA60, len(basic)) + basic + struct.pack("<IH", zlib.crc32(basic), 0)

    out = header(2, 0, 0, "made.arj")
    for name, data in members:
        out += header(0, 1 if garbled else 0, len(data), name) + data
    return out + struct.pack("<HH", 0xEA60, 0)


def cab(members=MEMBERS, mszip=False):
    data, files, at = b"".join(data for _, data in members), b"", 0
    for name, content in members:
        files += struct.pack("<IIHHHH", len(content), at, 0, 0, 0, 0xA0) + name.replace("/", "\\").encode() + b"\0"
        at += len(content)
    blocks, back, count = b"", b"", 0
    for start in range(0, len(data), 32768):
        part = data[start:start + 32768]
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=back) if back else zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = b"CK" + deflate.compress(part) + deflate.flush() if mszip else part
        blocks, back, count = blocks + struct.pack("<IHH", 0, len(packed), len(part)) + packed, part, count + 1
    folders_end = 36 + 8
    head = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, folders_end + len(files) + len(blocks), 0, folders_end, 0, 3, 1, 1, len(members), 0, 1, 0)
    return head + struct.pack("<IHH", folders_end + len(files), count, 1 if mszip else 0) + files + blocks


def _iso_record(name, at, size, folder=False):
    record = struct.pack("<BII", 0, at, int.from_bytes(struct.pack(">I", at), "little")) + struct.pack("<I", size) + struct.pack(">I", size)
    record += bytes(7) + bytes([2 if folder else 0, 0, 0]) + struct.pack("<H", 1) + struct.pack(">H", 1) + bytes([len(name)]) + name
    record += b"\0" * (len(record) % 2 == 0)
    return bytes([len(record) + 1]) + record


def iso(members=MEMBERS, joliet=True):
    """Each file in sectors of its own; one folder where a name has one."""
    places, sectors, at = {}, b"", 24
    for name, data in members:
        places[name] = at
        sectors += data + b"\0" * (-len(data) % 2048)
        at += (len(data) + 2047) // 2048

    def encode(name):
        return name.encode("utf-16be") if joliet else name.upper().encode() + b";1"

    def listing(here, inner):
        records = _iso_record(b"\0", here, 2048, True) + _iso_record(b"\1", 20, 2048, True)
        for name, data in members:
            folder, _, label = name.rpartition("/")
            if bool(folder) == inner:
                records += _iso_record(encode(label), places[name], len(data))
        if not inner:
            folder = "folder".encode("utf-16be") if joliet else b"FOLDER"
            records += _iso_record(folder, 21, 2048, True)
        return records + b"\0" * (2048 - len(records))

    root = _iso_record(b"\0", 20, 2048, True)
    descriptors = b""
    for kind in (1, 2) if joliet else (1,):
        one = bytes([kind]) + b"CD001\x01" + b"\0" * 149 + root
        one = one + b"\0" * (2048 - len(one))
        descriptors += one[:88] + (b"%/E" if kind == 2 else one[88:91]) + one[91:]
    descriptors += (b"\xffCD001\x01" + b"\0" * 2041) * (4 - len(descriptors) // 2048)
    return b"\0" * 16 * 2048 + descriptors + listing(20, False) + listing(21, True) + b"\0" * 2 * 2048 + sectors


def _udf_tag(kind, rest, size=2048):
    return (struct.pack("<HHBBHHHI", kind, 2, 0, 0, 1, 0, 0, 0) + rest).ljust(size, b"\0")


def _udf_file(kind, size, allocation, data):
    """A file entry; `data` are its extents or, with allocation 3, what it holds."""
    body = bytes(11) + bytes([kind]) + bytes(6) + struct.pack("<H", allocation) + bytes(20) + struct.pack("<Q", size)
    return _udf_tag(261, body + b"\0" * (168 - 16 - len(body)) + struct.pack("<II", 0, len(data)) + data)


def _udf_identifier(name, block, folder=False, parent=False):
    label = b"" if parent else (b"\x08" + name.encode("latin-1") if name.isascii() else b"\x10" + name.encode("utf-16be"))
    flags = (2 if folder or parent else 0) | (8 if parent else 0)
    body = struct.pack("<HBB", 1, flags, len(label)) + struct.pack("<IIH6x", 2048, block, 0) + struct.pack("<H", 0) + label
    return _udf_tag(257, body, (16 + len(body) + 3) // 4 * 4)


def udf(members=MEMBERS):
    """One partition: the file set, the root with a block of its own, a folder that lies in its entry, then entry and data of each file."""
    blocks, places = {}, {}
    for i, (name, data) in enumerate(members):
        places[name] = 8 + 2 * i
        blocks[8 + 2 * i] = _udf_file(5, len(data), 0, struct.pack("<II", len(data), 9 + 2 * i))
        blocks[9 + 2 * i] = data.ljust(2048, b"\0")
    listing = {False: _udf_identifier("", 1, parent=True) + _udf_identifier("folder", 3, folder=True), True: _udf_identifier("", 1, parent=True)}
    for name, _ in members:
        listing["/" in name] += _udf_identifier(name.rsplit("/", 1)[-1], places[name])
    blocks[0] = _udf_tag(256, bytes(400 - 16) + struct.pack("<IIH6x", 2048, 1, 0))
    blocks[1] = _udf_file(4, len(listing[False]), 1, struct.pack("<IIH6x", len(listing[False]), 2, 0))
    blocks[2] = listing[False].ljust(2048, b"\0")
    blocks[3] = _udf_file(4, len(listing[True]), 3, listing[True])
    partition = b"".join(blocks.get(i, bytes(2048)) for i in range(max(blocks) + 1))
    sequence = _udf_tag(5, bytes(188 - 16) + struct.pack("<II", 257, len(partition) // 2048))
    volume = bytes(212 - 16) + struct.pack("<I", 2048) + bytes(248 - 216) + struct.pack("<IIH6x", 2048, 0, 0) + struct.pack("<II", 6, 1) + bytes(440 - 272)
    sequence += _udf_tag(6, volume + struct.pack("<BBHH", 1, 6, 1, 0)) + _udf_tag(8, b"")
    start = b"".join((b"\0" + sign + b"\1").ljust(2048, b"\0") for sign in (b"BEA01", b"NSR02", b"TEA01"))
    anchor = _udf_tag(2, struct.pack("<II", 3 * 2048, 32))
    return bytes(16 * 2048) + start + bytes((32 - 19) * 2048) + sequence + bytes((256 - 35) * 2048) + anchor + partition


def tar(members=MEMBERS, form=tarfile.GNU_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def packed_zip(members=MEMBERS, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 12, 0, 0)), data, method)
    return out.getvalue()


def nested_zip(depth):
    data = zip_file([("deep.exe", PROGRAM)])
    for i in range(depth):
        data = zip_file([(f"level{i}.zip", data)])
    return data


def padded_zip(size=500 << 20, packed=650 << 10):
    """A document of `size` zeros as its headers say, with bytes that stand for its packed form."""
    data = zip_file([("report.doc", bytes(packed))])
    claim = struct.pack("<II", packed, packed)
    return data.replace(claim, struct.pack("<II", packed, size))


def overlapping_zip():
    """Both entries of the directory lead to the first local header."""
    data = bytearray(zip_file([("a.txt", TEXT), ("b.txt", TEXT)]))
    second = data.rindex(b"PK\1\2")
    data[second + 42:second + 46] = b"\0\0\0\0"
    return bytes(data)


def hidden_zip():
    """A member between others that the directory does not list."""
    shown, hidden = zip_file([("shown.txt", TEXT)]), zip_file([("hidden.exe", PROGRAM)])
    local = hidden[:hidden.index(b"PK\1\2")]
    directory, end = shown.index(b"PK\1\2"), shown.index(b"PK\5\6")
    moved = bytearray(shown[end:])
    moved[16:20] = struct.pack("<I", directory + len(local))
    return shown[:directory] + local + shown[directory:end] + bytes(moved)


def disagreeing_zip():
    """Encrypted by the local header alone."""
    data = bytearray(zip_file([("a.txt", TEXT)]))
    data[6] |= 1
    return bytes(data)


def names_zip():
    return zip_file([("invoice\u202efdp.scr", PROGRAM), ("photo.jpg" + " " * 40 + ".exe", PROGRAM), ("picture.jpg", PROGRAM), ("list.csv", TEXT),
                     ("scan.pdf.html", b"<html>"), ("run.js", b"1"), ("plan.docx", zip_file([("a.txt", TEXT)])), ("note.pdf", b"%PDF-1.4 ")])


def self_extracting(archive):
    """A program that holds the sign of a RAR as its own data, too."""
    return PROGRAM + b"Rar!\x1a\x07\0" + b"none here" * 9 + b"7z\xbc\xaf\x27\x1c" + b"nor here" * 9 + archive


def archives():
    """Name and bytes of each."""
    long_name = [("deep/" * 25 + "long name.txt", TEXT)]
    japanese = [("見積書.txt", TEXT)]
    return {
        "copy.7z": sevenzip(kind="copy"), "lzma.7z": sevenzip(), "x86.7z": sevenzip(kind="x86", header="lzma"), "packed-header.7z": sevenzip(header="lzma"),
        "aes.7z": sevenzip(kind="aes"), "aes-header.7z": sevenzip(header="aes"), "no-file.7z": b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(24),
        "stored-4.rar": rar4(), "encrypted-4.rar": rar4(encrypted=True), "masked-4.rar": rar4(masked=True), "packed-4.rar": rar4(method=0x33),
        "japanese-4.rar": rar4(japanese),
        "stored-5.rar": rar5(), "encrypted-5.rar": rar5(encrypted=True), "masked-5.rar": rar5(masked=True), "japanese-5.rar": rar5(japanese),
        "packed-5.rar": rar5(MEMBERS + [("big.txt", TEXT * 100)], method=3, packed=True),
        "padded-5.rar": rar5([("big.doc", TEXT)], method=3, size=300 << 20),
        "level0.lzh": lzh(level=0), "level1.lzh": lzh(level=1), "level2.lzh": lzh(), "level3.lzh": lzh(level=3), "lh5.lzh": lzh(method="lh5"),
        "japanese.lzh": lzh(japanese), "plain.arj": arj(), "garbled.arj": arj(garbled=True), "packed.arj": arj(method=1),
        "stored.cab": cab(), "mszip.cab": cab([("big.txt", TEXT * 1500), MEMBERS[1]], True), "joliet.iso": iso(), "plain.iso": iso(joliet=False),
        "gnu.tar": tar(MEMBERS + long_name), "pax.tar": tar(MEMBERS + long_name, tarfile.PAX_FORMAT),
        "one.txt.gz": gzip.compress(TEXT, mtime=0), "two.tgz": gzip.compress(tar(), mtime=0), "one.txt.bz2": bz2.compress(TEXT), "one.txt.xz": lzma.compress(TEXT),
        "stored.zip": zip_file(MEMBERS), "deflated.zip": packed_zip(), "bzip2.zip": packed_zip(method=zipfile.ZIP_BZIP2), "lzma.zip": packed_zip(method=zipfile.ZIP_LZMA),
        "zipcrypto.zip": zip_file(MEMBERS, "X353"), "aes.zip": zip_file(MEMBERS, "X353", "aes"), "nested.zip": nested_zip(2), "too-deep.zip": nested_zip(4),
        "rar4-sfx.exe": self_extracting(rar4(encrypted=True)), "rar5-sfx.exe": self_extracting(rar5()), "7z-sfx.exe": self_extracting(sevenzip(header="aes")),
        "cab-sfx.exe": self_extracting(cab()), "zip-sfx.exe": self_extracting(zip_file(MEMBERS, "X353")),
        "whole-udf.iso": udf(MEMBERS + [("folder/見積書.txt", TEXT)]), "udf.iso": iso()[:20 * 2048 - 2047] + b"NSR03" + iso()[20 * 2048 - 2042:],
        "rar-in-zip.zip": zip_file([("inner.rar", rar5(encrypted=True))]), "overlapping.zip": overlapping_zip(), "hidden.zip": hidden_zip(),
        "disagreeing.zip": disagreeing_zip(), "names.zip": names_zip(), "padded.zip": padded_zip(packed=4096),
    }
