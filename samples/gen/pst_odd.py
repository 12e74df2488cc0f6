"""One PST of all that is rare: what lies outside the tables, bodies and attachments of every shape, text that tries to hide, odd classes."""
from .pst_heap import BINARY, INT32, OBJECT, STRING, STRING8, TIME
from .pst_mail import TO, recipient
from .pst_store import ROOT, PstStore, filetime
from .rtf_file import from_html, from_text, lzfu, mela

NOON = 1654052400           # 2022-06-01 12:00 in Japan
WORDS = "お世話になっております。"
HTML = f"<html><body><p>{WORDS}</p></body></html>"
READ, REPLIED = 1, 102
BY_VALUE, BY_REFERENCE, BY_REFERENCE_ONLY, EMBEDDED, OLE, BY_WEB = 1, 2, 4, 5, 6, 7
LEVELS = 6                  # of messages within messages


def _note(subject, kind="IPM.Note", sender="山田 太郎", **more):
    """more: further properties as p1000_string="text"."""
    kinds = {"string": STRING, "string8": STRING8, "binary": BINARY, "int32": INT32}
    values = {(0x001A, STRING): kind, (0x0037, STRING): subject, (0x0039, TIME): filetime(NOON), (0x0E06, TIME): filetime(NOON), (0x0E07, INT32): READ,
              (0x0C1A, STRING): sender, (0x0C1E, STRING): "SMTP", (0x0C1F, STRING): "yamada@aoba.example"}
    values.update({(int(name[1:5], 16), kinds[name[6:]]): value for name, value in more.items()})
    return values, [recipient(TO, "鈴木 花子", "suzuki@hikari.example", "hikari.example")], []


def _attached(method, embedded=None, **more):
    names = {"name": (0x3707, STRING), "path": (0x370D, STRING), "data": (0x3701, BINARY)}
    return {(0x3705, INT32): method, (0x370B, INT32): -1, **{names[name]: value for name, value in more.items()}}, embedded


def _files(subject, *attached):
    values, rows, _ = _note(subject, p1000_string=WORDS)
    return values, rows, list(attached)


def _nested(level):
    if level == LEVELS:
        return _note(f"level {level}", p1000_string=WORDS)
    return _files(f"level {level}", _attached(EMBEDDED, _nested(level + 1), name=f"level {level + 1}"))


def _bodies():
    return [_note("plain", p1000_string=WORDS), _note("html binary utf-8", p1013_binary=HTML.encode(), p3FDE_int32=65001),
            _note("html binary jis", p1013_binary=HTML.encode("iso2022_jp"), p3FDE_int32=50220),
            _note("html string8", p1013_string8=HTML.encode("cp932"), p3FDE_int32=932), _note("html unicode", p1013_string=HTML, p3FDE_int32=932),
            _note("html meta", p1013_binary=HTML.replace("<body>", "<meta charset=euc-jp><body>").encode("euc_jp")),
            _note("rtf from html", p1009_binary=lzfu(from_html(HTML))), _note("rtf from text", p1009_binary=lzfu(from_text(WORDS))),
            _note("rtf mela", p1009_binary=mela(from_text(WORDS))), _note("rtf wrong crc", p1009_binary=lzfu(from_text(WORDS), wrong=1)),
            _note("text jis", p1000_string8=b"\x1b$B-!-j\x1b(I1_\x1b(B", p3FFD_int32=50220), _note("text cp932", p1000_string8=WORDS.encode("cp932"), p3FFD_int32=50220),
            _note("text by locale", p1000_string8="Привет".encode("cp1251"), p3FF1_int32=1049),
            _note("text utf-8", p1000_string8=WORDS.encode(), p3FFD_int32=932)]


def _hidden():
    return [_note("nul\0behind", p1000_string="before\0behind"), _note("lone\ud83dbehind", p1000_string="before\udc00behind"),
            _note("name", sender="first\0second\ud83dthird", p1000_string=WORDS), _note("nul in 8 bits", p1000_string8=b"before\0behind", p3FFD_int32=932)]


def _attachments():
    return [_files("by value", _attached(BY_VALUE, name="見積書.txt", data=b"harmless")),
            _files("by reference", _attached(BY_REFERENCE, path="\\\\server\\share\\見積書.xlsx")), _files("by reference only", _attached(BY_REFERENCE_ONLY, name="図面.pdf")),
            _files("by web reference", _attached(BY_WEB, name="資料.docx", path="https://files.hikari.example/1")), _files("ole", _attached(OLE, b"object", name="drawing")),
            _files("no content", _attached(BY_VALUE, name="gone.zip")), _nested(1)]


def _classes():
    kinds = ["IPM.Note.SMIME", "IPM.Note.SMIME.MultipartSigned", "IPM.Schedule.Meeting.Request", "REPORT.IPM.Note.NDR", "report.ipm.note.smime.ndr",
             "IPM.Note.Rules.OofTemplate.Microsoft", "IPM.Note.Rules.ReplyTemplate.Microsoft", "IPM.Contact"]
    return [_note(f"class {kind}", kind) for kind in kinds]


def write_odd(path):
    store = PstStore(path, "suzuki@hikari.example", whole=False)
    store.password = 0x12345678
    inbox, sent = store.folder("受信トレイ", "inbox"), store.folder("Archive 2020", "sent")
    named, recoverable = store.folder("Sent Items"), store.folder("Recoverable Items", parent=ROOT)
    for item in _bodies() + _hidden() + _attachments() + _classes():
        store.message(inbox, *item)
    store.message(inbox, *_note("answered", p1081_int32=REPLIED, p1000_string=WORDS))
    store.associated(inbox, _note("a view", "IPM.Microsoft.FolderDesign.NamedView")[0])
    store.message(inbox, *_note("orphan", p1000_string=WORDS), listed=False)
    store.message(inbox, *_note("ghost", p1000_string=WORDS), present=False)
    store.message(sent, *_note("sent by role", p1000_string=WORDS))
    store.message(named, *_note("sent by name", p1000_string=WORDS))
    store.message(recoverable, *_note("purged", p1000_string=WORDS))
    store.close()
