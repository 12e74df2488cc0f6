"""Small stores of every kind of PST, healthy and broken, with what a reader has to find in them."""
import struct

from .draw import Draw
from .honest import threads
from .mail_bytes import rfc5322
from .people import World
from .pst_crypt import HIGH, NONE
from .pst_file import FIRST_MESSAGE
from .pst_form import ANSI, OFFLINE, PTYPE_BBT, PTYPE_NBT, UNICODE, crc
from .pst_mail import as_properties, transport_headers
from .pst_store import PstStore
from .transport import trace

KINDS = {
    "unicode": {},
    "unicode-none": {"encryption": NONE},
    "unicode-high": {"encryption": HIGH},
    "unicode-cp932": {"codec": "cp932"},            # 8-bit strings in a 64-bit file, as an upgraded store holds them
    "ansi": {"form": ANSI, "codec": "cp932"},
    "ansi-none": {"form": ANSI, "codec": "cp932", "encryption": NONE},
    "ansi-high": {"form": ANSI, "codec": "cp932", "encryption": HIGH},
    "ost2013": {"form": OFFLINE, "encryption": NONE, "whole": False},
    "ost2013-high": {"form": OFFLINE, "encryption": HIGH, "whole": False},
    "ost2013-cp932": {"form": OFFLINE, "codec": "cp932", "whole": False},   # and compressible beside deflated, as none was ever seen
}
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400


class Truth:
    """items: messages with those attached to them. subjects: of the items, sorted."""

    def __init__(self):
        self.items = self.recipients = self.attachments = 0
        self.subjects = []

    def add(self, message, inner=None):
        self.items += 1
        self.recipients += len(message.to) + len(message.cc) + len(message.bcc)
        self.attachments += len(message.attachments)
        self.subjects.append(message.subject)
        if inner is not None:
            self.add(inner)


def write_kind(path, name, mails=40):
    """Writes about `mails` messages, one with a large attachment, one with a message attached. Returns the Truth."""
    kind, draw, truth = KINDS[name], Draw("kinds"), Truth()
    world = World(draw)
    owner = world.handed_over[0]
    messages = [m for t in threads(draw, world, 1646092800, 30, mails) for m in t.messages][:mails]
    inner = messages.pop()
    messages[1].attachments = [("御見積書.png", "image/png", PICTURE)]
    messages[2].attachments = [("mail.eml", "message/rfc822", b"")]
    messages[2].truth["embedded"] = inner
    store = PstStore(path, owner.address, **kind)
    inbox, sent = store.folder("受信トレイ", "inbox"), store.folder("送信済みアイテム", "sent")
    for number, message in enumerate(messages):
        headers = transport_headers(rfc5322(message, trace(draw, message, world.ours, owner.address))) if number % 4 else None
        store.message(inbox if headers else sent, *as_properties(message, headers, owner.org.domain, legacy="codec" in kind))
        truth.add(message, message.truth.get("embedded"))
    store.close()
    truth.subjects.sort()
    return truth


def _form(data):
    return ANSI if data[10] in (14, 15) else OFFLINE if data[10] == 36 else UNICODE


def _roots(form):
    """Where the header keeps the places of the node tree's and the block tree's root: (bid, offset) each."""
    return (184, 192) if form is ANSI else (216, 232)


def _pages(data, kind):
    """Offsets of the leaf pages of one tree."""
    form = _form(data)
    tail = form.page_bytes - form.trailer
    level = form.page_entries + (5 if form is OFFLINE else 3)
    return [at for at in range(form.first_map, len(data) - form.page_bytes + 1, form.page_bytes) if data[at + tail] == data[at + tail + 1] == kind and data[at + level] == 0]


def stale_roots(data):
    """The ids of both roots are those of pages long gone; the places are right, as in a store that was copied while Outlook wrote it."""
    form = _form(data)
    for at in _roots(form):
        bid, = struct.unpack_from("<" + form.number, data, at)
        struct.pack_into("<" + form.number, data, at, bid - 4)


def old_roots(data):
    """Where the header sees the root of the node tree lies an older page, sound and of the same tree, as in a file that lost a piece."""
    form = _form(data)
    struct.pack_into("<" + form.number, data, _roots(form)[0] + form.id_bytes, _pages(data, PTYPE_NBT)[0])


