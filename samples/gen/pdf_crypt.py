"""Writes small PDFs whose standard security handler (ISO 32000-2, 7.6.4) asks for a password. What they hold is one empty page: its
stream is random to a reader without the key, and nobody needs it here."""
import hashlib
import struct

from .office_crypt import _cbc, rc4

PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
PERMISSIONS = -44


def _again(digest, size, revision):
    for _ in range(50 if revision >= 3 else 0):
        digest = hashlib.md5(digest[:size]).digest()
    return digest[:size]


def _rounds(key, data, revision):
    for i in range(20 if revision >= 3 else 1):
        data = rc4(bytes(b ^ i for b in key), data)
    return data


def _old(revision, user, owner, file_id, metadata):
    size = 5 if revision == 2 else 16
    padded = (user + PAD)[:32]
    entry_o = _rounds(_again(hashlib.md5((owner + PAD)[:32]).digest(), size, revision), padded, revision)
    key = _again(hashlib.md5(padded + entry_o + struct.pack("<i", PERMISSIONS) + file_id + (b"" if metadata else b"\xff" * 4)).digest(), size, revision)
    if revision == 2:
        return entry_o, rc4(key, PAD)
    return entry_o, _rounds(key, hashlib.md5(PAD + file_id).digest(), revision) + bytes(16)


def _hash(revision, word, salt, extra):
    digest, i, last = hashlib.sha256(word + salt + extra).digest(), 0, 0
    while revision == 6 and (i < 64 or last > i - 32):
        locked = _cbc(digest[:16], digest[16:32], (word + digest + extra) * 64)
        digest = hashlib.new(("sha256", "sha384", "sha512")[sum(locked[:16]) % 3], locked).digest()
        i, last = i + 1, locked[-1]
    return digest[:32]


def _new(revision, user, owner, salts):
    entry_u = _hash(revision, user, salts[:8], b"") + salts[:16]
    return _hash(revision, owner, salts[16:24], entry_u) + salts[16:32], entry_u


def pdf_file(revision, user, owner, salts, metadata=True):
    """Passwords are bytes; salts: 32 bytes, the first half of which is the ID. Revisions 2 to 5; 6 takes a minute in Python."""
    if revision >= 5:
        entry_o, entry_u = _new(revision, user, owner, salts)
    else:
        entry_o, entry_u = _old(revision, user, owner, salts[:16], metadata)
    crypt = "/CF<</StdCF<</AuthEvent/DocOpen/CFM/{}/Length {}>>>>/StmF/StdCF/StrF/StdCF".format(*(("AESV3", 32) if revision >= 5 else ("AESV2", 16)))
    kind = {2: "/V 1", 3: "/V 2/Length 128", 4: "/V 4/Length 128" + crypt, 5: "/V 5/Length 256" + crypt, 6: "/V 5/Length 256" + crypt}[revision]
    literal = b"".join(b"\\%03o" % byte for byte in entry_o)
    encrypt = (f"<</Filter/Standard{kind}/R {revision}/P {PERMISSIONS}/U <{entry_u.hex()}>{'' if metadata else '/EncryptMetadata false'}/O (".encode()
               + literal + b")>>")
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>", encrypt]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    file_id = salts[:16].hex().encode()
    return bytes(out + b"trailer\n<</Size 5/Root 1 0 R/ID[<" + file_id + b"><" + file_id + b">]/Encrypt 4 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table)
