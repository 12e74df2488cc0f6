"""The forms of a PST: what differs between 32-bit (ANSI) and 64-bit (Unicode) files ([MS-PST] 2.2.2), and OSTs since Outlook 2013."""
import struct
import zlib

PTYPE_BBT, PTYPE_NBT, PTYPE_FMAP, PTYPE_PMAP, PTYPE_AMAP = 0x80, 0x81, 0x82, 0x83, 0x84


def crc(data):
    """[MS-PST] 5.3: CRC-32 without the usual inversions."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(offset, bid):
    mixed = offset ^ bid
    return ((mixed >> 16) ^ mixed) & 0xFFFF


class Unicode:
    """wVer 23."""
    client, version, number, row_index = 0x4D53, 23, "Q", "I"   # struct codes of ids and offsets, of a row's place in a table
    page_bytes, page_entries, trailer = 512, 488, 16            # bytes of a page; of it for entries; of what ends pages and blocks
    first_map, map_bits, unit = 0x4400, 496, 64                 # place of the first allocation map, its bytes of bits, what a bit stands for
    block_max, zlib, heap_shift = 8192, False, 16               # bytes of the largest block; whether data is deflated; of a HID's block
    tree_head, sub_head = 8, 8                  # bytes before the ids of an XBLOCK, of an SLBLOCK

    def __init__(self):
        size = struct.calcsize(self.number)
        self.id_bytes = size
        self.block_bytes = self.block_max - self.trailer  # most data in one block
        self.map_span = self.map_bits * 8 * self.unit     # bytes that one allocation map covers, itself included
        self.block_entry, self.node_entry, self.index_entry = 2 * size + 8 - 4 * (size == 4), 4 * size, 3 * size

    def block_end(self, size, inflated, offset, bid, check):
        return struct.pack("<HHIQ", size, signature(offset, bid), check, bid)

    def page(self, body, kind, offset, bid):
        """body: what a page holds before its trailer."""
        return body + struct.pack("<BBHIQ", kind, kind, signature(offset, bid), crc(body), bid)

    def map_pages(self, number):
        """The kinds of pages that begin the span of the allocation map with this number."""
        return [PTYPE_AMAP] + [PTYPE_PMAP] * (number % 8 == 0) + [PTYPE_FMAP] * (number >= 128 and (number - 128) % 496 == 0)

    def map_page(self, bits, kind, offset):
        return bits + struct.pack("<BBHIQ", kind, kind, 0, crc(bits), offset)

    def tree_page(self, body, count, size, level):
        return body.ljust(self.page_entries, b"\0") + struct.pack("<BBBBI", count, self.page_entries // size, size, level, 0)

    def block_row(self, bid, offset, size, inflated):
        return struct.pack("<QQHHI", bid, offset, size, 2, 0)

    def node_row(self, nid, data, sub, parent):
        return struct.pack("<QQQII", nid, data, sub, parent, 0)

    def sub_start(self, level, count):
        return struct.pack("<BBHI", 2, level, count, 0)

    def header(self, crypt, next_page, next_bid, counters, ends, nbt, bbt):
        """ends: (end of file, last allocation map, free bytes). nbt, bbt: (bid, offset) of the roots."""
        root = struct.pack("<IQQQQQQQQBBH", 0, *ends, 0, *nbt, *bbt, 2, 0, 0)
        body = struct.pack("<HHHBBII", self.client, self.version, 19, 1, 1, 0, 0) + struct.pack("<QQI", 0, next_page, 1) + counters + struct.pack("<Q", 0) + root
        body += struct.pack("<I", 0) + b"\xff" * 256 + struct.pack("<BBHQ", 0x80, crypt, 0, next_bid)
        return b"!BDN" + struct.pack("<I", crc(body[:471])) + body + struct.pack("<I", crc(body[:516])) + b"\0" * 36


class Ansi(Unicode):
    """wVer 14."""
    version, number, row_index = 14, "I", "H"
    page_entries, trailer = 496, 12
    tree_head, sub_head = 8, 4

    def block_end(self, size, inflated, offset, bid, check):
        return struct.pack("<HHII", size, signature(offset, bid), bid, check)

    def page(self, body, kind, offset, bid):
        return body + struct.pack("<BBHII", kind, kind, signature(offset, bid), bid, crc(body))

    def map_page(self, bits, kind, offset):
        body = b"\0" * 4 + bits
        return body + struct.pack("<BBHII", kind, kind, 0, offset, crc(body))

    def tree_page(self, body, count, size, level):
        return body.ljust(self.page_entries, b"\0") + struct.pack("<BBBB", count, self.page_entries // size, size, level)

    def block_row(self, bid, offset, size, inflated):
        return struct.pack("<IIHH", bid, offset, size, 2)

    def node_row(self, nid, data, sub, parent):
        return struct.pack("<IIII", nid, data, sub, parent)

    def sub_start(self, level, count):
        return struct.pack("<BBH", 2, level, count)

    def header(self, crypt, next_page, next_bid, counters, ends, nbt, bbt):
        root = struct.pack("<IIIIIIIIIBBH", 0, *ends, 0, *nbt, *bbt, 2, 0, 0)
        body = struct.pack("<HHHBBII", self.client, self.version, 19, 1, 1, 0, 0) + struct.pack("<III", next_bid, next_page, 1) + counters + root
        body += b"\xff" * 256 + struct.pack("<BBHQI", 0x80, crypt, 0, 0, 0) + b"\0" * 36
        return b"!BDN" + struct.pack("<I", crc(body[:471])) + body


class Offline(Unicode):
    """wVer 36, an OST since Outlook 2013: pages of 4096 bytes, blocks of up to 64 KB, their data deflated. [MS-PST] leaves it out; this is
    what libpff's documentation and a real file say. Where a second allocation map lies is not known from either: it stands behind the first."""
    client, version = 0x4F53, 36
    page_bytes, page_entries, trailer = 4096, 4056, 24
    first_map, map_bits, unit = 0x22000, 4072, 512
    block_max, zlib, heap_shift = 65536, True, 19

    def block_end(self, size, inflated, offset, bid, check):
        return struct.pack("<HHIQHHI", size, signature(offset, bid), check, bid, 2, inflated, 0)

    def page(self, body, kind, offset, bid):
        return body + struct.pack("<BBHIQQ", kind, kind, signature(offset, bid), crc(body), bid, 1)

    def map_pages(self, number):
        return [PTYPE_AMAP]

    def map_page(self, bits, kind, offset):
        return bits + struct.pack("<BBHIQQ", kind, kind, 0, crc(bits), offset, 1)

    def tree_page(self, body, count, size, level):
        return body.ljust(self.page_entries, b"\0") + struct.pack("<HHBB10x", count, self.page_entries // size, size, level)

    def block_row(self, bid, offset, size, inflated):
        return struct.pack("<QQHHHH", bid, offset, size, inflated, 2, 0)


UNICODE, ANSI, OFFLINE = Unicode(), Ansi(), Offline()
