"""The messaging layer of a PST ([MS-PST] 2.4): store, name map, folders with their tables, messages, recipients, attachments."""
import struct
import zlib

from .pst_file import PstFile
from .pst_heap import BINARY, BOOL, INT32, OBJECT, STRING, TIME, Table, packed, property_context
from .pst_mould import Mould

HIERARCHY = [(0x3001, STRING), (0x3602, INT32), (0x3603, INT32), (0x360A, BOOL), (0x3613, STRING)]
CONTENTS = [(0x0017, INT32), (0x001A, STRING), (0x0037, STRING), (0x0042, STRING), (0x0E03, STRING), (0x0E04, STRING), (0x0E06, TIME), (0x0E07, INT32), (0x0E08, INT32),
            (0x0E17, INT32), (0x3008, TIME)]
ASSOCIATED = [(0x001A, STRING), (0x0E07, INT32), (0x0E17, INT32), (0x3001, STRING)]
RECIPIENTS = [(0x0C15, INT32), (0x0E0F, BOOL), (0x0FF9, BINARY), (0x0FFE, INT32), (0x0FFF, BINARY), (0x3001, STRING), (0x3002, STRING), (0x3003, STRING), (0x300B, BINARY),
              (0x3900, INT32), (0x39FE, STRING), (0x39FF, STRING), (0x3A40, BOOL)]
REPORT_COLUMNS = [(0x0C04, INT32), (0x0C05, INT32), (0x0C1B, STRING), (0x0C20, INT32), (0x1001, STRING)]  # only in delivery reports
ATTACHMENTS = [(0x0E20, INT32), (0x3704, STRING), (0x3705, INT32), (0x370B, INT32)]
ROOT, SUBTREE, SEARCH_ROOT, DELETED = 0x122, 0x8022, 0x8042, 0x8062
EMBEDDED = 0x3F0001 << 5 | 4     # among the subnodes of an attachment; no message of the store bears it: libpff takes one that does
FILETIME_1970 = 116444736000000000
RECORD_KEY = bytes(range(0x10, 0x20))


def filetime(seconds):
    return FILETIME_1970 + seconds * 10000000


def entry_id(nid):
    return b"\0" * 4 + RECORD_KEY + struct.pack("<I", nid)


def subject_as_stored(subject):
    """[MS-PST] 2.5.3.1.1.1: U+0001, then the length of the prefix, then the subject."""
    prefix = subject.find(": ") + 2 if 0 < subject.find(": ") <= 3 else 0
    return "\x01" + chr(prefix + 1) + subject


def _name_map(contacts=()):
    """[MS-PST] 2.4.7 with two names, one by number (PidLidOutlookVersion) and one by string, neither in use, and behind them the
    names by number of PSETID_Address that are in use: their ids are 0x8002 and on."""
    common = bytes.fromhex("0820060000000000C000000000000046")
    headers = bytes.fromhex("8603020000000000C000000000000046")
    text = "content-class".encode("utf-16-le")
    strings = struct.pack("<I", len(text)) + text + b"\0" * (-len(text) % 4)
    by_number, by_string = struct.pack("<IHH", 0x8554, 3 << 1, 0), struct.pack("<IHH", 0, 4 << 1 | 1, 1)
    hashed = struct.pack("<IHH", zlib.crc32(text, 0xFFFFFFFF) ^ 0xFFFFFFFF, 4 << 1 | 1, 1)
    more = [struct.pack("<IHH", lid, 5 << 1, 2 + place) for place, lid in enumerate(contacts)]
    address_set = bytes.fromhex("0420060000000000C000000000000046") if contacts else b""
    buckets = {}
    for entry in (by_number, hashed, *more):
        key, guid = struct.unpack("<IH", entry[:6])
        number = 0x1000 + (key ^ guid) % 251
        buckets[(number, BINARY)] = buckets.get((number, BINARY), b"") + entry
    return {(0x0001, INT32): 251, (0x0002, BINARY): common + headers + address_set, (0x0003, BINARY): by_number + by_string + b"".join(more), (0x0004, BINARY): strings, **buckets}


