#!/usr/bin/env python3
"""Writes msg/: made-up mail in the wrappings of Outlook and Exchange: .msg in Unicode and in CP932, messages within messages,
winmail.dat, a journal report."""
import base64
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.msg_file import BINARY, BOOL, INT32, STRING, TIME, msg_file  # noqa: E402
from gen.pst_store import filetime  # noqa: E402
from gen.tnef_file import tnef_file  # noqa: E402

TO, CC = 1, 2
READ = 1
NOON = 1654052400  # 2022-06-01 12:00 in Japan

YAMADA = ("山田 太郎", "yamada.taro@aoba.example")
SUZUKI = ("鈴木 花子", "suzuki@hikari.example")
CARTER = ("John Carter", "john.carter@north.example")

JA = "鈴木様\r\nお世話になっております。青葉工業の山田です。\r\n先日ご相談した空調設備の更新について、見積書の金額を改めました①。\r\n㈱光製作所の皆様にもよろしくお伝えください。\r\n"
EN = "Dear Ms Suzuki,\r\nplease find the revised drawings of the conveyor guard attached.\r\nJohn\r\n"


def row(kind, person):
    return {(0x0C15, INT32): kind, (0x3001, STRING): person[0], (0x3002, STRING): "SMTP", (0x3003, STRING): person[1], (0x39FE, STRING): person[1]}


def note(sender, subject, text, number, **more):
    values = {(0x001A, STRING): "IPM.Note", (0x0037, STRING): subject, (0x0039, TIME): filetime(NOON), (0x0E06, TIME): filetime(NOON + 5), (0x0E07, INT32): READ,
              (0x0029, BOOL): False, (0x1000, STRING): text, (0x1035, STRING): f"<{number}@msg.example>", (0x3FDE, INT32): more.get("codepage", 65001)}
    for ids in ((0x0C1A, 0x0C1E, 0x0C1F, 0x5D01), (0x0042, 0x0064, 0x0065, 0x5D02)):
        values.update({(number, STRING): value for number, value in zip(ids, (sender[0], "SMTP", sender[1], sender[1]))})
    if more.get("headers"):
        values[(0x007D, STRING)] = more["headers"]
    if more.get("html"):
        values[(0x1013, BINARY)] = more["html"].encode()
    return values


def file(name, data, mime):
    return {(0x3701, BINARY): data, (0x3704, STRING): name, (0x3705, INT32): 1, (0x3707, STRING): name, (0x370E, STRING): mime}, None


HEADERS = ("Received: from mail.north.example (mail.north.example [192.0.2.7]) by mx.hikari.example with ESMTPS; Wed, 1 Jun 2022 03:00:01 +0000\r\n"
           "Message-ID: <2@msg.example>\r\nFrom: John Carter <john.carter@north.example>\r\nTo: suzuki@hikari.example\r\n"
           "Subject: Revised drawings\r\nDate: Wed, 1 Jun 2022 04:00:00 +0100\r\n\r\n")


def mail(number, subject, parts, extra=""):
    """RFC 5322 bytes. parts: [(headers, bytes)]."""
    head = (f"Message-ID: <{number}@msg.example>\nDate: Wed, 1 Jun 2022 12:00:00 +0900\nFrom: John Carter <john.carter@north.example>\n"
            f"To: suzuki@hikari.example\nSubject: {subject}\n{extra}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_b{number}\"\n\n").encode()
    return head + b"".join(f"--=_b{number}\n{headers}\n\n".encode() + data + b"\n" for headers, data in parts) + f"--=_b{number}--\n".encode()


def winmail(data):
    return ("Content-Type: application/ms-tnef; name=\"winmail.dat\"\nContent-Disposition: attachment; filename=\"winmail.dat\"\nContent-Transfer-Encoding: base64",
            base64.encodebytes(data))


JOURNALED = (b"Received: from mail.north.example (mail.north.example [192.0.2.7]) by mx.hikari.example with ESMTPS; Wed, 1 Jun 2022 03:00:01 +0000\n"
             b"Message-ID: <8@msg.example>\nDate: Wed, 1 Jun 2022 12:00:00 +0900\nFrom: John Carter <john.carter@north.example>\n"
             b"To: Suzuki <suzuki@hikari.example>\nSubject: Revised drawings\n\nPlease find them attached.\n")
REPORT = (b"Sender: john.carter@north.example\nSubject: Revised drawings\nMessage-Id: <8@msg.example>\nTo: suzuki@hikari.example\n"
          b"Bcc: tanaka@hikari.example, Expanded: sales@hikari.example\nRecipient: Archive@hikari.example\n\n")


def samples():
    """{name: bytes}."""
    japanese = (note(YAMADA, "見積書の件①", JA, 1, codepage=50220), [row(TO, SUZUKI), row(CC, CARTER)], [file("見積書.txt", "金額 二百四十万円\r\n".encode("cp932"), "text/plain")])
    english = (note(CARTER, "Revised drawings", EN, 2, headers=HEADERS), [row(TO, SUZUKI)], [file("drawings.bin", bytes(range(256)) * 24, "application/octet-stream")])
    forward = note(SUZUKI, "FW: 見積書の件①", "ご参考までに転送いたします。\r\n", 3, html="<p>ご参考までに転送いたします。</p>")
    inner = ({(0x3001, STRING): "見積書の件①", (0x370B, INT32): -1}, japanese)
    deepest = (note(YAMADA, "level 6", "The last one.\r\n", 96), [row(TO, SUZUKI)], [])
    for level in range(5, 0, -1):
        deepest = (note(YAMADA, f"level {level}", "One within another.\r\n", 90 + level), [row(TO, SUZUKI)], [({(0x3001, STRING): f"level {level + 1}"}, deepest)])
    plain, rfc822 = "Content-Type: text/plain; charset=us-ascii", "Content-Type: message/rfc822"
    packed = tnef_file({**forward, (0x1000, STRING): "本文は winmail.dat の中だけにあります。\r\n"}, [row(TO, CARTER)], [japanese[2][0], inner])
    as_file = ("Content-Type: application/vnd.ms-outlook; name=\"fw.msg\"\nContent-Transfer-Encoding: base64", base64.encodebytes(msg_file(*english)))
    holder = msg_file(forward, [row(TO, CARTER)], [file("inner.msg", msg_file(*japanese), "application/vnd.ms-outlook"), file("broken.msg", msg_file(*english)[:1024], "")])
    within = (as_file[0], base64.encodebytes(holder))
    wrapped = {"winmail.eml": mail(6, "With text", [(plain, b"The text stands here.\n"), winmail(packed)]), "winmail-only.eml": mail(7, "Without text", [winmail(packed)]),
               "msg-attached.eml": mail(5, "A .msg as a file", [(plain, b"See the mail attached.\n"), as_file]),
               "msg-in-msg.eml": mail(10, "A .msg in a .msg", [(plain, b"See the mail attached.\n"), within]),
               "journal.eml": mail(9, "Revised drawings", [(plain, REPORT), (rfc822, JOURNALED)], "X-MS-Journal-Report:\n")}
    return {**wrapped, "unicode.msg": msg_file(*english), "cp932.msg": msg_file(*japanese, encoding="cp932"),
            "embedded.msg": msg_file(forward, [row(TO, CARTER)], [inner, file("memo.txt", b"harmless text\r\n", "text/plain")]), "deep.msg": msg_file(*deepest)}


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "msg")
    os.makedirs(folder, exist_ok=True)
    for name, data in samples().items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    main()