def lost_roots(data):
    """The roots lie where there is no page."""
    form = _form(data)
    for at in _roots(form):
        struct.pack_into("<" + form.number, data, at + form.id_bytes, form.first_map)


def _zero_leaf(data, messages):
    pages = [at for at in _pages(data, PTYPE_NBT) if (struct.unpack_from("<I", data, at)[0] >= FIRST_MESSAGE) == messages]
    size = _form(data).page_bytes
    data[pages[0]:pages[0] + size] = b"\0" * size


def zeroed_leaf(data):
    """A leaf of the node tree that held messages is zeros."""
    _zero_leaf(data, True)


def zeroed_folders(data):
    """The same for the store's own node and its first folders."""
    _zero_leaf(data, False)


def wrong_crc(data):
    """The checksum of one leaf of each tree is wrong, the leaf is not."""
    form = _form(data)
    for kind in (PTYPE_NBT, PTYPE_BBT):
        at = _pages(data, kind)[0] + form.page_bytes - form.trailer + (8 if form is ANSI else 4)
        struct.pack_into("<I", data, at, struct.unpack_from("<I", data, at)[0] ^ 0x5A5A5A5A)


def truncated(data):
    """The last third is missing, and with it both roots."""
    del data[len(data) * 2 // 3 // 512 * 512:]


def zeroed_block(data):
    """A block of a message is zeros: its id is in the trees, its bytes are gone."""
    form = _form(data)
    page = _pages(data, PTYPE_BBT)[0]
    offset, = struct.unpack_from("<" + form.number, data, page + form.id_bytes)
    data[offset:offset + 64] = b"\0" * 64


def _packed_rows(data, change):
    """Calls change(size, inflated) for every third deflated block; what it returns takes their place in the block tree, whose leaves are sealed anew."""
    form, met = OFFLINE, 0
    for page in _pages(data, PTYPE_BBT):
        for at in range(page, page + form.block_entry * struct.unpack_from("<H", data, page + form.page_entries)[0], form.block_entry):
            size, inflated = struct.unpack_from("<HH", data, at + 16)
            met += size < inflated
            if size < inflated and met % 3 == 0:
                struct.pack_into("<HH", data, at + 16, *change(size, inflated))
        tail = page + form.page_bytes - form.trailer
        struct.pack_into("<I", data, tail + 4, crc(data[page:tail]))


def zlib_longer(data):
    """Deflated blocks hold more than the tree says."""
    _packed_rows(data, lambda size, inflated: (size, max(size + 1, inflated - 7)))


def zlib_shorter(data):
    """Deflated blocks hold less than the tree says."""
    _packed_rows(data, lambda size, inflated: (size, min(65535, inflated + 100)))


def zlib_huge(data):
    """They are said to hold the most that a number can say."""
    _packed_rows(data, lambda size, inflated: (size, 65535))


def zlib_tiny(data):
    """They are said to hold a single byte."""
    _packed_rows(data, lambda size, inflated: (size, 1))


def zlib_cut(data):
    """The deflated bytes end early."""
    _packed_rows(data, lambda size, inflated: (size - 9, inflated))


def zlib_denied(data):
    """Deflated blocks are said to be plain."""
    _packed_rows(data, lambda size, inflated: (size, size))


def _change_blocks(data, change):
    """Calls change(view, internal) for every block; where it says True the block is sealed anew."""
    form = _form(data)
    for page in _pages(data, PTYPE_BBT):
        count, = struct.unpack_from("<H" if form is OFFLINE else "<B", data, page + form.page_entries)
        for at in range(page, page + count * form.block_entry, form.block_entry):
            bid, offset, size = struct.unpack_from(f"<2{form.number}H", data, at)
            block = bytearray(data[offset:offset + size])
            if change(block, bid & 2):
                data[offset:offset + size] = block
                end = offset + (size + form.trailer + form.unit - 1) // form.unit * form.unit
                struct.pack_into("<I", data, end - form.trailer + (8 if form is ANSI else 4), crc(bytes(block)))


def short_tree(data):
    """A data tree leaves out its last block, and all checksums are right."""
    def change(block, internal):
        if not internal or block[0] != 1:
            return False
        struct.pack_into("<H", block, 2, struct.unpack_from("<H", block, 2)[0] - 1)
        return True
    _change_blocks(data, change)


def short_subnodes(data):
    """Messages' lists of parts leave out the first, the table of attachments or of recipients."""
    form = _form(data)

    def change(block, internal):
        if not internal or block[:2] != b"\2\0" or block[2] < 2:
            return False
        struct.pack_into("<H", block, 2, block[2] - 1)
        del block[form.sub_head:form.sub_head + 3 * form.id_bytes]
        block.extend(bytes(3 * form.id_bytes))
        return True
    _change_blocks(data, change)


def _heap_item(block, hid):
    """Where an item of a heap lies in its first block: (start, end), empty for one in another block."""
    if hid >> 16:
        return 0, 0
    return struct.unpack_from("<2H", block, struct.unpack_from("<H", block)[0] + 2 + 2 * (hid >> 5))


def plain_cells(data):
    """The addresses in tables of recipients lie beyond their rows."""
    def change(block, internal):
        if internal or block[2:4] != b"\xec\x7c":
            return False
        start, end = _heap_item(block, struct.unpack_from("<I", block, 4)[0])
        for at in range(start + 22, end, 8):
            if struct.unpack_from("<H", block, at + 2)[0] == 0x39FF:
                struct.pack_into("<H", block, at + 4, 0xFF00)
                return True
        return False
    _change_blocks(data, change)


def plain_heap(data):
    """The text of each mail is at a place of the heap that does not exist."""
    def change(block, internal):
        if internal or block[2:4] != b"\xec\xbc":
            return False
        tree, behind = _heap_item(block, struct.unpack_from("<I", block, 4)[0])
        start, end = _heap_item(block, struct.unpack_from("<I", block, tree + 4)[0]) if behind else (0, 0)
        for at in range(start, end, 8):
            number, _, hid = struct.unpack_from("<HHI", block, at)
            if number == 0x1000 and hid & 31 == 0:
                struct.pack_into("<I", block, at + 4, 0x7E0 << 5)
                return True
        return False
    _change_blocks(data, change)


def changed_block(data):
    """One bit of a block is another; only its checksum tells."""
    page = _pages(data, PTYPE_BBT)[0]
    form = _form(data)
    offset, = struct.unpack_from("<" + form.number, data, page + form.id_bytes)
    data[offset + 20] ^= 1


# name: (what is done, how many of the messages can still be found: all, or fewer)
BROKEN = {
    "stale-roots": (stale_roots, "all"),
    "old-roots": (old_roots, "all"),
    "lost-roots": (lost_roots, "all"),
    "wrong-crc": (wrong_crc, "all"),
    "zeroed-folders": (zeroed_folders, "all"),
    "zeroed-leaf": (zeroed_leaf, "fewer"),
    "truncated": (truncated, "fewer"),
    "zeroed-block": (zeroed_block, "all"),
    "changed-block": (changed_block, "all"),
    "short-tree": (short_tree, "fewer"),
    "short-subnodes": (short_subnodes, "all"),
    "plain-cells": (plain_cells, "all"),
    "plain-heap": (plain_heap, "all"),
    "zlib-longer": (zlib_longer, "fewer"),
    "zlib-shorter": (zlib_shorter, "fewer"),
    "zlib-huge": (zlib_huge, "fewer"),
    "zlib-tiny": (zlib_tiny, "fewer"),
    "zlib-cut": (zlib_cut, "fewer"),
    "zlib-denied": (zlib_denied, "fewer"),
}


def breaks(kind):
    """The names of what can be broken in a store of this kind: zlib-* where data is deflated, plain-* where it lies open."""
    deflated = KINDS[kind].get("form") is OFFLINE
    open_ = not deflated and KINDS[kind].get("encryption") == NONE
    return [how for how in BROKEN if not (how.startswith("zlib-") and not deflated) and not (how.startswith("plain-") and not open_)]


def break_store(path, how):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    BROKEN[how][0](data)
    with open(path, "wb") as file:
        file.write(data)
