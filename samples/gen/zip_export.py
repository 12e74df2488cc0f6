"""ZIP archives as auditors get them: folders of mails, mailboxes and strangers in one, and the same with every fault. Deflated by
zlib, so bytes may differ from machine to machine; what is in them does not."""
import struct
import zlib

from .pst_kinds import write_kind

ENCRYPTED, STRANGE, CHECKSUM, BROKEN = "encrypted", "strange", "checksum", "broken"


def mail(number, subject="mail"):
    return (f"From: Anna <a@partner.example>\nTo: Bert <b@ours.example>\nSubject: {subject} {number}\n"
            f"Message-ID: <{subject}-{number}@partner.example>\nDate: Tue, 01 Mar 2022 10:{number % 60:02d}:00 +0900\n\nThis is {subject} {number}.\n").encode()


def mbox(subject, count):
    return b"".join(b"From a@partner.example Tue Mar  1 10:00:00 2022\n" + mail(i, subject) + b"\n" for i in range(count))


def archive(members, charset="utf-8"):
    """members: [(name, bytes) or (name, bytes, fault)]. Names are marked as UTF-8 where they are."""
    out, directory = bytearray(), bytearray()
    for name, data, *fault in members:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = bytearray(packer.compress(data) + packer.flush())
        crc, label = zlib.crc32(data), name.encode(charset)
        flags, method = 0x800 if charset == "utf-8" else 0, 8
        if ENCRYPTED in fault:
            flags |= 1
        if STRANGE in fault:
            method = 14
        if CHECKSUM in fault:
            crc ^= 1
        if BROKEN in fault:
            packed[0] = 0xFF  # no such kind of block
        common = struct.pack("<HHHHHIIIHH", 20, flags, method, 0x6000, 0x5461, crc, len(packed), len(data), len(label), 0)
        directory += b"PK\1\2\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + label
        out += b"PK\3\4" + common + label + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out + directory + b"PK\5\6" + end)


def document():
    return archive([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<document/>"), ("word/a.eml", mail(1, "inside"))])


def exports(work, msg):
    """{file name: bytes}. work: a folder for a while; msg: the bytes of a .msg."""
    write_kind(f"{work}/small.pst", "unicode", 5)
    with open(f"{work}/small.pst", "rb") as file:
        pst = file.read()
    sound = [("Takeout/Mail/All mail.mbox", mbox("takeout", 4)), ("Inbox/1.eml", mail(1, "eml")), ("Inbox/2.eml", mail(2, "eml")),
             ("受信トレイ/3.eml", mail(3, "eml")), ("Outlook/a.msg", msg), ("Exchange/small.pst", pst),
             ("Maildir/cur/1.a:2,RS", mail(1, "maildir")), ("Maildir/.Sent/cur/2.a:2,S", mail(2, "maildir")),
             ("more.zip", archive([("4.eml", mail(4, "eml")), ("b.mbox", mbox("more", 2))])),
             ("letter.docx", document()), ("readme.txt", b"This export was made up.\n")]
    whole = archive(sound)
    return {
        "sound.zip": whole,
        "cp932.zip": archive([("受信トレイ/重要/表.eml", mail(1, "cp932")), ("送信済み/2.eml", mail(2, "cp932"))], "cp932"),
        "cut.zip": whole[:whole.index(b"Exchange/small.pst") - 20],
        "damaged.zip": archive([("1.eml", mail(1)), ("2.eml", mail(2), CHECKSUM), ("3.mbox", mbox("damaged", 40), CHECKSUM),
                                ("4.mbox", mbox("broken", 40), BROKEN), ("5.eml", mail(5))]),
        "encrypted.zip": archive([("1.eml", mail(1)), ("all.pst", pst, ENCRYPTED), ("3.eml", mail(3), STRANGE)]),
        "locked.zip": archive([("backup.bin", b"nobody can tell", ENCRYPTED)]),
        "bomb.zip": archive([("1.eml", mail(1)), ("2.mbox", mbox("bomb", 1) + bytes(160 << 20)), ("3.eml", mail(3) + bytes(100 << 20))]),
        "deep.zip": archive([("a.zip", archive([("b.zip", archive([("c.eml", mail(1))]))])), ("d.eml", mail(2))]),
        "strangers.zip": archive([("readme.txt", b"no mail here\n"), ("picture.bin", bytes(1000))]),
        "document.docx": document(),
    }
