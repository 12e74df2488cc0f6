"""Encrypts documents of Office ([MS-OFFCRYPTO]): agile and standard packages, workbooks with RC4, with CryptoAPI and with XOR."""
import base64
import hashlib
import struct

from .cfb_file import cfb_file
from .zipcrypt import _aes_block, _key_schedule

SPIN = 1000  # rounds of the agile lock: Office takes 100,000, which pure Python should not
VERIFIER = bytes(range(100, 116))


def _ecb(key, data):
    schedule = _key_schedule(key)
    return b"".join(_aes_block(schedule, data[i:i + 16]) for i in range(0, len(data), 16))


def _cbc(key, vector, data):
    schedule, out = _key_schedule(key), b""
    for i in range(0, len(data), 16):
        vector = _aes_block(schedule, bytes(a ^ b for a, b in zip(data[i:i + 16], vector)))
        out += vector
    return out


def _padded(data, size=16):
    return data + bytes(-len(data) % size)


def rc4(key, data):
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + state[i]) & 255
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) & 255])
    return bytes(out)


def agile(package, password, salt, digest="sha512", key_bytes=32):
    name = {"sha1": "SHA1", "sha256": "SHA256", "sha512": "SHA512"}[digest]
    size, word = hashlib.new(digest).digest_size, password.encode("utf-16-le")

    def made(*parts):
        return hashlib.new(digest, b"".join(parts)).digest()

    spun = made(salt, word)
    for i in range(SPIN):
        spun = made(struct.pack("<I", i), spun)

    def locked(purpose, value):
        return base64.b64encode(_cbc((made(spun, bytes.fromhex(purpose)) + b"\x36" * 32)[:key_bytes], salt, _padded(value))).decode()

    key, data_salt = hashlib.sha256(b"key" + salt).digest()[:key_bytes], bytes(reversed(salt))
    body = b"".join(_cbc(key, made(data_salt, struct.pack("<I", i // 4096))[:16], _padded(package[i:i + 4096])) for i in range(0, len(package), 4096))
    common = f'saltSize="16" blockSize="16" keyBits="{key_bytes * 8}" hashSize="{size}" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="{name}"'
    info = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
            'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f'<keyData {common} saltValue="{base64.b64encode(data_salt).decode()}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f'<p:encryptedKey spinCount="{SPIN}" {common} saltValue="{base64.b64encode(salt).decode()}" '
            f'encryptedVerifierHashInput="{locked("fea7d2763b4b9e79", VERIFIER)}" encryptedVerifierHashValue="{locked("d7aa0f6d3061344e", made(VERIFIER))}" '
            f'encryptedKeyValue="{locked("146e0be7abacd0d6", key)}"/></keyEncryptor></keyEncryptors></encryption>')
    return cfb_file({"EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40) + info.encode(), "EncryptedPackage": struct.pack("<Q", len(package)) + body})


def _header(flags, algorithm, bits, salt, verifier, verifier_hash):
    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", flags, 0, algorithm, 0x8004, bits, 24, 0, 0) + provider
    return struct.pack("<II", flags, len(header)) + header + struct.pack("<I", 16) + salt + verifier + struct.pack("<I", 20) + verifier_hash


def standard(package, password, salt):
    spun = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for i in range(50000):
        spun = hashlib.sha1(struct.pack("<I", i) + spun).digest()
    last = hashlib.sha1(spun + bytes(4)).digest()
    key = hashlib.sha1(bytes(0x36 ^ (last[i] if i < 20 else 0) for i in range(64))).digest()[:16]
    lock = _header(0x24, 0x660E, 128, salt, _ecb(key, VERIFIER), _ecb(key, _padded(hashlib.sha1(VERIFIER).digest())))
    return cfb_file({"EncryptionInfo": struct.pack("<HH", 3, 2) + lock, "EncryptedPackage": struct.pack("<Q", len(package)) + _ecb(key, _padded(package))})


def _rc4_key(base, block, size):
    made = hashlib.sha1 if size != 5 else hashlib.md5
    return made(base + struct.pack("<I", block)).digest()[:16]


def workbook(records, password, salt, api):
    """records: [(number, data)], the first of them BOF; FilePass follows it. api: CryptoAPI with 128 bits, else RC4 with 40."""
    word = password.encode("utf-16-le")
    if api:
        base, size = hashlib.sha1(salt + word).digest(), 16
        lock = rc4(_rc4_key(base, 0, size), VERIFIER + hashlib.sha1(VERIFIER).digest())
        filepass = struct.pack("<HHH", 1, 4, 2) + _header(4, 0x6801, 128, salt, lock[:16], lock[16:])
    else:
        base, size = hashlib.md5((hashlib.md5(word).digest()[:5] + salt) * 16).digest()[:5], 5
        lock = rc4(_rc4_key(base, 0, size), VERIFIER + hashlib.md5(VERIFIER).digest())
        filepass = struct.pack("<HHH", 1, 1, 1) + salt + lock
    clear, mask = b"", b""  # of equal length; mask: which bytes are encrypted
    for number, data in [records[0], (0x2F, filepass)] + records[1:]:
        kept = len(data) if number in (0x809, 0x2F) else 4 if number == 0x85 else 0
        clear += struct.pack("<HH", number, len(data)) + data
        mask += bytes(4 + kept) + b"\1" * (len(data) - kept)
    locked = b"".join(rc4(_rc4_key(base, i // 1024, size), clear[i:i + 1024]) for i in range(0, len(clear), 1024))
    return cfb_file({"Workbook": bytes(b if m else a for a, b, m in zip(clear, locked, mask))})


XOR_PAD = bytes.fromhex("bbffffbaffffb98000be0f00bf0f00")
XOR_FIRST = (0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139, 0xD40F, 0x84F9, 0x280C, 0xA96A, 0x4EC3)
XOR_ROW_FIRST = (0xAEFC, 0x7B61, 0x4563, 0x0375, 0xD849, 0x6F45, 0xEB23, 0x47D3, 0xB861, 0x45A0, 0xAA51, 0x76B4, 0x3730, 0x3331, 0x1021)


def _xor_rows():
    """Each row of the matrix is its first value, shifted: where a bit falls out, 0x1021 is mixed in."""
    rows = []
    for value in XOR_ROW_FIRST:
        row = [value]
        for _ in range(6):
            row.append(((row[-1] << 1) & 0xFFFF) ^ (0x1021 if row[-1] & 0x8000 else 0))
        rows.append(row)
    return rows


def workbook_xor(records, password):
    """records as for workbook(); the oldest lock, for up to 15 signs of ASCII."""
    word = password.encode()
    verifier = 0
    for byte in reversed(bytes([len(word)]) + word):
        verifier = (((verifier >> 14) & 1) | ((verifier << 1) & 0x7FFF)) ^ byte
    key, rows = XOR_FIRST[len(word) - 1], _xor_rows()
    for row, byte in zip(reversed(rows), reversed(word)):
        for bit in range(7):
            key ^= row[6 - bit] if byte & (0x40 >> bit) else 0
    mask = [byte ^ (key >> 8 if i % 2 else key & 255) for i, byte in enumerate((word + XOR_PAD)[:16])]
    mask = [byte >> 1 | (byte & 1) << 7 for byte in mask]
    out = b""
    for number, data in [records[0], (0x2F, struct.pack("<HHH", 0, key, verifier ^ 0xCE4B))] + records[1:]:
        kept = len(data) if number in (0x809, 0x2F) else 4 if number == 0x85 else 0
        end = len(out) + 4 + len(data)
        locked = bytes(((b >> 3 | b << 5) & 255) ^ mask[(end + i) % 16] for i, b in enumerate(data))
        out += struct.pack("<HH", number, len(data)) + data[:kept] + locked[kept:]
    return cfb_file({"Workbook": out})
