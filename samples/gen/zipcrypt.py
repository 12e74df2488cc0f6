"""ZIP files with harmless members: plain, ZipCrypto (APPNOTE 6.1) or WinZip AES (AE-2, 256 bit). Members are stored unless a test asks
for another method, so that the bytes do not depend on the zlib at hand."""
import bz2
import hashlib
import hmac
import lzma
import struct
import zlib


def _crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ 0xEDB88320 if value & 1 else value >> 1
        table.append(value)
    return table


CRC = _crc_table()


def _zipcrypto(data, password, crc, noise):
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte):
        keys[0] = (keys[0] >> 8) ^ CRC[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ CRC[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in noise[:11] + bytes([crc >> 24]) + data:
        mask = keys[2] | 2
        out.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(out)


def _sbox():
    box, p, q = [0] * 256, 1, 1
    while True:
        p = p ^ ((p << 1) & 0xFF) ^ (0x1B if p & 0x80 else 0)
        for shift in (1, 2, 4):
            q ^= (q << shift) & 0xFF
        if q & 0x80:
            q ^= 0x09
        turned = q
        for turn in range(1, 5):
            turned ^= ((q << turn) | (q >> (8 - turn))) & 0xFF
        box[p] = turned ^ 0x63
        if p == 1:
            break
    box[0] = 0x63
    return box


SBOX = _sbox()


def _key_schedule(key):
    words, count, factor = [list(key[i:i + 4]) for i in range(0, len(key), 4)], len(key) // 4, 1
    for i in range(count, 4 * (count + 7)):
        word = list(words[-1])
        if i % count == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= factor
            factor = (factor << 1) ^ (0x11B if factor & 0x80 else 0)
        elif count > 6 and i % count == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(words[i - count], word)])
    return [sum(words[i:i + 4], []) for i in range(0, len(words), 4)]


def _double(byte):
    return ((byte << 1) ^ (0x1B if byte & 0x80 else 0)) & 0xFF


def _aes_block(schedule, block):
    state = [a ^ b for a, b in zip(block, schedule[0])]
    for turn, key in enumerate(schedule[1:], 1):
        state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if turn < len(schedule) - 1:
            mixed = []
            for c in range(0, 16, 4):
                column = state[c:c + 4]
                every = column[0] ^ column[1] ^ column[2] ^ column[3]
                mixed += [column[i] ^ every ^ _double(column[i] ^ column[(i + 1) % 4]) for i in range(4)]
            state = mixed
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def _winzip_aes(data, password, salt):
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    schedule, out = _key_schedule(keys[:32]), bytearray()
    for i in range(0, len(data), 16):
        stream = _aes_block(schedule, struct.pack("<QQ", i // 16 + 1, 0))
        out += bytes(a ^ b for a, b in zip(data[i:i + 16], stream))
    return salt + keys[64:66] + bytes(out) + hmac.new(keys[32:64], bytes(out), hashlib.sha1).digest()[:10]


STORED, DEFLATED, BZIP2, LZMA, XZ = 0, 8, 12, 14, 95


def _packed(data, how):
    if how == DEFLATED:
        return zlib.compress(data, 9, -15)
    if how == BZIP2:
        return bz2.compress(data)
    if how == XZ:
        return lzma.compress(data)
    if how == LZMA:
        filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
        return b"\x09\x14\x05\0" + b"\x5d" + struct.pack("<I", 1 << 16) + lzma.compress(data, lzma.FORMAT_RAW, filters=filters)
    return data


def zip_file(members, password=None, method="zipcrypto", noise=b"\0" * 16, how=STORED):
    """members: [(name, bytes)]. method: zipcrypto or aes, used where there is a password (str, or bytes as they are). noise: 16 bytes for
    salt or header. how: the method that packs the members."""
    password = password.encode() if isinstance(password, str) else password
    out, directory = bytearray(), bytearray()
    for name, data in members:
        crc, flags, kind, extra, stored = zlib.crc32(data), 0 if name.isascii() else 0x800, how, b"", _packed(data, how)
        if password is not None and method == "aes":
            stored, flags, kind = _winzip_aes(stored, password, noise[:16]), flags | 1, 99
            extra, crc = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, how), 0
        elif password is not None:
            stored, flags = _zipcrypto(stored, password, crc, noise), flags | 1
        label = name.encode()
        common = struct.pack("<HHHHHIIIHH", 51 if kind == 99 else 20, flags, kind, 0x6000, 0x5461, crc, len(stored), len(data), len(label), len(extra))
        directory += b"PK\1\2" + struct.pack("<H", 0x0314) + common + struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, len(out)) + label + extra
        out += b"PK\3\4" + common + label + extra + stored
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out + directory + b"PK\5\6" + end)
