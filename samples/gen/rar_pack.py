"""Packs bytes as RAR 5 does: one block, literals and matches, every code of one length."""

LITERAL_BITS, SLOT_BITS, DISTANCE_BITS = 9, 6, 3 # 256 literals take half of the first code, 32 slots of lengths the other half
SLOTS, FIRST_SLOT, DISTANCES = 32, 262, 8
CODES = (306, 64, 16, 44) # literals and lengths, distances, their low bits, repeated lengths
LENGTHS = (0, 3, 6, 9, 16, 17, 18, 19) # of codes: which themselves have codes of three bits


class _Bits:
    def __init__(self):
        self.text = ""

    def add(self, value, count):
        self.text += format(value, f"0{count}b") if count else ""

    def bytes(self):
        text = self.text + "0" * (-len(self.text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big")


def _tables(bits):
    for value in range(20):
        bits.add(3 if value in LENGTHS else 0, 4)
    literals = [LITERAL_BITS] * 256 + [0] * 6 + [SLOT_BITS] * SLOTS
    tables = [literals + [0] * (CODES[0] - len(literals)), [DISTANCE_BITS] * DISTANCES + [0] * (CODES[1] - DISTANCES), [0] * CODES[2], [0] * CODES[3]]
    for length in sum(tables, []):
        bits.add(LENGTHS.index(length), 3)


def _slot(value, direct, per):
    """The slot of a value, its extra bits and how many they are: the first `direct` have none, `per` slots share a count."""
    for slot in range(64):
        count = 0 if slot < direct else slot // per - 1
        base = slot if slot < direct else (per | slot % per) << count
        if base <= value < base + (1 << count):
            return slot, value - base, count
    raise ValueError(value)


def _match(bits, length, distance):
    slot, extra, count = _slot(length - 2, 8, 4)
    bits.add(slot, SLOT_BITS) # the shorter codes come first
    bits.add(extra, count)
    slot, extra, count = _slot(distance - 1, 4, 2)
    bits.add(slot, DISTANCE_BITS)
    bits.add(extra, count)


def _best(data, at):
    found = (0, 0)
    for distance in range(1, min(at, 12) + 1):
        length = 0
        while length < 400 and at + length < len(data) and data[at + length] == data[at + length - distance]:
            length += 1
        found = max(found, (length, distance))
    return found


def rar5_pack(data):
    bits, at = _Bits(), 0
    _tables(bits)
    while at < len(data):
        length, distance = _best(data, at)
        if length >= 4:
            _match(bits, length, distance)
            at += length
        else:
            bits.add((1 << LITERAL_BITS - 1) + data[at], LITERAL_BITS)
            at += 1
    body = bits.bytes()
    flags = 0x80 | 0x40 | 0x08 | (len(bits.text) - 1) % 8 # tables, the last block, a size of two bytes, bits of the last byte
    size = len(body).to_bytes(2, "little")
    return bytes([flags, 0x5A ^ flags ^ size[0] ^ size[1]]) + size + body
