"""Small stores of every kind of PST, healthy and broken, with what a reader has to find in them."""
import struct

from .draw import Draw
from .honest import threads
from .mail_bytes import rfc5322
from .people import World
from .pst_crypt import HIGH, NONE
from .pst_file import FIRST_MESSAGE
from .pst_form import ANSI, UNICODE
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
}
PTYPE_NBT, PTYPE_BBT = 0x81, 0x80
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
    return ANSI if data[10] in (14, 15) else UNICODE


def _roots(form):
    """Where the header keeps the places of the node tree's and the block tree's root: (bid, offset) each."""
    return (184, 192) if form is ANSI else (216, 232)


def _pages(data, kind):
    """Offsets of the leaf pages of one tree."""
    form = _form(data)
    tail = 512 - form.trailer
    level = form.page_entries + 3
    return [at for at in range(0x4400, len(data) - 511, 512) if data[at + tail] == data[at + tail + 1] == kind and data[at + level] == 0]


def stale_roots(data):
    """The ids of both roots are those of pages long gone; the places are right, as in a store that was copied while Outlook wrote it."""
    form = _form(data)
    for at in _roots(form):
        bid, = struct.unpack_from("<" + form.number, data, at)
        struct.pack_into("<" + form.number, data, at, bid - 4)


def lost_roots(data):
    """The roots lie where there is no page."""
    form = _form(data)
    for at in _roots(form):
        struct.pack_into("<" + form.number, data, at + form.id_bytes, 0x4400)


def _zero_leaf(data, messages):
    pages = [at for at in _pages(data, PTYPE_NBT) if (struct.unpack_from("<I", data, at)[0] >= FIRST_MESSAGE) == messages]
    data[pages[0]:pages[0] + 512] = b"\0" * 512


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
        at = _pages(data, kind)[0] + 512 - (4 if form is ANSI else 12)
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


# name: (what is done, how many of the messages can still be found: all, or fewer)
BROKEN = {
    "stale-roots": (stale_roots, "all"),
    "lost-roots": (lost_roots, "all"),
    "wrong-crc": (wrong_crc, "all"),
    "zeroed-folders": (zeroed_folders, "all"),
    "zeroed-leaf": (zeroed_leaf, "fewer"),
    "truncated": (truncated, "fewer"),
    "zeroed-block": (zeroed_block, "all"),
}


def break_store(path, how):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    BROKEN[how][0](data)
    with open(path, "wb") as file:
        file.write(data)
