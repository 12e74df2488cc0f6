"""Writes documents that hide something: VBA projects, macro sheets, encryption headers, OneNote, shortcuts, PDF, RTF, pages. All harmless."""
import base64
import hashlib
import io
import struct
import zipfile
import zlib

from .cfb_file import cfb_file

AUTO = 'Attribute VB_Name = "ThisDocument"\r\nSub Document_Open()\r\n  \' nothing is run by a sample\r\n  Shell "calc.exe"\r\nEnd Sub\r\n'
TAME = 'Attribute VB_Name = "Module1"\r\nSub Sum()\r\n  Range("A1").Value = 1 \' Shell stands in a comment\r\nEnd Sub\r\n'
COMPRESSIBLE = "'" + "abcabc" * 900 + "\r\n"


def vba_container(data):
    """[MS-OVBA] 2.4.1 with copy tokens of the simplest kind: the longest match of 3 to 18 bytes in the chunk."""
    out = b"\x01"
    for start in range(0, len(data), 4096):
        chunk, at, packed = data[start:start + 4096], 0, b""
        while at < len(chunk):
            flags, tokens = 0, b""
            for bit in range(8):
                if at >= len(chunk):
                    break
                size, offset = _match(chunk, at)
                if size >= 3:
                    bits = max(4, (at - 1).bit_length())
                    tokens += struct.pack("<H", (offset - 1) << (16 - bits) | (size - 3))
                    flags |= 1 << bit
                    at += size
                else:
                    tokens += chunk[at:at + 1]
                    at += 1
            packed += bytes([flags]) + tokens
        out += struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed
    return out


def _match(chunk, at):
    for size in range(min(18, len(chunk) - at), 2, -1):
        found = chunk.rfind(chunk[at:at + size], 0, at)
        if found >= 0:
            return size, at - found
    return 0, 0


def _record(kind, data):
    return struct.pack("<HI", kind, len(data)) + data


def vba_tree(modules, stomped=False):
    """{module: source} as the storage VBA. stomped: the source is gone and only what stands for compiled code is left."""
    code, storage = b"\x01\x16" + bytes(298), {}
    listing = _record(1, struct.pack("<I", 1)) + _record(3, struct.pack("<H", 1252)) + struct.pack("<HIIH", 9, 4, 1, 2)
    for name, source in modules.items():
        wide = name.encode("utf-16-le")
        listing += _record(0x19, name.encode()) + _record(0x1A, name.encode()) + _record(0x32, wide)
        listing += _record(0x31, struct.pack("<I", len(code))) + _record(0x2B, b"")
        storage[name] = code + (bytes(64) if stomped else vba_container(source.encode("cp1252")))
    storage["dir"] = vba_container(listing + _record(0x10, b""))
    storage["_VBA_PROJECT"] = b"\xcc\x61" + bytes(30)
    return {"VBA": storage, "PROJECT": b"ID=\"{00000000-0000-0000-0000-000000000000}\"\r\n"}


def word_document(flags=0, table=b"", more=None):
    fib = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x411, 0, flags) + bytes(500)
    return cfb_file({"WordDocument": fib, "0Table": table or bytes(64), **(more or {})})


