"""The block layer of a PST ([MS-PST] 2.2): allocation maps, data blocks and trees, subnode trees, node and block B-trees."""
import struct
import zlib

from .pst_crypt import COMPRESSIBLE, hidden
from .pst_form import PTYPE_BBT, PTYPE_NBT, UNICODE, crc

FIRST_MESSAGE = 0x200000    # NIDs of messages are at least this


class PstFile:
    """Writes from front to back; only maps and header are filled in at the end. Leaves of the B-trees are written as soon as they are full,
    so that they lie among the data as in a store that grew over years."""

    def __init__(self, path, form=UNICODE, encryption=COMPRESSIBLE, codec=None, whole=True):
        """codec: how text is encoded as 8-bit strings; None for the usual UTF-16. whole: the file is as long as its maps reach, as real ones
        are; else it ends with what is in use."""
        self._file, self.form, self._encryption, self.codec, self._whole = open(path, "wb"), form, encryption, codec, whole
        self._maps, self._at = [], form.first_map
        self._next_bid, self._next_page = 4, 4
        self._blocks, self._block_leaves = [], []        # entries of the leaf at work; (key, page) of those written
        self._messages, self._message_leaves = [], []    # the same for nodes from FIRST_MESSAGE on, which come in order
        self._nodes, self._highest = [], {}              # all other nodes; node type -> next free number
        self._file.seek(form.first_map)

    def _open_map(self):
        """The cursor stands where a new allocation map belongs."""
        size = len(self.form.map_pages(len(self._maps))) * self.form.page_bytes
        self._maps.append(0)
        self._mark(self._at, size)
        self._file.write(b"\0" * size)
        self._at += size

    def _mark(self, offset, size):
        """A map is one number whose highest bit stands for the first unit."""
        unit, start = self.form.unit, self.form.first_map + (len(self._maps) - 1) * self.form.map_span
        first, units = (offset - start) // unit, size // unit
        self._maps[-1] |= ((1 << units) - 1) << (self.form.map_bits * 8 - first - units)

    def _allocate(self, size, align):
        """An offset for `size` bytes (a multiple of the unit) that crosses no allocation map; the file stands there."""
        if not self._maps:
            self._open_map()
        start = (self._at + align - 1) // align * align
        end = self.form.first_map + len(self._maps) * self.form.map_span
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
        stored, unit = data if internal else hidden(data, self._encryption, bid), self.form.unit
        if self.form.zlib and not internal:
            stored = min(stored, zlib.compress(stored), key=len)
        size = (len(stored) + self.form.trailer + unit - 1) // unit * unit
        offset = self._allocate(size, unit)
        self._file.write(stored.ljust(size - self.form.trailer, b"\0") + self.form.block_end(len(stored), len(data), offset, bid, crc(stored)))
        self._blocks.append((bid, self.form.block_row(bid, offset, len(stored), len(data))))
        if len(self._blocks) == self.form.page_entries // self.form.block_entry:
            self._block_leaves += self._leaves(self._blocks, self.form.block_entry, PTYPE_BBT)
            self._blocks = []
        return bid

    def tree(self, blocks):
        """A data tree over ready blocks (bytes, each at most form.block_bytes), returns the BID of its top."""
        if len(blocks) == 1:
            return self.block(blocks[0])
        bids, total, size, code = [self.block(b) for b in blocks], sum(map(len, blocks)), list(map(len, blocks)), self.form.number
        most = (self.form.block_bytes - self.form.tree_head) // self.form.id_bytes
        groups = [(bids[i:i + most], sum(size[i:i + most])) for i in range(0, len(bids), most)]
        bids = [self.block(struct.pack("<BBHI", 1, 1, len(g), part) + struct.pack(f"<{len(g)}{code}", *g), True) for g, part in groups]
        if len(bids) > 1:
            return self.block(struct.pack("<BBHI", 1, 2, len(bids), total) + struct.pack(f"<{len(bids)}{code}", *bids), True)
        return bids[0]

    def data(self, data):
        most = self.form.block_bytes
        return self.tree([data[i:i + most] for i in range(0, len(data), most)] or [b""])

    def subnodes(self, entries):
        """entries: [(nid, BID of data, BID of further subnodes or 0)]. Returns a BID, 0 for none."""
        if not entries:
            return 0
        entries, form = sorted(entries), self.form
        most = (form.block_bytes - form.sub_head) // (3 * form.id_bytes)
        leaves = []
        for i in range(0, len(entries), most):
            part = entries[i:i + most]
            leaves.append((part[0][0], self.block(form.sub_start(0, len(part)) + b"".join(struct.pack(f"<3{form.number}", *e) for e in part), True)))
        if len(leaves) == 1:
            return leaves[0][1]
        return self.block(form.sub_start(1, len(leaves)) + b"".join(struct.pack(f"<2{form.number}", *e) for e in leaves), True)

    def node(self, nid, data, sub=0, parent=0):
        """Nodes from FIRST_MESSAGE on must come in order of their NID."""
        self._highest[nid & 31] = max(self._highest.get(nid & 31, 0x400), (nid >> 5) + 1)
        entry = (nid, self.form.node_row(nid, data, sub, parent))
        if nid < FIRST_MESSAGE:
            self._nodes.append(entry)
            return
        self._messages.append(entry)
        if len(self._messages) == self.form.page_entries // self.form.node_entry:
            self._message_leaves += self._leaves(self._messages, self.form.node_entry, PTYPE_NBT)
            self._messages = []

    def _page(self, body, kind):
        bid = self._next_page
        self._next_page += 4
        offset = self._allocate(self.form.page_bytes, self.form.page_bytes)
        self._file.write(self.form.page(body, kind, offset, bid))
        return bid, offset

    def _leaves(self, entries, size, kind):
        """entries: [(key, packed)] in order. Returns [(first key, page)]."""
        most, result = self.form.page_entries // size, []
        for i in range(0, len(entries), most):
            part = entries[i:i + most]
            result.append((part[0][0], self._page(self.form.tree_page(b"".join(packed for _, packed in part), len(part), size, 0), kind)))
        return result

    def _root(self, pages, kind):
        """Builds the levels above the leaves; returns (bid, offset) of the top."""
        level, size = 0, self.form.index_entry
        while len(pages) > 1:
            level += 1
            above, most = [], self.form.page_entries // size
            for i in range(0, len(pages), most):
                part = pages[i:i + most]
                body = b"".join(struct.pack(f"<3{self.form.number}", key, *ref) for key, ref in part)
                above.append((part[0][0], self._page(self.form.tree_page(body, len(part), size, level), kind)))
            pages = above
        return pages[0][1]

    def close(self):
        size = self.form.node_entry
        nbt = self._root(self._leaves(sorted(self._nodes), size, PTYPE_NBT) + self._message_leaves + self._leaves(self._messages, size, PTYPE_NBT), PTYPE_NBT)
        bbt = self._root(self._block_leaves + self._leaves(self._blocks, self.form.block_entry, PTYPE_BBT), PTYPE_BBT)
        end = self.form.first_map + len(self._maps) * self.form.map_span
        last = end - self.form.map_span
        end = end if self._whole else self._at
        self._file.write(b"\0" * (end - self._at))
        free = self._write_maps()
        counters = b"".join(struct.pack("<I", self._highest.get(kind, 0x400)) for kind in range(32))
        self._file.seek(0)
        self._file.write(self.form.header(self._encryption, self._next_page, self._next_bid, counters, (end, last, free), nbt, bbt))
        self._file.close()

    def _write_maps(self):
        form, free = self.form, 0
        for number, bits in enumerate(self._maps):
            offset = form.first_map + number * form.map_span
            free += (form.map_bits * 8 - bits.bit_count()) * form.unit
            for place, kind in enumerate(form.map_pages(number)):
                body = b"\xff" * form.map_bits if place else bits.to_bytes(form.map_bits, "big")
                self._file.seek(offset + place * form.page_bytes)
                self._file.write(form.map_page(body, kind, offset + place * form.page_bytes))
        return free
