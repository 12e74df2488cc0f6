"""The block layer of a Unicode PST ([MS-PST] 2.2): allocation maps, data blocks and trees, subnode trees, node and block B-trees."""
import struct
import zlib

# [MS-PST] 5.1, mpbbCrypt, first part: what each byte becomes when it is written.
ENCODE = bytes.fromhex("""
    41361362a8216ebbf416cc047f64e85d1ef2cb2a74c55e35d295479e962d9a884c7d843fdbac31b6485ff6c4d8398be7233b388ec8c1df25b120a546604e9cfb
    aad35651457c550007c92b9d859b09a08fadb30f63ab894bd7a7155a716642bf264a6b98faea7753b270052cfd593a867ece06eb827857c78d43afb41cd45bcd
    e2e9274fc3087280cfb0eff5286dbe304d3492d50e3c2232e5e4f99fc2d10a8112e1ee918376e397e6618a1779a4b7dc907a5c8c02a6ca69de501a1193b95287
    58fced1d37491b6ae0293399bd6cd994f340546ff0c673b8d63e6518441fdd6710f10c19ecae03a1147ba90bfff8a3c0a201f72ebc2468750dfeba2fb5d0da3d
""")
BLOCK_BYTES = 8176          # most data in one block
FIRST_MESSAGE = 0x200000    # NIDs of messages are at least this
FIRST_AMAP = 0x4400
AMAP_SPAN = 496 * 8 * 64    # bytes that one allocation map covers, itself included
PTYPE_BBT, PTYPE_NBT, PTYPE_FMAP, PTYPE_PMAP, PTYPE_AMAP = 0x80, 0x81, 0x82, 0x83, 0x84