def _biff(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def workbook(sheets=(), filepass=None, names=b"", more=None, old=False):
    """sheets: (hidden, kind) each. filepass: the data of that record, behind which all is noise."""
    stream = _biff(0x809, struct.pack("<HHHH", 0x500 if old else 0x600, 5, 0, 0))
    if filepass is not None:
        stream += _biff(0x2F, filepass) + bytes(range(256)) * 2
    for number, (hidden, kind) in enumerate(sheets):
        stream += _biff(0x85, struct.pack("<IBBBB", 0, hidden, kind, 6, 0) + b"Sheet%d" % number)
    stream += names + _biff(0x0A, b"")
    return cfb_file({"Book" if old else "Workbook": stream + bytes(4096), **(more or {})})


def auto_open_name():
    return _biff(0x18, struct.pack("<HBBHHHBBBB", 0x20, 0, 1, 0, 0, 1, 0, 0, 0, 0) + b"\0\x01")


def presentation(project=None, token=0xE391C05F):
    document = b""
    if project:
        packed = struct.pack("<I", len(project)) + zlib.compress(project)
        document = struct.pack("<HHI", 0x0010, 0x1011, len(packed)) + packed
    document = struct.pack("<HHI", 0x000F, 0x03E8, len(document)) + document
    user = struct.pack("<HHIII", 0, 0x0FF6, 0x20, 0x14, token) + bytes(24)
    return cfb_file({"PowerPoint Document": document, "Current User": user})


def office_package(minor):
    major = 4 if minor == 4 else 3
    return cfb_file({"EncryptedPackage": struct.pack("<Q", 4000) + bytes(range(256)) * 20,
                     "EncryptionInfo": struct.pack("<HHI", major, minor, 0x40) + b"<encryption/>"})


def ooxml(parts):
    """A ZIP with these parts, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 3, 1, 0, 0, 0)), data)
    return out.getvalue()


def content_types(*overrides, defaults=()):
    """(part, type) pairs; defaults: (extension, type)."""
    rows = [f'<Default Extension="{extension}" ContentType="{kind}"/>' for extension, kind in defaults]
    rows += [f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides]
    return f'<?xml version="1.0"?><Types>{"".join(rows)}</Types>'.encode()


def relations(*rows):
    """(id, kind, target, outside) each."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    tags = [f'<Relationship Id="{number}" Type="{base}{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
            for number, kind, target, outside in rows]
    return f'<?xml version="1.0"?><Relationships>{"".join(tags)}</Relationships>'.encode()


def one_note(*payloads):
    guid = bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")
    head = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(1008)
    return head + b"".join(guid + struct.pack("<Q", len(data)) + bytes(12) + data + bytes(8) for data in payloads)


def shortcut(target, arguments, folder=False):
    """Target as relative path."""
    def text(value):
        return struct.pack("<H", len(value)) + value.encode("utf-16-le")
    flags = 0x80 | 8 | (0x20 if arguments else 0)
    head = bytes.fromhex("4c0000000114020000000000c000000000000046") + struct.pack("<II", flags, 0x10 if folder else 0x20) + bytes(48)
    return head + text(target) + (text(arguments) if arguments else b"")


def pdf(catalog="", trailer="", objects=(), streams=()):
    """objects: texts; streams: (dictionary, bytes), deflated here. With a cross-reference table that fits."""
    out, places = b"%PDF-1.7\n", []
    bodies = [f"<</Type/Catalog/Pages 2 0 R {catalog}>>".encode(), b"<</Type/Pages/Kids[]/Count 0>>"] + [text.encode() for text in objects]
    for entries, data in streams:
        packed = zlib.compress(data)
        bodies.append(f"<</Filter/FlateDecode/Length {len(packed)} {entries}>>\nstream\n".encode() + packed + b"\nendstream")
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<</Size {len(places) + 1}/Root 1 0 R {trailer}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + table + end


def rtf_object(class_name, data):
    raw = struct.pack("<II", 0x501, 2)
    for text in (class_name, "", ""):
        raw += struct.pack("<I", len(text) + 1) + text.encode() + b"\0"
    raw += struct.pack("<I", len(data)) + data
    digits = raw.hex()
    return ("{\\rtf1{\\object\\objemb\\objupdate{\\*\\objclass " + class_name + "}{\\*\\objdata " + digits[:20] + "\r\n{\\bin0 }" + digits[20:]
            + "}}}").encode()


def packager(name, data):
    """What the Packager keeps of a file: its name in the code page and, behind the bytes, in UTF-16."""
    label = name.encode("ascii", "replace")
    path = b"C:\\Temp\\" + label
    wide = name.encode("utf-16le")
    return (struct.pack("<H", 2) + label + b"\0" + path + b"\0" + struct.pack("<HHI", 0, 3, len(path) + 1) + path + b"\0" + struct.pack("<I", len(data)) + data
            + struct.pack("<I", 2) + "C:".encode("utf-16le") + struct.pack("<I", len(wide) // 2) + wide)


def packager_stream(name, data):
    native = packager(name, data)
    return struct.pack("<I", len(native)) + native


def active_mime_page(project):
    part = b"ActiveMime".ljust(0x32, b"\0") + zlib.compress(project)
    text = base64.encodebytes(part).decode()
    return f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: application/x-mso\r\n\r\n{text}\r\n--x--\r\n".encode()


def _rc4(key, data):
    box, j, i, out = list(range(256)), 0, 0, bytearray()
    for n in range(256):
        j = (j + box[n] + key[n % len(key)]) & 255
        box[n], box[j] = box[j], box[n]
    j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)


def locked_workbook(password):
    """A very hidden macro sheet in a workbook encrypted with RC4 ([MS-OFFCRYPTO] 2.3.6)."""
    salt, verifier = bytes(range(16)), bytes(range(40, 56))
    base = hashlib.md5((hashlib.md5(password.encode("utf-16-le")).digest()[:5] + salt) * 16).digest()[:5]
    key = hashlib.md5(base + bytes(4)).digest()
    sealed = _rc4(key, verifier + hashlib.md5(verifier).digest())
    plain = _biff(0x809, struct.pack("<HHHH", 0x600, 5, 0, 0)) + _biff(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + sealed)
    stream, pad = plain, _rc4(key, bytes(1024))
    for kind, data, kept in ((0x85, struct.pack("<IBBBB", 0, 2, 1, 6, 0) + b"Sheet1", 4), (0x0A, b"", 0)):
        at = len(stream) + 4
        stream += struct.pack("<HH", kind, len(data)) + data[:kept] + bytes(b ^ p for b, p in zip(data[kept:], pad[at + kept:]))
    return cfb_file({"Workbook": stream + bytes(4096)})


def locked_pdf(password):
    """RC4 of 128 bits (ISO 32000-2, algorithms 2 and 5) with this user password."""
    pad = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    number, owner = bytes(range(65, 81)), bytes(range(80, 112))
    key = hashlib.md5((password.encode() + pad)[:32] + owner + struct.pack("<i", -4) + number).digest()
    for _ in range(50):
        key = hashlib.md5(key).digest()
    user = hashlib.md5(pad + number).digest()
    for turn in range(20):
        user = _rc4(bytes(byte ^ turn for byte in key), user)
    return pdf(trailer=f"/Encrypt 3 0 R /ID [<{number.hex()}> <{number.hex()}>]",
               objects=[f"<</Filter/Standard/V 2/R 3/Length 128/P -4/O({''.join(chr(byte) for byte in owner)})/U<{user.hex()}{bytes(16).hex()}>>>".replace("\\", "\\\\")])
