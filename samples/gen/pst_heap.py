"""Heap-on-node, B-tree-on-heap, property contexts and table contexts of a PST ([MS-PST] 2.3)."""
import struct

BINARIES = 0x1102
INT16, INT32, BOOL, OBJECT, INT64, STRING, TIME, BINARY = 0x0002, 0x0003, 0x000B, 0x000D, 0x0014, 0x001F, 0x0040, 0x0102
STRING8 = 0x001E
HEAP_ITEM = 3580   # longer values go to a subnode
FIXED = {INT16: 2, INT32: 4, BOOL: 1, INT64: 8, TIME: 8}
LEVELS = [3584, 2560, 2048, 1792, 1536, 1280, 1024, 768, 512, 256, 128, 64, 32, 16, 8]


def _fill_level(free):
    return next((level for level, bound in enumerate(LEVELS) if free >= bound), 15)


class Heap:
    def __init__(self, form):
        self._block_bytes, self._block_shift = form.block_bytes, form.heap_shift
        self._blocks, self._items, self._used = [], [], 12

    def _header_bytes(self, number):
        return 12 if number == 0 else 66 if number >= 8 and (number - 8) % 128 == 0 else 2

    def put(self, data):
        """Keeps the bytes, returns their HID (0 for none)."""
        if not data:
            return 0
        if self._used + len(data) + 4 + 2 * (len(self._items) + 2) + 2 > self._block_bytes or len(self._items) >= 2047:
            self._blocks.append(self._items)
            self._items, self._used = [], self._header_bytes(len(self._blocks))
        self._items.append(data)
        self._used += len(data)
        return len(self._items) << 5 | len(self._blocks) << self._block_shift

    def blocks(self, client, root):
        """The finished blocks of the heap."""
        bodies = [self._body(number, items) for number, items in enumerate(self._blocks + [self._items])]
        free = [_fill_level(self._block_bytes - self._header_bytes(n) - len(body)) for n, (body, _) in enumerate(bodies)] + [15] * 136
        result = []
        for number, (body, where) in enumerate(bodies):
            if number == 0:
                head = struct.pack("<HBBI", where, 0xEC, client, root) + self._levels(free[:8])
            elif self._header_bytes(number) == 66:
                head = struct.pack("<H", where) + self._levels(free[number:number + 128])
            else:
                head = struct.pack("<H", where)
            result.append(head + body)
        return result

    @staticmethod
    def _levels(levels):
        return bytes(levels[i] | levels[i + 1] << 4 for i in range(0, len(levels), 2))

    def _body(self, number, items):
        """(items and page map, offset of the page map)."""
        at, offsets = self._header_bytes(number), []
        for item in items:
            offsets.append(at)
            at += len(item)
        offsets.append(at)
        padding = at % 2
        return b"".join(items) + b"\0" * padding + struct.pack(f"<HH{len(offsets)}H", len(items), 0, *offsets), at + padding

    def tree(self, key_bytes, value_bytes, records):
        """A B-tree on the heap; records: [(key, packed value)] in order of key. Returns the HID of its header."""
        form, size = {2: "<H", 4: "<I"}[key_bytes], key_bytes + value_bytes
        most, level = HEAP_ITEM // size, 0
        parts = [records[i:i + most] for i in range(0, len(records), most)]
        tops = [(part[0][0], self.put(b"".join(struct.pack(form, key) + value for key, value in part))) for part in parts]
        most = HEAP_ITEM // (key_bytes + 4)
        while len(tops) > 1:
            level += 1
            parts = [tops[i:i + most] for i in range(0, len(tops), most)]
            tops = [(part[0][0], self.put(b"".join(struct.pack(form, key) + struct.pack("<I", hid) for key, hid in part))) for part in parts]
        return self.put(struct.pack("<BBBBI", 0xB5, key_bytes, value_bytes, level, tops[0][1] if tops else 0))


def packed(kind, value, codec=None):
    """The bytes of a value as the store keeps it; codec is that of 8-bit strings, None for UTF-16."""
    if kind == STRING:
        return value.encode(codec, "replace") if codec else value.encode("utf-16-le", "surrogatepass")
    if kind in (BINARY, OBJECT, STRING8, BINARIES):
        return bytes(value)
    return struct.pack({INT16: "<h", INT32: "<i", BOOL: "<?", INT64: "<q", TIME: "<Q"}[kind], value)


def _stored_type(file, kind):
    return STRING8 if kind == STRING and file.codec else kind


