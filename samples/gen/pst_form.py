"""The forms of a PST: what differs between 32-bit (ANSI) and 64-bit (Unicode) files ([MS-PST] 2.2.2)."""
import struct
import zlib


def crc(data):
    """[MS-PST] 5.3: CRC-32 without the usual inversions."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(offset, bid):
    mixed = offset ^ bid
    return ((mixed >> 16) ^ mixed) & 0xFFFF


class Unicode:
    """wVer 23."""
    version, number, row_index = 23, "Q", "I"   # struct codes of ids and offsets, of a row's place in a table
    page_entries, trailer = 488, 16             # bytes of a page for entries; of what ends pages and blocks
    tree_head, sub_head = 8, 8                  # bytes before the ids of an XBLOCK, of an SLBLOCK

    def __init__(self):
        size = struct.calcsize(self.number)
        self.id_bytes = size
        self.block_bytes = 8192 - self.trailer  # most data in one block
        self.block_entry, self.node_entry, self.index_entry = 2 * size + 8 - 4 * (size == 4), 4 * size, 3 * size

    def block_end(self, size, offset, bid, check):
        return struct.pack("<HHIQ", size, signature(offset, bid), check, bid)

    def page(self, body, kind, offset, bid):
        """body: what a page holds before its trailer."""
        return body + struct.pack("<BBHIQ", kind, kind, signature(offset, bid), crc(body), bid)

    def map_page(self, bits, kind, offset):
        return bits + struct.pack("<BBHIQ", kind, kind, 0, crc(bits), offset)

    def tree_page(self, body, count, size, level):
        return body.ljust(self.page_entries, b"\0") + struct.pack("<BBBBI", count, self.page_entries // size, size, level, 0)

    def block_row(self, bid, offset, size):
        return struct.pack("<QQHHI", bid, offset, size, 2, 0)

    def node_row(self, nid, data, sub, parent):
        return struct.pack("<QQQII", nid, data, sub, parent, 0)

    def sub_start(self, level, count):
        return struct.pack("<BBHI", 2, level, count, 0)

    def header(self, crypt, next_page, next_bid, counters, ends, nbt, bbt):
        """ends: (end of file, last allocation map, free bytes). nbt, bbt: (bid, offset) of the roots."""
        root = struct.pack("<IQQQQQQQQBBH", 0, *ends, 0, *nbt, *bbt, 2, 0, 0)
        body = struct.pack("<HHHBBII", 0x4D53, self.version, 19, 1, 1, 0, 0) + struct.pack("<QQI", 0, next_page, 1) + counters + struct.pack("<Q", 0) + root
        body += struct.pack("<I", 0) + b"\xff" * 256 + struct.pack("<BBHQ", 0x80, crypt, 0, next_bid)
        return b"!BDN" + struct.pack("<I", crc(body[:471])) + body + struct.pack("<I", crc(body[:516])) + b"\0" * 36


class Ansi(Unicode):
    """wVer 14."""
    version, number, row_index = 14, "I", "H"
    page_entries, trailer = 496, 12
    tree_head, sub_head = 8, 4

    def block_end(self, size, offset, bid, check):
        return struct.pack("<HHII", size, signature(offset, bid), bid, check)

    def page(self, body, kind, offset, bid):
        return body + struct.pack("<BBHII", kind, kind, signature(offset, bid), bid, crc(body))

    def map_page(self, bits, kind, offset):
        body = b"\0" * 4 + bits
        return body + struct.pack("<BBHII", kind, kind, 0, offset, crc(body))

    def tree_page(self, body, count, size, level):
        return body.ljust(self.page_entries, b"\0") + struct.pack("<BBBB", count, self.page_entries // size, size, level)

    def block_row(self, bid, offset, size):
        return struct.pack("<IIHH", bid, offset, size, 2)

    def node_row(self, nid, data, sub, parent):
        return struct.pack("<IIII", nid, data, sub, parent)

    def sub_start(self, level, count):
        return struct.pack("<BBH", 2, level, count)

    def header(self, crypt, next_page, next_bid, counters, ends, nbt, bbt):
        root = struct.pack("<IIIIIIIIIBBH", 0, *ends, 0, *nbt, *bbt, 2, 0, 0)
        body = struct.pack("<HHHBBII", 0x4D53, self.version, 19, 1, 1, 0, 0) + struct.pack("<III", next_bid, next_page, 1) + counters + root
        body += b"\xff" * 256 + struct.pack("<BBHQI", 0x80, crypt, 0, 0, 0) + b"\0" * 36
        return b"!BDN" + struct.pack("<I", crc(body[:471])) + body


UNICODE, ANSI = Unicode(), Ansi()