class _Folder:
    def __init__(self, store, nid, parent, name, folder_class):
        self.nid, self.parent, self.name, self.folder_class = nid, parent, name, folder_class
        self.count = self.unread = 0
        self.contents = Table(store.file, CONTENTS)
        self.children = []


class PstStore:
    """folder(), then message() for it as often as needed, in any order of folders; close() at the end."""

    def __init__(self, path, name, **kind):
        """kind: what PstFile takes besides the path."""
        self.file, self._name = PstFile(path, **kind), name
        self._next = {"folder": 0x404, "message": 0x10000}
        self._folders, self._roles = {}, {}
        self.contacts = ()  # lids of PSETID_Address that items use, as ids 0x8002 and on in this order
        self.password = 0   # its CRC; Outlook asks for it, the data is not hidden by it
        self._add(ROOT, ROOT, "", None)
        self._add(SUBTREE, ROOT, "Top of Outlook data file", None)
        self._add(SEARCH_ROOT, ROOT, "Search Root", None)

    def _add(self, nid, parent, name, folder_class):
        self._folders[nid] = _Folder(self, nid, parent, name, folder_class)
        if nid != parent:
            self._folders[parent].children.append(nid)

    def folder(self, name, role=None, parent=SUBTREE):
        """role: inbox, sent, deleted, drafts or None. Returns the folder's NID."""
        nid = DELETED if role == "deleted" else self._next["folder"] << 5 | 2
        if role != "deleted":
            self._next["folder"] += 1
        self._add(nid, parent, name, "IPF.Note")
        if role:
            self._roles[role] = nid
        return nid

    def message(self, folder_nid, properties, recipients, attachments, listed=True, present=True):
        """properties: {(id, type): value}. recipients: [{id: value}] with 0C15 and 3001 at least. attachments: [({(id, type): value},
        embedded)], embedded being None, the bytes of an object, or (properties, recipients, attachments) of a message kept whole. listed: the
        folder's table has it; present: the node tree has it. Returns the NID."""
        data, sub, size = self._message(self.file, properties, recipients, attachments)
        return self._place(folder_nid, data, sub, self._row(folder_nid, properties, size) if listed else None, self._unread(properties), present)

    def associated(self, folder_nid, properties):
        """An item that the folder keeps beside its messages: a view, a rule ([MS-PST] 2.2.2.1, NID_TYPE_ASSOC_MESSAGE)."""
        self.file.node(self._next["message"] << 5 | 8, *self._message(self.file, properties, [], [])[:2], folder_nid)
        self._next["message"] += 1

    def mould(self, folder_nid, properties, recipients, attachments):
        """The same message for cast(): to be written often, each time with other letters in place of some."""
        mould = Mould(self.file)
        data, sub, size = self._message(mould, properties, recipients, attachments)
        return folder_nid, mould, data, sub, self._row(folder_nid, properties, size), self._unread(properties)

    def cast(self, mould, old, new):
        """old, new: text of the same length in bytes as the store keeps it."""
        folder_nid, blocks, data, sub, (row, kept), unread = mould
        old, new = packed(STRING, old, self.file.codec), packed(STRING, new, self.file.codec)
        bids = blocks.replay(self.file, old, new)
        return self._place(folder_nid, bids[data], bids[sub], (row, [(at, value.replace(old, new)) for at, value in kept]), unread)

    @staticmethod
    def _unread(properties):
        return not properties.get((0x0E07, INT32), 0) & 1

    def _row(self, folder_nid, properties, size):
        values = {number: value for (number, _), value in properties.items()}
        values[0x0E08] = size
        return self._folders[folder_nid].contents.prepare({number: values[number] for number, _ in CONTENTS if number in values})

    def _place(self, folder_nid, data, sub, row, unread, present=True):
        nid = self._next["message"] << 5 | 4
        self._next["message"] += 1
        folder = self._folders[folder_nid]
        if present:
            self.file.node(nid, data, sub, folder_nid)
        if row is None:
            return nid
        folder.contents.put(nid, row)
        folder.count += 1
        folder.unread += unread
        return nid

    def _message(self, file, properties, recipients, attachments):
        """(BID of data, BID of subnodes, size)."""
        columns = RECIPIENTS + [column for column in REPORT_COLUMNS if any(column[0] in row for row in recipients)]
        table, subnodes = Table(file, columns), []
        for number, row in enumerate(recipients):
            table.row(number, {0x0E0F: True, 0x0FFE: 6, 0x3900: 0, 0x3A40: True, **row})
        subnodes.append((0x692, *table.finish()))
        size = sum(len(packed(kind, value)) for (_, kind), value in properties.items())
        if attachments:
            table = Table(file, ATTACHMENTS)
            for number, (values, embedded) in enumerate(attachments):
                nid = (0x401 + number) << 5 | 5
                bytes_ = len(values.get((0x3701, BINARY), b"")) + 400
                size += bytes_
                table.row(nid, {0x0E20: bytes_, 0x3704: values.get((0x3704, STRING), ""), 0x3705: values[(0x3705, INT32)], 0x370B: -1})
                subnodes.append((nid, *self._attachment(file, {**values, (0x0E20, INT32): bytes_}, embedded)))
            subnodes.append((0x671, *table.finish()))
        properties = {**properties, (0x0E08, INT32): size, (0x0E1B, BOOL): bool(attachments)}
        return (*property_context(file, properties, subnodes), size)

    def _attachment(self, file, values, embedded):
        if embedded is None:
            return property_context(file, values)
        data, sub, size = (file.data(embedded), 0, len(embedded)) if isinstance(embedded, bytes) else self._message(file, *embedded)
        nid = EMBEDDED
        return property_context(file, {**values, (0x3701, OBJECT): struct.pack("<II", nid, size)}, [(nid, data, sub)])

    def _tables(self, folder):
        table = Table(self.file, HIERARCHY)
        for nid in folder.children:
            child = self._folders[nid]
            table.row(nid, {0x3001: child.name, 0x3602: child.count, 0x3603: child.unread, 0x360A: bool(child.children), **({0x3613: child.folder_class} if child.folder_class else {})})
        self.file.node(folder.nid & ~31 | 0x0D, *table.finish())
        self.file.node(folder.nid & ~31 | 0x0E, *folder.contents.finish())
        self.file.node(folder.nid & ~31 | 0x0F, *Table(self.file, ASSOCIATED).finish())

    def _write_folder(self, folder):
        properties = {(0x3001, STRING): folder.name, (0x3602, INT32): folder.count, (0x3603, INT32): folder.unread, (0x360A, BOOL): bool(folder.children)}
        if folder.folder_class:
            properties[(0x3613, STRING)] = folder.folder_class
        if "drafts" in self._roles and folder.nid in (ROOT, self._roles.get("inbox")):
            properties[(0x36D7, BINARY)] = entry_id(self._roles["drafts"])
        self.file.node(folder.nid, *property_context(self.file, properties), folder.parent)
        self._tables(folder)

    def close(self):
        if DELETED not in self._folders:
            self.folder("Deleted Items", "deleted")
        for nid in sorted(self._folders):
            self._write_folder(self._folders[nid])
        store = {(0x0FF9, BINARY): RECORD_KEY, (0x3001, STRING): self._name, (0x35DF, INT32): 0x89, (0x35E0, BINARY): entry_id(SUBTREE), (0x35E3, BINARY): entry_id(DELETED),
                 (0x35E7, BINARY): entry_id(SEARCH_ROOT), (0x67FF, INT32): self.password}
        if "sent" in self._roles:
            store[(0x35E4, BINARY)] = entry_id(self._roles["sent"])
        self.file.node(0x21, *property_context(self.file, store))
        self.file.node(0x61, *property_context(self.file, _name_map(self.contacts)))
        for nid, columns in ((0x60D, HIERARCHY), (0x60E, CONTENTS), (0x60F, ASSOCIATED), (0x610, CONTENTS), (0x671, ATTACHMENTS), (0x692, RECIPIENTS)):
            self.file.node(nid, *Table(self.file, columns).finish())
        self.file.close()