class _Values:
    """Where values too long for their cell go: the heap, or a subnode when too long for that."""

    def __init__(self, file):
        self.file, self.heap, self.subnodes, self._next = file, Heap(file.form), [], 0x8001

    def keep(self, data):
        if len(data) <= HEAP_ITEM:
            return self.heap.put(data)
        nid = self._next << 5 | 0x1F
        self._next += 1
        self.subnodes.append((nid, self.file.data(data), 0))
        return nid


def property_context(file, properties, subnodes=()):
    """properties: {(id, type): value}. Returns (BID of data, BID of subnodes)."""
    values, records = _Values(file), []
    for (number, kind), value in sorted(properties.items()):
        data = packed(kind, value, file.codec)
        cell = data.ljust(4, b"\0") if kind in FIXED and FIXED[kind] <= 4 else struct.pack("<I", values.keep(data))
        records.append((number, struct.pack("<H", _stored_type(file, kind)) + cell))
    root = values.heap.tree(2, 6, records)
    return file.tree(values.heap.blocks(0xBC, root)), file.subnodes(values.subnodes + list(subnodes))


class Table:
    """A table context; columns: [(id, type)], rows come one by one."""

    def __init__(self, file, columns):
        self._values = _Values(file)
        self._file, self._rows, self._ids = file, [], []
        ordered = sorted(set(columns) | {(0x67F2, INT32), (0x67F3, INT32)})
        self._columns, at = [], 8
        for bit, (number, kind) in enumerate([c for c in ordered if c[0] not in (0x67F2, 0x67F3)], 2):
            self._columns.append([number, kind, self._cell_bytes(kind), bit])
        for sizes in ((8, 4), (2,), (1,)):
            for column in self._columns:
                if column[2] in sizes:
                    column.append(at)
                    at += column[2]
            if sizes == (8, 4):
                self._ends = [at]
            else:
                self._ends.append(at)
        self._ends.append(at + (len(self._columns) + 2 + 7) // 8)

    @staticmethod
    def _cell_bytes(kind):
        return FIXED.get(kind, 4)

    def prepare(self, values):
        """What put() takes: the row with its fixed values in place, and [(place, bytes)] of those that it refers to."""
        row, bits, kept = bytearray(self._ends[3]), self._ends[2], []
        row[bits] |= 0xC0
        for number, kind, size, bit, at in self._columns:
            if number not in values:
                continue
            data = packed(kind, values[number], self._file.codec)
            if kind in FIXED:
                row[at:at + size] = data
            else:
                kept.append((at, data))
            row[bits + bit // 8] |= 0x80 >> (bit % 8)
        return bytes(row), kept

    def put(self, nid, prepared):
        row = bytearray(prepared[0])
        struct.pack_into("<II", row, 0, nid, 1)
        for at, data in prepared[1]:
            struct.pack_into("<I", row, at, self._values.keep(data))
        self._rows.append(bytes(row))
        self._ids.append(nid)

    def row(self, nid, values):
        """values: {id: value}; missing ones are left out of the row's existence bits."""
        self.put(nid, self.prepare(values))

    def finish(self):
        """Returns (BID of data, BID of subnodes)."""
        heap, size = self._values.heap, self._ends[3]
        order = sorted((nid, index) for index, nid in enumerate(self._ids))
        form = self._file.form
        index = heap.tree(4, struct.calcsize(form.row_index), [(nid, struct.pack("<" + form.row_index, place)) for nid, place in order])
        per_block = form.block_bytes // size
        if not self._rows:
            rows = 0
        elif len(self._rows) * size <= HEAP_ITEM:
            rows = heap.put(b"".join(self._rows))
        else:
            rows = 0x7FFF << 5 | 0x1F
            blocks = [b"".join(self._rows[i:i + per_block]) for i in range(0, len(self._rows), per_block)]
            blocks = [b.ljust(form.block_bytes, b"\0") for b in blocks[:-1]] + blocks[-1:]
            self._values.subnodes.append((rows, self._file.tree(blocks), 0))
        described = [(0x67F2, INT32, 4, 0, 0), (0x67F3, INT32, 4, 1, 4)] + [tuple(c) for c in self._columns]
        body = struct.pack("<BB4HIII", 0x7C, len(described), *self._ends, index, rows, 0)
        for number, kind, width, bit, at in sorted(described):
            body += struct.pack("<HHHBB", _stored_type(self._file, kind), number, at, width, bit)
        root = heap.put(body)
        return self._file.tree(heap.blocks(0x7C, root)), self._file.subnodes(self._values.subnodes)