def crc(data):
    """[MS-PST] 5.3: CRC-32 without the usual inversions."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(offset, bid):
    mixed = offset ^ bid
    return ((mixed >> 16) ^ mixed) & 0xFFFF


class PstFile:
    """Writes from front to back; only maps and header are filled in at the end. Leaves of the B-trees are written as soon as they are full,
    so that they lie among the data as in a store that grew over years."""

    def __init__(self, path):
        self._file = open(path, "wb")
        self._maps, self._at = [], FIRST_AMAP
        self._next_bid, self._next_page = 4, 4
        self._blocks, self._block_leaves = [], []        # entries of the leaf at work; (key, page) of those written
        self._messages, self._message_leaves = [], []    # the same for nodes from FIRST_MESSAGE on, which come in order
        self._nodes, self._highest = [], {}              # all other nodes; node type -> next free number
        self._file.seek(FIRST_AMAP)

    def _open_map(self):
        """The cursor stands where a new allocation map belongs."""
        number = len(self._maps)
        pages = 1 + (number % 8 == 0) + (number >= 128 and (number - 128) % 496 == 0)
        self._maps.append(bytearray(496))
        self._mark(self._at, pages * 512)
        self._file.write(b"\0" * (pages * 512))
        self._at += pages * 512

    def _mark(self, offset, size):
        first = (offset - FIRST_AMAP - (len(self._maps) - 1) * AMAP_SPAN) // 64
        bits = self._maps[-1]
        for bit in range(first, first + size // 64):
            bits[bit >> 3] |= 0x80 >> (bit & 7)

    def _allocate(self, size, align):
        """An offset for `size` bytes (a multiple of 64) that crosses no allocation map; the file stands there."""
        if not self._maps:
            self._open_map()
        start = (self._at + align - 1) // align * align
        end = FIRST_AMAP + len(self._maps) * AMAP_SPAN
        if start + size > end:
            self._file.write(b"\0" * (end - self._at))
            self._at = end
            self._open_map()
            start = self._at
        self._file.write(b"\0" * (start - self._at))
        self._mark(start, size)
        self._at = start + size
        return start

    def block(self, data, internal=False):
        """Writes one block, returns its BID."""
        bid = self._next_bid | (2 if internal else 0)
        self._next_bid += 4
        stored = data if internal else data.translate(ENCODE)
        size = (len(data) + 16 + 63) // 64 * 64
        offset = self._allocate(size, 64)
        trailer = struct.pack("<HHIQ", len(data), signature(offset, bid), crc(stored), bid)
        self._file.write(stored + b"\0" * (size - 16 - len(data)) + trailer)
        self._blocks.append((bid, struct.pack("<QQHHI", bid, offset, len(data), 2, 0)))
        if len(self._blocks) == 20:
            self._block_leaves += self._leaves(self._blocks, 24, PTYPE_BBT)
            self._blocks = []
        return bid

    def tree(self, blocks):
        """A data tree over ready blocks (bytes, each at most BLOCK_BYTES), returns the BID of its top."""
        if len(blocks) == 1:
            return self.block(blocks[0])
        bids, total, level, size = [self.block(b) for b in blocks], sum(map(len, blocks)), 1, list(map(len, blocks))
        most = (BLOCK_BYTES - 8) // 8
        groups = [(bids[i:i + most], sum(size[i:i + most])) for i in range(0, len(bids), most)]
        bids = [self.block(struct.pack("<BBHI", 1, level, len(g), part) + struct.pack(f"<{len(g)}Q", *g), True) for g, part in groups]
        if len(bids) > 1:
            return self.block(struct.pack("<BBHI", 1, 2, len(bids), total) + struct.pack(f"<{len(bids)}Q", *bids), True)
        return bids[0]

    def data(self, data):
        return self.tree([data[i:i + BLOCK_BYTES] for i in range(0, len(data), BLOCK_BYTES)] or [b""])

    def subnodes(self, entries):
        """entries: [(nid, BID of data, BID of further subnodes or 0)]. Returns a BID, 0 for none."""
        if not entries:
            return 0
        entries = sorted(entries)
        most = (BLOCK_BYTES - 8) // 24
        leaves = []
        for i in range(0, len(entries), most):
            part = entries[i:i + most]
            leaves.append((part[0][0], self.block(struct.pack("<BBHI", 2, 0, len(part), 0) + b"".join(struct.pack("<QQQ", *e) for e in part), True)))
        if len(leaves) == 1:
            return leaves[0][1]
        return self.block(struct.pack("<BBHI", 2, 1, len(leaves), 0) + b"".join(struct.pack("<QQ", *e) for e in leaves), True)

    def node(self, nid, data, sub=0, parent=0):
        """Nodes from FIRST_MESSAGE on must come in order of their NID."""
        self._highest[nid & 31] = max(self._highest.get(nid & 31, 0x400), (nid >> 5) + 1)
        entry = (nid, struct.pack("<QQQII", nid, data, sub, parent, 0))
        if nid < FIRST_MESSAGE:
            self._nodes.append(entry)
            return
        self._messages.append(entry)
        if len(self._messages) == 15:
            self._message_leaves += self._leaves(self._messages, 32, PTYPE_NBT)
            self._messages = []

    def _page(self, body, kind):
        bid = self._next_page
        self._next_page += 4
        offset = self._allocate(512, 512)
        self._file.write(body + struct.pack("<BBHIQ", kind, kind, signature(offset, bid), crc(body), bid))
        return bid, offset

    def _leaves(self, entries, size, kind):
        """entries: [(key, packed)] in order. Returns [(first key, page)]."""
        most, result = 488 // size, []
        for i in range(0, len(entries), most):
            part = entries[i:i + most]
            result.append((part[0][0], self._page(self._btpage(b"".join(packed for _, packed in part), len(part), size, 0), kind)))
        return result

    def _root(self, pages, kind):
        """Builds the levels above the leaves; returns (bid, offset) of the top."""
        level = 0
        while len(pages) > 1:
            level += 1
            above = []
            for i in range(0, len(pages), 20):
                part = pages[i:i + 20]
                body = b"".join(struct.pack("<QQQ", key, *ref) for key, ref in part)
                above.append((part[0][0], self._page(self._btpage(body, len(part), 24, level), kind)))
            pages = above
        return pages[0][1]

    @staticmethod
    def _btpage(body, count, size, level):
        return bytes(body) + b"\0" * (488 - len(body)) + struct.pack("<BBBBI", count, 488 // size, size, level, 0)

    def close(self):
        nbt = self._root(self._leaves(sorted(self._nodes), 32, PTYPE_NBT) + self._message_leaves + self._leaves(self._messages, 32, PTYPE_NBT), PTYPE_NBT)
        bbt = self._root(self._block_leaves + self._leaves(self._blocks, 24, PTYPE_BBT), PTYPE_BBT)
        end = FIRST_AMAP + len(self._maps) * AMAP_SPAN
        self._file.write(b"\0" * (end - self._at))
        free = self._write_maps()
        self._write_header(nbt, bbt, end, free)
        self._file.close()

    def _write_maps(self):
        free = 0
        for number, bits in enumerate(self._maps):
            offset = FIRST_AMAP + number * AMAP_SPAN
            free += sum(8 - bin(b).count("1") for b in bits) * 64
            extra = [PTYPE_PMAP] * (number % 8 == 0) + [PTYPE_FMAP] * (number >= 128 and (number - 128) % 496 == 0)
            for kind, body in [(PTYPE_AMAP, bytes(bits))] + [(kind, b"\xff" * 496) for kind in extra]:
                self._file.seek(offset)
                self._file.write(body + struct.pack("<BBHIQ", kind, kind, 0, crc(body), offset))
                offset += 512
        return free

    def _write_header(self, nbt, bbt, end, free):
        last = FIRST_AMAP + (len(self._maps) - 1) * AMAP_SPAN
        counters = b"".join(struct.pack("<I", self._highest.get(kind, 0x400)) for kind in range(32))
        root = struct.pack("<IQQQQQQQQBBH", 0, end, last, free, 0, *nbt, *bbt, 2, 0, 0)
        body = struct.pack("<HHHBBII", 0x4D53, 23, 19, 1, 1, 0, 0) + struct.pack("<QQI", 0, self._next_page, 1) + counters + struct.pack("<Q", 0) + root
        body += struct.pack("<I", 0) + b"\xff" * 256 + struct.pack("<BBHQ", 0x80, 1, 0, self._next_bid)
        self._file.seek(0)
        self._file.write(b"!BDN" + struct.pack("<I", crc(body[:471])) + body + struct.pack("<I", crc(body[:516])) + b"\0" * 36)
