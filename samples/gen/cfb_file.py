"""Writes a compound file ([MS-CFB]), version 3: storages and streams, small streams in the mini stream."""
import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NONE = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


class _Entry:
    def __init__(self, name, kind, data=b""):
        self.name, self.kind, self.data = name, kind, data
        self.left = self.right = self.child = NONE
        self.start, self.size = (END, len(data)) if kind != STORAGE else (0, 0)

    def packed(self):
        name = self.name.encode("utf-16-le") + b"\0\0"
        return (name.ljust(64, b"\0") + struct.pack("<HBB3I", len(name), self.kind, 1, self.left, self.right, self.child)
                + bytes(36) + struct.pack("<IQ", self.start, self.size))


def _order(name):
    """[MS-CFB] 2.6.4: the shorter name first, then by upper case."""
    return len(name), name.upper()


def _balanced(entries, numbers):
    """Links the entries of one storage, already in order, as a balanced tree; gives the number of its root."""
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left, entry.right = _balanced(entries, numbers[:middle]), _balanced(entries, numbers[middle + 1:])
    return numbers[middle]


def _collect(entries, tree):
    """tree: {name: bytes or such a tree}. Gives the root number of its entries."""
    numbers = []
    for name in sorted(tree, key=_order):
        value = tree[name]
        numbers.append(len(entries))
        entry = _Entry(name, STREAM if isinstance(value, bytes) else STORAGE, value if isinstance(value, bytes) else b"")
        entries.append(entry)
        if entry.kind == STORAGE:
            entry.child = _collect(entries, value)
    return _balanced(entries, numbers)


def _chain(table, count):
    """Appends a chain of `count` sectors to an allocation table; gives its first."""
    first = len(table)
    table.extend(range(first + 1, first + count))
    if count:
        table.append(END)
    return first if count else END


def _pad(data, size, fill=b"\0"):
    return data + fill * (-len(data) % size)


def cfb_file(tree, chained=False):
    """The bytes of the file. chained: siblings hang in one long chain, as hostile files have them."""
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _collect(entries, tree)
    if chained:
        _unbalance(entries)
    mini_table, mini_stream, table, sectors = [], b"", [], b""
    for entry in entries:
        if entry.kind == STREAM and 0 < entry.size < CUTOFF:
            entry.start = _chain(mini_table, -(-entry.size // MINI))
            mini_stream += _pad(entry.data, MINI)
    entries[0].data, entries[0].size = mini_stream, len(mini_stream)
    for entry in entries:
        if entry.kind == ROOT or entry.size >= CUTOFF:
            entry.start = _chain(table, -(-entry.size // SECTOR))
            sectors += _pad(entry.data, SECTOR)
    minis = _pad(struct.pack(f"<{len(mini_table)}I", *mini_table), SECTOR, b"\xff")
    first_mini = _chain(table, len(minis) // SECTOR)
    empty = bytes(64) + struct.pack("<HBB3I", 0, 0, 0, NONE, NONE, NONE) + bytes(48)
    directory = b"".join(entry.packed() for entry in entries)
    directory += empty * (-len(entries) % (SECTOR // 128))
    first_directory = _chain(table, len(directory) // SECTOR)
    count = 1
    while count * (SECTOR // 4) < len(table) + count:
        count += 1
    if count > 109:
        raise ValueError("too big for the allocation table in the header")
    fat = list(range(len(table), len(table) + count))
    table += [FAT_SECTOR] * count
    table_bytes = _pad(struct.pack(f"<{len(table)}I", *table), SECTOR, b"\xff")
    header = (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
              + struct.pack("<9I", 0, count, first_directory, 0, CUTOFF, first_mini, len(minis) // SECTOR, END, 0)
              + struct.pack("<109I", *(fat + [FREE] * (109 - count))))
    return header + sectors + minis + directory + table_bytes


def _unbalance(entries):
    children = [number for number in range(1, len(entries))]
    entries[0].child = children[0] if children else NONE
    for number in children:
        entries[number].left, entries[number].right = NONE, number + 1 if number + 1 < len(entries) else NONE
