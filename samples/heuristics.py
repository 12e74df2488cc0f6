#!/usr/bin/env python3
"""Writes heuristics/: one stored history of a small company, and for each heuristic mails on which it fires and on which it is silent.

All people and texts are made up. The unit test of the heuristics reads each pair beside the history and checks every mail."""
import base64
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.zipcrypt import zip_file  # noqa: E402

SUZUKI = "鈴木 花子 <suzuki@hikari.example>"
TANAKA = "Ichiro Tanaka <tanaka@hikari.example>"
YAMADA = "山田 太郎 <yamada.taro@aoba.example>"
SATO = "佐藤 次郎 <sato@aoba.example>"
CARTER = "John Carter <john.carter@north.example>"

JA_1 = """鈴木様
お世話になっております。青葉工業の山田です。
先日ご相談した第三工場の空調設備更新について、見積書の金額を二百四十万円に改めました。
工期は七月四日から十二日までの九日間、夜間作業は含まない条件で組んでおります。
ご確認のほどよろしくお願いいたします。"""
JA_2 = """山田様
光製作所の鈴木です。改めた見積書、確かに拝受いたしました。
社内の稟議は来週の水曜日に通る見込みですので、室外機の搬入経路だけ先に図面でいただけますか。
北側の門は幅が三メートルしかなく、大型車は正門からお願いしております。"""
EN_1 = """Dear Ichiro,
the revised drawings for the conveyor guard are ready and the supplier in Leeds confirmed delivery in week thirty-one.
We moved the emergency stop by forty millimetres, so the cable duct on the left frame has to be drilled again.
Please tell me whether your fitter can do that before the audit.
John"""
EN_2 = """John,
our fitter will drill the duct on Thursday morning, the audit is on Friday at nine.
Could you send the certificate of the new stop button together with the invoice, purchasing insists on it.
Ichiro"""


GUARD_PLAN = [("guard-plan.pdf", "application/pdf", b"%PDF-1.4 made up, as drawn")]
GUARD_TRAP = [("guard-plan.pdf", "application/pdf", b"%PDF-1.4 made up, as forged")]


def word(text):
    return "=?UTF-8?B?" + base64.b64encode(text.encode()).decode() + "?="


def people(text):
    """Encodes the display names of a header value."""
    out = []
    for one in text.split(", "):
        name, _, address = one.rpartition(" <")
        out.append((word(name) if not name.isascii() else name) + (" <" if name else "<") + address if address != one else one)
    return ", ".join(out)


def quote_ja(text, sender, day, to, subject):
    name, address = sender.rsplit(" <", 1)
    return f"-----Original Message-----\n差出人: {name} <{address}\n送信日時: 2022年{day}\n宛先: {to}\n件名: {subject}\n\n{text}\n"


def quote_en(text, sender, day):
    return f"On {day}, {sender} wrote:\n" + "".join(f"> {line}\n" for line in text.split("\n"))


class Mail:
    def __init__(self, number, sender, to, subject, body, date, **more):
        self.id = f"<{number}@samples.example>"
        self.sender, self.to, self.subject, self.body, self.date = sender, to, subject, body, date
        self.cc = more.get("cc")
        self.reply_to_id = more.get("answers")
        self.headers = more.get("headers", [])
        self.files = more.get("files", [])
        self.raw_from = more.get("raw_from")
        self.account = more.get("account")
        self.travelled = more.get("travelled", True)
        self.arrived = more.get("arrived", date)
        self.html = more.get("html")  # in place of the plain text
        self.own_id = more.get("own_id", self.id)  # None: the mail has no Message-ID

    def trace(self):
        if not self.travelled:
            return []
        account = f" (Authenticated sender: {self.account})" if self.account else ""
        return [f"Received: from relay.example (relay.example [192.0.2.25]){account}\n"
                f"\tby mx.hikari.example (Postfix) with ESMTPS id 4A1B2C; {self.arrived}"]

    def bytes(self):
        head = self.trace() + ([f"Message-ID: {self.own_id}"] if self.own_id else []) + [f"Date: {self.date}",
                               "From: " + (self.raw_from or people(self.sender)), "To: " + people(self.to)]
        head += ["Cc: " + people(self.cc)] if self.cc else []
        head += ["Subject: " + (word(self.subject) if not self.subject.isascii() else self.subject)]
        head += [f"In-Reply-To: <{self.reply_to_id}@samples.example>",
                 f"References: <{self.reply_to_id}@samples.example>"] if self.reply_to_id else []
        head += self.headers + ["MIME-Version: 1.0"]
        text = [f"Content-Type: text/{'html' if self.html else 'plain'}; charset=UTF-8", "Content-Transfer-Encoding: base64", "",
                base64.encodebytes((self.html or self.body).encode()).decode().rstrip()]
        if not self.files:
            return "\n".join(head + text + ["", ""]).encode()
        parts = head + ["Content-Type: multipart/mixed; boundary=part", "", "--part"] + text
        for name, kind, data in self.files:
            parts += ["--part", f"Content-Type: {kind}; name=\"{name}\"", "Content-Transfer-Encoding: base64",
                      f"Content-Disposition: attachment; filename=\"{name}\"", "", base64.encodebytes(data).decode().rstrip()]
        return "\n".join(parts + ["--part--", "", ""]).encode()


def day(month, number, hour=10):
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"]
    return f"{number} {months[month - 1]} 2022 {hour:02}:00:00 +0900"


def berg(number, subject, body, date, program="Mozilla Thunderbird", domain="berg.example", **more):
    """From somebody whose mails look alike."""
    return Mail(number, "Nils Berg <nils@berg.example>", TANAKA, subject, body, date, headers=["User-Agent: " + program],
                own_id=f"<4f0c6a52-7d8e-4a3b-9f60-{number.encode().hex()[-12:]:0>12}@{domain}>", **more)


def history():
    yield Mail("ja1", YAMADA, SUZUKI, "空調設備の見積書", JA_1, day(3, 1), cc=SATO)
    yield Mail("ja2", SUZUKI, YAMADA, "Re: 空調設備の見積書",
               JA_2 + "\n\n" + quote_ja(JA_1, YAMADA, "3月1日 10:00", "鈴木 花子", "空調設備の見積書"), day(3, 2), cc=SATO,
               answers="ja1", travelled=False)
    yield Mail("short", YAMADA, SUZUKI, "Re: 納期の件", "承知しました。", day(4, 1))
    yield Mail("en1", CARTER, TANAKA, "Conveyor guard drawings", EN_1, day(4, 4), files=GUARD_PLAN)
    yield Mail("en2", TANAKA, CARTER, "Re: Conveyor guard drawings", EN_2 + "\n\n" + quote_en(EN_1, CARTER, "4 Apr 2022"), day(4, 5),
               answers="en1", travelled=False)
    for week, name in enumerate(["Mika Ono", "Ken Abe", "Aya Mori", "Rei Kato", "Jun Ueda"]):
        yield Mail(f"ticket{week}", f"{name} <desk@tickets.example>", TANAKA, f"[#{week + 40}] Printer", f"Ticket {week + 40} is open.",
                   day(2, 1 + 5 * week))
    for month in (2, 3, 5):
        yield Mail(f"hosted{month}", "Emi Hara <hara@fuji.example>", SUZUKI, "納品のご連絡", "本日納品しました。", day(month, 9),
                   account="fuji@hosting.example")
        yield Mail(f"plain{month}", "Saburo Endo <endo@kawa.example>", SUZUKI, "検収のお願い", "検収をお願いします。", day(month, 11),
                   account="endo@kawa.example")
    for number, (month, date) in enumerate([(2, 3), (2, 17), (3, 3), (3, 17), (4, 14), (5, 12)]):
        yield berg(f"berg{number}", "Hello", "All is well here.", f"{date} {('Feb', 'Mar', 'Apr', 'May')[month - 2]} 2022 02:00:00 +0100")
    yield Mail("list1", "Olga Brandt <olga@brandt.example>", "users@lists.example", "[users] Build fails on the new compiler",
               "The build stops in the third stage because the linker no longer finds the archive of the runtime support library.",
               day(4, 20), headers=["List-Id: <users.lists.example>"])


def stranger_zip(password):
    return zip_file([("report.doc", b"nothing to see here\n" * 20)], password, noise=b"0123456789abcdef")


def quotes_stored_thread():
    zipped = [("20220601.zip", "application/zip", stranger_zip("980"))]
    old = quote_ja(JA_2, SUZUKI, "3月2日 10:00", "山田 太郎", "Re: 空調設備の見積書")
    yield "fires", Mail("fires-1", '"[山田 太郎]" <info@hotel-rosa.example>', SUZUKI, "Re: 空調設備の見積書",
                        "ご確認ください。\n解凍パスワード: 980\n\n" + old, day(6, 1), files=zipped)
    yield "fires", Mail("fires-2", "<k.lindqvist@bakery.example>", TANAKA, "RE: Conveyor guard drawings",
                        "see the attached page\n\n" + quote_en(EN_2, TANAKA, "5 Apr 2022"), day(6, 2),
                        files=[("invoice.html", "text/html", b"<p>made up</p>")])
    yield "fires", Mail("fires-3", '"山田 太郎" <contato@padaria.example>', SUZUKI, "Re: Re: 納期の件",
                        "ご確認ください。\n解凍パスワード: 980\n\n" + quote_ja("承知しました。", YAMADA, "4月1日 10:00", "鈴木 花子", "Re: 納期の件"),
                        day(6, 6), files=zipped)
    yield "silent", Mail("silent-1", YAMADA, SUZUKI, "Re: 空調設備の見積書", "承知しました。\n\n" + old, day(6, 3))
    yield "silent", Mail("silent-2", "高橋 三郎 <takahashi@aoba.example>", SUZUKI, "Re: 空調設備の見積書",
                         "山田より引き継ぎました。\n\n" + old, day(6, 4), files=zipped)
    yield "silent", Mail("silent-3", "Piet Visser <piet@visser.example>", "users@lists.example",
                         "Re: [users] Build fails on the new compiler", "Same here.\n\n" + quote_en(
                             "The build stops in the third stage because the linker no longer finds the archive of the runtime support library.",
                             "Olga Brandt <olga@brandt.example>", "20 Apr 2022"), day(6, 5),
                         headers=["List-Id: <users.lists.example>"], files=[("log.html", "text/html", b"<p>log</p>")])


def name_holds_other_address():
    yield "fires", Mail("fires-1", "", SUZUKI, "請求書の件です。", "添付をご覧ください。", day(6, 1),
                        raw_from='"' + "yamada.taro@aoba.example" + '" <marta@olivar.example>')
    yield "fires", Mail("fires-2", "", SUZUKI, "請求書の件です。", "添付をご覧ください。", day(6, 2),
                        raw_from=word("<[山田 太郎] [yamada.taro@aoba.example]>") + " <marta@olivar.example>")
    yield "silent", Mail("silent-1", "", SUZUKI, "Order", "The order is on its way.", day(6, 3),
                         raw_from='"yamada.taro@aoba.example" <yamada.taro@aoba.example>')
    yield "silent", Mail("silent-2", "", TANAKA, "[#77] Printer", "Ticket 77 is open.", day(6, 4),
                         raw_from='"tanaka@hikari.example via Desk" <desk@tickets.example>')


def known_name_new_address():
    yield "fires", Mail("fires-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Payment", "Please look at it.", day(6, 1))
    yield "fires", Mail("fires-2", "太郎　山田様 <vendas@loja.example>", SUZUKI, "Re: 請求書", "ご確認ください。", day(6, 2))
    yield "silent", Mail("silent-1", "John Carter <john.carter@north.example>", TANAKA, "Payment", "It is paid.", day(6, 3))
    yield "silent", Mail("silent-2", "Carter, John <j.carter@sales.north.example>", TANAKA, "Payment", "It is paid.", day(6, 4))
    yield "silent", Mail("silent-3", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Hello", "We have not met.", day(6, 5))


def name_is_recipients():
    yield "fires", Mail("fires-1", "Ichiro Tanaka <bounce7@hotel-mar.example>", TANAKA, "Documents", "Please open.", day(6, 1))
    yield "silent", Mail("silent-1", "Ichiro Tanaka <tanaka@hikari.example>", TANAKA, "Note to self", "Milk.", day(6, 2))
    yield "silent", Mail("silent-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Hello", "We have not met.", day(6, 3))


def account_is_not_from():
    page = [("page.html", "text/html", b"<p>made up</p>")]
    yield "fires", Mail("fires-1", "Saburo Endo <endo@kawa.example>", SUZUKI, "Re: 検収のお願い", "添付をご覧ください。", day(6, 1),
                        account="mara@panaderia.example", files=page)
    yield "silent", Mail("silent-1", "Saburo Endo <endo@kawa.example>", SUZUKI, "検収", "お願いします。", day(6, 2),
                         account="endo@kawa.example", files=page)
    yield "silent", Mail("silent-2", "Emi Hara <hara@fuji.example>", SUZUKI, "納品", "納品しました。", day(6, 3),
                         account="fuji@hosting.example", files=page)


def reply_without_thread_headers():
    yield "fires", Mail("fires-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Conveyor", "Please look.", day(6, 1))
    yield "silent", Mail("silent-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Conveyor", "Please look.", day(6, 2),
                         answers="en1")
    yield "silent", Mail("silent-2", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Conveyor", "Please look.", day(6, 3),
                         travelled=False)
    yield "silent", Mail("silent-3", "John Carter <reception@hotel-mar.example>", TANAKA, "Conveyor", "Please look.", day(6, 4))


def encrypted_archive():
    zipped = [("data.zip", "application/zip", stranger_zip("s1835"))]
    opened = [("data.zip", "application/zip", zip_file([("a.txt", b"hello\n")]))]
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "請求書", "解凍パスワードは「s1835」です。", day(6, 1),
                        files=zipped)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "請求書", "解凍パスワードは「s1835」です。", day(6, 2),
                         files=opened)
    inside = [("data.zip", "application/zip", zip_file([("inner.zip", stranger_zip("s1835"))]))]
    yield "fires", Mail("fires-2", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "請求書", "解凍パスワードは「s1835」です。", day(6, 3), files=inside)


def risky_attachment():
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "Scan", "Please open.", day(6, 1),
                        files=[("scan.iso", "application/octet-stream", b"made up")])
    yield "fires", Mail("fires-2", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "Scan", "Please open.", day(6, 2),
                        files=[("scan.zip", "application/zip",
                                zip_file([("scan.pdf.js", b"made up")]))])
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "Scan", "Please open.", day(6, 3),
                         files=[("scan.pdf", "application/pdf", b"%PDF-1.4 made up")])


def payloads(*cases):
    """Mails of somebody who uses a known name. cases: (fires or silent, file name, type, bytes[, own words])."""
    for number, (kind, name, declared, data, *words) in enumerate(cases, 1):
        yield kind, Mail(f"{kind}-{number}", "John Carter <reception@hotel-mar.example>", TANAKA, "Scan", words[0] if words else "Please open.",
                         day(6, number), files=[(name, declared, data)])


def locked_code():
    locked = zip_file([("scan.js", b"made up\n" * 20)], "s1835", noise=b"0123456789abcdef")
    yield from payloads(("fires", "scan.zip", "application/zip", locked, "Password: s1835"),
                        ("silent", "scan.zip", "application/zip", zip_file([("scan.js", b"made up\n" * 20)], "kx7731", noise=b"0123456789abcdef"),
                         "I call you about the password."),
                        ("silent", "report.zip", "application/zip", stranger_zip("s1835"), "Password: s1835"))


def macro_starts_itself():
    sheet = b"ID;P\r\nO;E\r\nNN;N%s;ER1C1;KOut\r\nC;Y1;X1;K0;EHALT()\r\nE\r\n"
    yield from payloads(("fires", "scan.slk", "application/octet-stream", sheet % b"Auto_open"),
                        ("silent", "scan.slk", "application/octet-stream", sheet % b"Total"))


def file_disguised():
    yield from payloads(("fires", "offer.pdf.exe", "application/octet-stream", b"made up"),
                        ("fires", "offer.pdf" + " " * 40 + ".exe", "application/octet-stream", b"made up"),
                        ("fires", "offer.zip", "application/zip", zip_file([("offer\u202efdp.exe", b"made up")])),
                        ("silent", "offer.v2.pdf", "application/pdf", b"%PDF-1.4 made up"))


def file_padded():
    small = zip_file([("scan.doc", b"made up " * 50)])
    sizes = struct.pack("<II", 400, 400)
    yield from payloads(("fires", "scan.zip", "application/zip", small.replace(sizes, struct.pack("<II", 400, 600_000_000))),
                        ("silent", "scan.zip", "application/zip", small))


def page_builds_file():
    script = "<html><script>var b='%s';var u=URL.createObjectURL(new Blob([atob(b)]));a.download='x';a.click();</script></html>"
    archive = base64.b64encode(b"PK\3\4" + bytes(range(256)) * 3).decode()
    yield from payloads(("fires", "scan.html", "text/html", (script % archive).encode()),
                        ("silent", "scan.html", "text/html", b"<html><script>document.title='Scan';</script><p>made up</p></html>"))


def one_note(data):
    """A section ([MS-ONESTORE] 2.6.13) with one file in it."""
    head = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(1008)
    return head + bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac") + struct.pack("<Q", len(data)) + bytes(12) + data + bytes(8)


RULES = """rule made_up_campaign : sample {
    meta: description = "the words of a made-up campaign"
    strings: $words = "lorem-7731"
    condition: $words
}
"""


def yara_rule_matches():
    yield from payloads(("fires", "scan.bin", "application/octet-stream", b"made up lorem-7731"),
                        ("fires", "scan.zip", "application/zip", zip_file([("a.txt", b"lorem-7731 " * 40)])),
                        ("silent", "scan.bin", "application/octet-stream", b"made up lorem-7732"))


def notebook_holds_file():
    yield from payloads(("fires", "scan.one", "application/onenote", one_note(b"WScript.Echo \"made up\"\r\n")),
                        ("silent", "scan.one", "application/onenote", one_note(b"\x89PNG\r\n\x1a\n" + bytes(40))))


def original_file_replaced():
    old = quote_en(EN_1, CARTER, "4 Apr 2022")
    yield "fires", Mail("fires-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Conveyor guard drawings", "Please look.\n\n" + old,
                        day(6, 1), files=GUARD_TRAP)
    yield "silent", Mail("silent-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Conveyor guard drawings",
                         "Please look.\n\n" + old, day(6, 2), files=GUARD_PLAN)
    yield "silent", Mail("silent-2", CARTER, TANAKA, "Re: Conveyor guard drawings", "The new version.\n\n" + old, day(6, 3), files=GUARD_TRAP)


def foreign_link():
    yield "fires", Mail("fires-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Invoice",
                        "Please download: https://files.unrelated.example/invoice", day(6, 1))
    yield "silent", Mail("silent-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Invoice",
                         "Our house: https://www.hotel-mar.example/ and yours: https://hikari.example/", day(6, 2))


def link_disguised():
    def mail(number, kind, html, to=TANAKA, sender="Rosa Lindgren <rosa@lindgren.example>", **more):
        return kind, Mail(f"{kind}-{number}", sender, to, "Invoice", "", day(6, number), html=html, **more,
                          files=[("scan.iso", "application/octet-stream", b"made up")])
    yield mail(1, "fires", '<p>Please pay at <a href="https://evil.example/x">https://www.north.example/pay</a></p>')
    yield mail(2, "fires", '<p>ご確認ください。<a href="http://evil.example/login">www.aoba.example</a></p>', SUZUKI)
    yield mail(3, "fires", '<p><a href="https://north.example@evil.example/">https://north.example/</a></p>')
    yield mail(4, "silent", '<p><a href="https://evil.example/x">Please pay here</a></p>')
    yield mail(5, "silent", '<p><a href="https://pay.north.example/x">https://www.north.example/pay</a></p>')
    yield mail(6, "silent", '<p><a href="https://eur01.safelinks.protection.outlook.com/?url=x">https://www.north.example/pay</a></p>')
    yield mail(7, "silent", '<p><a href="https://click.mailer.example/x">https://www.lindgren.example/offer</a></p>',
               headers=["List-Unsubscribe: <https://click.mailer.example/off>"])
    yield mail(8, "silent", '<p>詳しくは <a href="https://track.lindgren.example/x">https://www.minato.example/</a></p>', SUZUKI)
    yield mail(9, "silent", '<p><a href="https://evil.example/x">https://www.north.example/pay</a></p>', sender=CARTER)


def viewer_link():
    def mail(number, kind, body, to=TANAKA, sender="Rosa Lindgren <rosa@lindgren.example>", **more):
        return kind, Mail(f"{kind}-{number}", sender, to, "Invoice", body, day(6, number), **more,
                          files=[("scan.iso", "application/octet-stream", b"made up")])
    yield mail(1, "fires", "", html='<p><a href="ms-appinstaller:?source=https://viewer.evil.example/Viewer.appinstaller">Preview PDF</a></p>')
    yield mail(2, "fires", "", SUZUKI, html='<p>請求書はこちら <a href="https://evil.example/d/20220601.zip">ダウンロード</a></p>')
    yield mail(3, "fires", "Please look: https://cdn.discordapp.com/attachments/1/2/invoice.iso")
    yield mail(4, "fires", "ファイルはこちらです。 https://1drv.ms/u/s!Abc\n解凍パスワード: s1835", SUZUKI)
    yield mail(5, "fires", "https://evil.example/a/page\nhttps://evil.example/report.lnk")
    yield mail(6, "silent", "See https://www.minato.example/news/today.html")
    yield mail(7, "silent", "Our price list: https://www.lindgren.example/list.zip")
    yield mail(8, "silent", "https://archive.example/web/www.north.com")
    yield mail(9, "silent", "資料は当社のサイトにあります。 https://www.minato.example/docs/", SUZUKI)
    yield mail(10, "silent", "https://drive.google.com.minato.example/")


def look_alike_domain():
    def mail(number, kind, domain):
        return kind, Mail(f"{kind}-{number}", f"Rosa Lindgren <rosa@{domain}>", TANAKA, "Scan", "Please open.", day(6, number),
                          files=[("scan.iso", "application/octet-stream", b"made up")])
    yield mail(1, "fires", "h1kari.example")
    yield mail(2, "fires", "xn--hikri-6ve.example")  # a Cyrillic a
    yield mail(3, "fires", "hikrai.example")
    yield mail(4, "fires", "hikarri.example")
    yield mail(5, "fires", "hikari.test")
    yield mail(6, "silent", "lindgren.example")
    yield mail(7, "silent", "hikari2.example")
    yield mail(8, "silent", "hikari-bank.example")
    yield mail(9, "silent", "mail.hikari.example")
    yield mail(10, "silent", "north.test")  # north.example has five letters


def name_disguised():
    def mail(number, kind, raw):
        return kind, Mail(f"{kind}-{number}", "", TANAKA, "Documents", "Please open.\n", day(6, number), raw_from=raw,
                          files=[("scan.iso", "application/octet-stream", b"made up")])
    yield mail(1, "fires", '""John Carter"" <reception@hotel-mar.example>')
    yield mail(2, "fires", '"[John Carter]" <reception@hotel-mar.example>')
    yield mail(3, "fires", word("<[山田 太郎]> [yamada.taro@aoba.example]") + " <marta@olivar.example>")
    yield mail(4, "fires", word("John Carter \u2039john.carter\u24d0north.example\u203a") + " <marta@olivar.example>")
    yield mail(5, "fires", word("John C\u0430rter") + " <marta@olivar.example>")
    yield mail(6, "fires", word("John \u202eretraC") + " <marta@olivar.example>")
    yield mail(7, "silent", '"[ML] Rosa Lindgren" <rosa@lindgren.example>')
    yield mail(8, "silent", word("Rosa Lindgren (営業部)") + " <rosa@lindgren.example>")
    yield mail(9, "silent", word("田中＠営業部") + " <eigyo@minato.example>")
    yield mail(10, "silent", word("Ольга Брандт") + " <olga@minato.example>")


def from_malformed():
    def mail(number, kind, raw, to=TANAKA, **more):
        return kind, Mail(f"{kind}-{number}", "", to, "Documents", "Please open.\n", day(6, number), raw_from=raw,
                          files=[("scan.iso", "application/octet-stream", b"made up")], **more)
    yield mail(1, "fires", '""John Carter"" <reception@hotel-mar.example>')
    yield mail(2, "fires", "rosa@lindgren.example <reception@hotel-mar.example>")
    yield mail(3, "fires", '"Rosa Lindgren" <rosa@lindgren.example> <reception@hotel-mar.example>')
    yield mail(4, "fires", "rosa@lindgren.example, reception@hotel-mar.example")
    yield mail(5, "fires", '"Rosa Lindgren <reception@hotel-mar.example>')
    yield mail(6, "fires", "Rosa Lindgren <reception@hotel-mar.example", SUZUKI)
    yield mail(7, "fires", '""' + word("山田 太郎") + '"" <marta@olivar.example>', SUZUKI)
    yield mail(8, "silent", '"Lindgren, Rosa (Sales) \\"Ro\\"" <rosa@lindgren.example>')
    yield mail(9, "silent", "rosa@lindgren.example <rosa@lindgren.example>")
    yield mail(10, "silent", "rosa@lindgren.example (Rosa <3 Lindgren)")
    yield mail(11, "silent", word("山田（営業）") + " <rosa@lindgren.example>", SUZUKI)
    yield mail(12, "silent", '"" <rosa@lindgren.example>')
    yield mail(13, "silent", "Rosa <rosa@lindgren.example>, Lars <lars@minato.example>", headers=["Sender: rosa@lindgren.example"])


def block_order():
    def mail(number, kind, block, to=TANAKA, sender="Rosa Lindgren <rosa@lindgren.example>"):
        text = EN_2 if to == TANAKA else JA_2
        return kind, Mail(f"{kind}-{number}", sender, to, "RE: Documents", "Please open.\n\n" + block + "\n\n" + text, day(6, number),
                          files=[("scan.iso", "application/octet-stream", b"made up")])
    en = ["From: Ichiro Tanaka <tanaka@hikari.example>", "Sent: Tuesday, April 5, 2022 10:00 AM", "To: John Carter", "Subject: RE: Drawings"]
    ja = ["差出人: 鈴木 花子 <suzuki@hikari.example>", "送信日時: 2022年3月2日 10:00", "宛先: 山田 太郎", "件名: RE: 見積書"]
    yield mail(1, "fires", "\n".join([en[1], en[0], en[2], en[3]]))
    yield mail(2, "fires", "-----Original Message-----\n" + "\n".join([ja[1], ja[0], ja[2], ja[3]]), SUZUKI)
    yield mail(3, "fires", "\n".join("> " + line for line in [en[1], en[2], en[0], en[3]]))
    yield mail(4, "fires", "\n".join([en[0], ja[1], ja[2], ja[3]]), SUZUKI)
    yield mail(5, "fires", "\n".join([ja[0], en[1], en[2], en[3]]))
    yield mail(6, "silent", "\n".join(en))
    yield mail(7, "silent", "-----Original Message-----\n" + "\n".join(ja), SUZUKI)
    yield mail(8, "silent", "\n".join([en[0], en[2], en[1], en[3]]))
    yield mail(9, "silent", "-------- Forwarded Message --------\n" + "\n".join([en[3], "Date: Tue, 5 Apr 2022 10:00:00 +0900", en[0], en[2]]))
    yield mail(10, "silent", "\n".join([en[0], "Date: 2022年3月2日", en[2], en[3]]), SUZUKI)
    yield mail(11, "silent", "\n".join([en[1], en[0], en[2], en[3]]), sender=CARTER)


def reply_goes_elsewhere():
    disk = [("scan.iso", "application/octet-stream", b"made up")]
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 1), files=disk,
                        headers=["Reply-To: rosa.lindgren@webmail.example"])
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 2), files=disk,
                         headers=["Reply-To: sales@lindgren.example"])
    yield "silent", Mail("silent-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 3), files=disk,
                         headers=["Reply-To: " + CARTER])
    yield "silent", Mail("silent-3", "Rosa Lindgren <noreply@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 4), files=disk,
                         headers=["Reply-To: desk@unrelated.example"])
    yield "fires", Mail("fires-2", CARTER, TANAKA, "Re: Scan", "Please open.", day(6, 5), files=disk, headers=["Reply-To: john.carter@kd83.example"])
    yield "silent", Mail("silent-4", CARTER, TANAKA, "Re: Scan", "Please open.", day(6, 6), files=disk, headers=["Reply-To: john.carter@gmail.com"])


def address_under_lure():
    lure = "Please look at it.\n\nJohn Carter\njohn.carter@north.example\n"
    yield "fires", Mail("fires-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Payment", lure, day(6, 1))
    yield "silent", Mail("silent-1", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Payment", lure, day(6, 2), answers="en1")
    yield "silent", Mail("silent-2", "John Carter <jcarter@webmail.example>", TANAKA, "Re: Payment", lure, day(6, 3))
    yield "silent", Mail("silent-3", "John Carter <reception@hotel-mar.example>", TANAKA, "Re: Payment",
                         "Please ask yamada.taro@aoba.example.", day(6, 4))
    yield "silent", Mail("silent-4", CARTER, TANAKA, "Re: Payment", lure, day(6, 5))


def subject_is_person():
    disk = [("scan.iso", "application/octet-stream", b"made up")]
    old = quote_en(EN_2, TANAKA, "5 Apr 2022")
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "RE: ", "Please open.", day(6, 1), files=disk)
    yield "fires", Mail("fires-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Fwd: tanaka@hikari.example", "Please open.", day(6, 2),
                        files=disk)
    yield "fires", Mail("fires-3", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Re: Ichiro Tanaka", "Please open.", day(6, 3),
                        files=disk)
    yield "fires", Mail("fires-4", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Re: veyor guard drawings", "Please open.\n\n" + old,
                        day(6, 4), files=disk)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Re: guard drawings", "Please open.\n\n" + old,
                         day(6, 5), files=disk)
    yield "silent", Mail("silent-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "RE: ", "Please open.", day(6, 6), files=disk,
                         answers="en1")
    yield "silent", Mail("silent-3", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Ichiro Tanaka", "Please open.", day(6, 7),
                         files=disk)


def thread_revived():
    old = quote_en(EN_2, TANAKA, "5 Apr 2022")
    page = [("invoice.html", "text/html", b"<p>made up</p>")]
    yield "fires", Mail("fires-1", "<k.lindqvist@bakery.example>", TANAKA, "RE: Conveyor guard drawings", "see the attached page\n\n" + old,
                        day(6, 2), files=page)
    yield "silent", Mail("silent-1", "<k.lindqvist@bakery.example>", TANAKA, "RE: Conveyor guard drawings", "see the attached page\n\n" + old,
                         day(4, 12), files=page)
    yield "silent", Mail("silent-2", CARTER, TANAKA, "RE: Conveyor guard drawings", "see the attached page\n\n" + old, day(6, 3), files=page)


def date_zone_flipped():
    disk = [("scan.iso", "application/octet-stream", b"made up")]
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", "1 Jun 2022 10:00:00 -0900",
                        arrived="1 Jun 2022 10:00:20 +0900", files=disk)
    yield "fires", Mail("fires-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", "2 Jun 2022 10:00:00 -0100",
                        arrived="2 Jun 2022 18:03:00 +0900", files=disk)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", "3 Jun 2022 10:00:00 -0500",
                         arrived="4 Jun 2022 00:00:20 +0900", files=disk)
    yield "silent", Mail("silent-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", "4 Jun 2022 10:00:00 +0100",
                         arrived="4 Jun 2022 20:00:20 +0900", files=disk)


def message_id_borrowed():
    disk = [("scan.iso", "application/octet-stream", b"made up")]
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 1),
                        own_id="<ja1@samples.example>", files=disk)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 2), files=disk)
    yield "silent", Mail("silent-2", "John Carter via Forward <forward@relay.example>", TANAKA, "Conveyor guard drawings", EN_1, day(6, 3),
                         own_id="<en1@samples.example>", files=disk)


def message_id_missing():
    disk = [("scan.iso", "application/octet-stream", b"made up")]
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 1), own_id=None, files=disk)
    yield "fires", Mail("fires-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 2),
                        own_id="<a95d8c2b11e04f67@127.0.0.1>", files=disk)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 3), files=disk)
    yield "silent", Mail("silent-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please open.", day(6, 4), own_id=None,
                         travelled=False, files=disk)


def message_id_foreign():
    def mail(number, kind, program, own_id, to=TANAKA, headers=(), sender="Rosa Lindgren <rosa@lindgren.example>", **more):
        field = "User-Agent" if "Thunderbird" in program else "X-Mailer"
        return kind, Mail(f"{kind}-{number}", sender, to, "Scan", "Please open.", day(6, number), own_id=own_id,
                          headers=[f"{field}: {program}", *headers], files=[("scan.iso", "application/octet-stream", b"made up")], **more)
    index = "Thread-Index: AdhHnJ0xkq2C0nTzQ0m0bZ0J1dZQxA=="
    yield mail(1, "fires", "Mozilla Thunderbird", "<20220601010000.4A1B2C@relay.example>")
    yield mail(2, "fires", "Becky! ver. 2.75.03 [ja]", "<62971f3a.1c69fb81.e5b0a.0f2c@mx.example>", SUZUKI)
    yield mail(3, "fires", "Apple Mail (2.3696.80.82.1.1)", "<a95d8c2b11e04f67@127.0.0.1>")
    yield mail(4, "fires", "Microsoft Outlook 16.0", "<000001d87551$8e1d6a20$aa583e60$@lindgren.example>")
    yield mail(5, "fires", "Microsoft Outlook Express 6.00.2900.5931", "<202206010100.25110dQp031337@relay.example>", SUZUKI)
    yield mail(6, "silent", "Mozilla Thunderbird", "<4f0c6a52-7d8e-4a3b-9f60-0c1d2e3f4a5b@lindgren.example>")
    yield mail(7, "silent", "Mozilla/5.0 (Windows; U; ja; rv:1.8) Thunderbird/1.5", "<4A3B2C1D.6050304@lindgren.example>", SUZUKI)
    yield mail(8, "silent", "Becky! ver. 2.75.03 [ja]", "<20220608100000.A1B2.R.LINDGREN@lindgren.example>", SUZUKI)
    yield mail(9, "silent", "iPhone Mail (19E258)", "<7B3C9D10-4E5F-4A6B-8C7D-9E0F1A2B3C4D@lindgren.example>")
    yield mail(10, "silent", "Microsoft Outlook 16.0", "<000001d87551$8e1d6a20$aa583e60$@lindgren.example>", headers=[index])
    yield mail(11, "silent", "Mozilla Thunderbird", "<0100018122f3d5c6-1a2b@email.amazonses.com>")
    yield mail(12, "silent", "Shuriken Pro4", "<20220612100000.4A1B2C@relay.example>", SUZUKI)
    yield mail(13, "silent", "Mozilla Thunderbird", "<20220613010000.4A1B2C@relay.example>", sender=CARTER)
    yield mail(14, "silent", "Mozilla Thunderbird", "<20220614010000.4A1B2C@relay.example>", travelled=False)
    yield mail(15, "silent", "Mailbird/2.9.83.0", "<CAFqZ1xQb0+e3Lk=Wm2c7Jv5p9Rt4yT8uN6sHdG1aKfE@mail.lindgren.example>")
    yield mail(16, "silent", "Mozilla Thunderbird", "<CAFqZ1xQb0+e3Lk=Wm2c7Jv5p9Rt4yT8uN6sHdG1aKfE@mail.lindgren.example>", SUZUKI)


def habit_broken():
    lure, disk = "Please see the attached document.", [("scan.iso", "application/octet-stream", b"made up")]
    yield "fires", berg("fires-1", "Scan", lure, "1 Jun 2022 02:00:00 -0300", domain="mail.evil.example", files=disk)
    yield "fires", berg("fires-2", "Scan", lure, "2 Jun 2022 02:00:00 +0100", program="Roundcube Webmail/1.4", domain="evil.example", files=disk)
    yield "fires", berg("fires-3", "Scan", "請求書の件です。ご確認ください。", "3 Jun 2022 02:00:00 -0300", program="Becky! ver. 2.75.03 [ja]", files=disk)
    yield "silent", berg("silent-1", "Scan", lure, "4 Jun 2022 02:00:00 +0100", files=disk)
    yield "silent", berg("silent-2", "Scan", lure, "5 Jun 2022 02:00:00 +0200", program="Mozilla Thunderbird 91", files=disk)
    yield "silent", berg("silent-3", "Scan", lure, "6 Jun 2022 02:00:00 +0200", program="K-9 Mail for Android", files=disk)
    yield "silent", Mail("silent-4", CARTER, TANAKA, "Scan", lure, day(6, 7), files=disk, headers=["User-Agent: K-9 Mail for Android"],
                         own_id="<1@phone.example>")


def lure_phrase():
    disk = [("scan.iso", "application/octet-stream", b"made up")]
    yield "fires", Mail("fires-1", "Rosa Lindgren <rosa@lindgren.example>", SUZUKI, "請求書", "請求書の件です。ご確認ください。", day(6, 1), files=disk)
    yield "fires", Mail("fires-2", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please see the attached document.", day(6, 2),
                        files=disk)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Shall we have lunch on Monday?", day(6, 3),
                         files=disk)
    yield "silent", Mail("silent-2", CARTER, TANAKA, "Scan", "Please see the attached document.", day(6, 4), files=disk)
    yield "silent", Mail("silent-3", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Scan", "Please see the attached document.\n" + EN_1
                         + "\n" + EN_2, day(6, 5), files=disk)


def plays_a_report():
    disk = [("message.iso", "application/octet-stream", b"made up")]
    says = "4 incoming messages could not be delivered to your mailbox.\nPlease open the attached file to release your messages."
    yield "fires", Mail("fires-1", "Mail Delivery System <mailer-daemon@lindgren.example>", SUZUKI, "Mail delivery failed: returning message to sender", says, day(6, 1), files=disk)
    yield "fires", Mail("fires-2", "メール管理者 <admin@lindgren.example>", TANAKA, "メール配信エラー", "未配信のメールが保留されています。\n添付ファイルを開いて確認してください。", day(6, 2), files=disk)
    yield "silent", Mail("silent-1", "Rosa Lindgren <rosa@lindgren.example>", TANAKA, "Mail delivery failed", "Yesterday's message came back: could not be delivered.\n"
                         "Please open the attached file.", day(6, 3), files=disk)
    yield "silent", Mail("silent-2", "Mail Delivery System <mailer-daemon@lindgren.example>", TANAKA, "Welcome", "Your new mailbox has 50 GB of room.", day(6, 4), files=disk)


def shares_campaign():
    def mail(number, kind, sender, files, to=TANAKA, subject="Re: Payment", body="Please see the attached document."):
        return kind, Mail(f"{kind}-{number}", sender, to, subject, body, day(6, number), files=files)
    disk = [("scan.iso", "application/octet-stream", b"one payload for all")]
    yield mail(1, "fires", "John Carter <reception@hotel-mar.example>", disk)
    yield mail(2, "fires", "太郎　山田様 <vendas@loja.example>", disk, SUZUKI)
    yield mail(3, "fires", "John Carter <contato@padaria.example>", disk)
    yield mail(4, "fires", "Rosa Lindgren <rosa@lindgren.example>", disk, subject="Invoice")
    # the word is the same, and so is the archive's member; neither is suspicious without
    for number, host in enumerate(["kiosk.example", "mercado.example", "floristeria.example"]):
        yield mail(5 + number, "fires", f"John Carter <info@{host}>",
                   [(f"{host}.zip", "application/zip", zip_file([("invoice.docm", b"one document for all")], "X353", noise=host.ljust(16).encode()[:16]))],
                   body=f"Good day from {host}.\nPassword: X353")
    letter = [("prices.xls", "application/vnd.ms-excel", b"one list for all")]
    for number in range(3):
        yield mail(10 + number, "silent", f"Olga Weiss <olga{number}@weiss.example>", letter, subject="Our price list")
    house = [("form.iso", "application/octet-stream", b"another one")]
    for number in range(3):
        yield mail(15 + number, "silent", f"John Carter <desk{number}@one-house.example>", house, body=f"Please open number {number}.")


def honest():
    """What looks like a stolen reply and is none: nothing here may rise above low."""
    old_ja = quote_ja(JA_2, SUZUKI, "3月2日 10:00", "山田 太郎", "Re: 空調設備の見積書")
    old_en = quote_en(EN_2, TANAKA, "5 Apr 2022")
    locked, reply_ja, reply_en = [("data.zip", "application/zip", stranger_zip("s1835"))], "Re: 空調設備の見積書", "Re: Conveyor guard drawings"
    please, look = "添付ファイルをご確認ください。", "Please see the attached document."
    page = [("drawing.html", "text/html", b"<p>made up</p>")]
    # lists that rewrite From, tickets, signatures, delegates
    yield Mail("list-via", "John Carter via Users <users@lists.example>", "users@lists.example", reply_en, look + "\n\n" + old_en, day(6, 1),
               headers=["List-Id: <users.lists.example>"], answers="en2")
    yield Mail("list-via-ja", "山田 太郎 (会議室 経由) <kaigi@lists.example>", "kaigi@lists.example", reply_ja, please + "\n\n" + old_ja, day(6, 1, 11),
               headers=["List-Id: <kaigi.lists.example>"], answers="ja2")
    yield Mail("ticket", "John Carter <desk@tickets.example>", TANAKA, "[#99] Conveyor", look + "\n\n" + old_en, day(6, 1, 12), files=page)
    yield Mail("signature", "John Carter via Sign <no-reply@sign.example>", TANAKA, "Please sign: Conveyor guard", "Please review the document: "
               "https://sign.example/d/1", day(6, 1, 13), headers=["Reply-To: " + CARTER])
    yield Mail("customer-notes", "John Carter <notify@notes.example>", TANAKA, reply_en, "Your contact has answered.\n\n" + old_en, day(6, 1, 18))
    yield Mail("password-service", "山田 太郎 <password@safe-mail.example>", SUZUKI, reply_ja, "解凍パスワード: s1835\n\n" + old_ja, day(6, 1, 19),
               headers=["Auto-Submitted: auto-generated"])
    yield Mail("file-notice", "", TANAKA, "A file for you", "John Carter sent you a file: https://dl.parcel.example/x\nPassword: Ab12Cd34", day(6, 1, 20),
               raw_from='"john.carter@north.example" <noreply@parcel.example>')
    yield Mail("delegate", "Mika Olsen on behalf of John Carter <mika.olsen@north.example>", TANAKA, reply_en, look + "\n\n" + old_en, day(6, 1, 14),
               answers="en2", files=page, headers=["Sender: Mika Olsen <mika.olsen@north.example>"])
    yield Mail("shared-mailbox", "青葉工業 営業部 <eigyo@aoba.example>", SUZUKI, reply_ja, please + "\n\n" + old_ja, day(6, 1, 15), answers="ja2",
               files=locked)
    yield Mail("private", "John Carter <john.carter@webmail.example>", TANAKA, reply_en, look + "\n\n" + old_en, day(6, 1, 16), answers="en2",
               headers=["User-Agent: Mozilla Thunderbird"], own_id="<4f0c6a52-7d8e-4a3b-9f60-0c1d2e3f4a5b@webmail.example>")
    # Exchange's own addresses
    yield Mail("imceaex", "", TANAKA, reply_en, look + "\n\n" + old_en, day(6, 2), answers="en2", files=page,
               raw_from="John Carter <IMCEAEX-_O=NORTH_OU=FIRST+20ADMINISTRATIVE_CN=RECIPIENTS_CN=JCARTER@north.example>")
    # one name in many forms, from its own house
    for number, name in enumerate(["太郎 山田", "山田　太郎", "山田太郎様", "山田 太郎/青葉工業(株)", "青葉工業㈱ 山田部長", "ﾔﾏﾀﾞ ﾀﾛｳ", "Taro Yamada", "YAMADA, Taro",
                                   "山田 太郎 (Taro Yamada)", "営業部 山田さん"]):
        yield Mail(f"form-{number}", f"{name} <yamada.taro@aoba.example>", SUZUKI, reply_ja, please + "\n\n" + old_ja, day(6, 3, number), answers="ja2",
                   files=locked)
        yield Mail(f"form-new-{number}", f"{name} <taro@tokyo.aoba.example>", SUZUKI, reply_ja, please + "\n\n" + old_ja, day(6, 4, number),
                   answers="ja2")
    yield Mail("namesake", "John Carter <jc@orchard.example>", TANAKA, "Our price list", look, day(6, 5),
               files=[("prices.pdf", "application/pdf", b"%PDF-1.4 made up")])
    # PPAP: the password comes in a second mail
    yield Mail("ppap-1", SATO, SUZUKI, "図面の送付", "図面をお送りします。パスワードは別メールでお送りします。", day(6, 6), files=locked)
    yield Mail("ppap-2", SATO, SUZUKI, "図面の送付(パスワード)", "先ほどのファイルの解凍パスワードは「s1835」です。", day(6, 6, 11))
    # somebody to whom a participant forwarded the thread
    yield Mail("forward", YAMADA, "岡本 由美 <okamoto@midori.example>", "Fw: 空調設備の見積書", "岡本様、ご対応ください。\n\n" + old_ja, day(6, 7), cc=SUZUKI,
               answers="ja2")
    yield Mail("newcomer", "岡本 由美 <okamoto@midori.example>", SUZUKI, reply_ja, please + "\n\n" + old_ja, day(6, 8), answers="forward", files=locked)
    # machines
    yield Mail("absence", "岡本 健 <ken@midori.example>", SUZUKI, "自動応答: Re: 空調設備の見積書", "不在にしております。\n\n" + old_ja, day(6, 9),
               headers=["Auto-Submitted: auto-replied"])
    yield Mail("receipt", "John Carter <jc@phone.example>", TANAKA, "Read: Re: Conveyor guard drawings", "Your message was read.", day(6, 9, 11),
               headers=["Auto-Submitted: auto-replied"])
    yield Mail("calendar", "John Carter <john@calendar.example>", TANAKA, "Accepted: Conveyor audit", "", day(6, 9, 12),
               files=[("invite.ics", "text/calendar", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")])
    yield Mail("newsletter", "Minato News <news@minato.example>", TANAKA, "Offers in June", "", day(6, 9, 13),
               html='<p>See <a href="https://click.mailer.example/1">https://www.minato.example/offers</a></p>',
               headers=["List-Unsubscribe: <https://click.mailer.example/off>"])
    # copies without transport headers
    yield Mail("sent-copy", CARTER, TANAKA, reply_en, look + "\n\n" + old_en, day(6, 10), travelled=False, files=page, own_id=None)
    # people who warn of the forgery
    yield Mail("help-desk", TANAKA, "helpdesk@hikari.example", "Fw: Re: Conveyor guard drawings", "Is this real?\n\n" + old_en, day(6, 11), files=page)
    yield Mail("warning", CARTER, TANAKA, "FW: invoice", "Please do not open the attached document, it came from a stranger.\nPassword: s1835", day(6, 12),
               files=locked)
    # a file service among partners, and somebody's new computer
    yield Mail("file-service", CARTER, TANAKA, "Photos of the audit", "Please download: https://we.tl/t-abc\nPassword: s1835", day(6, 13))
    yield berg("new-computer", "Drawings", "Here are the three drawings which you wanted for the audit.", "14 Jun 2022 02:00:00 -0300",
               program="Becky! ver. 2.75.03 [ja]", domain="mail.berg.example", files=locked)


CASES = [quotes_stored_thread, name_holds_other_address, known_name_new_address, name_is_recipients, account_is_not_from,
         reply_without_thread_headers, encrypted_archive, locked_code, risky_attachment, macro_starts_itself, file_disguised,
         file_padded, page_builds_file, notebook_holds_file, yara_rule_matches, original_file_replaced, foreign_link, link_disguised, viewer_link,
         look_alike_domain, name_disguised, reply_goes_elsewhere,
         address_under_lure, subject_is_person, thread_revived, date_zone_flipped, from_malformed, block_order, message_id_borrowed, message_id_missing,
         message_id_foreign, habit_broken, lure_phrase, plays_a_report,
         shares_campaign]


def write_mbox(path, mails):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        for mail in mails:
            out.write(b"From sample@samples.example Wed Jun  1 00:00:00 2022\n" + mail.bytes() + b"\n")


def main():
    root = sys.argv[1] if len(sys.argv) == 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "heuristics")
    write_mbox(os.path.join(root, "stored.mbox"), history())
    write_mbox(os.path.join(root, "honest.mbox"), honest())
    for case in CASES:
        rows = list(case())
        for kind in ("fires", "silent"):
            write_mbox(os.path.join(root, case.__name__, kind + ".mbox"), [mail for which, mail in rows if which == kind])
    with open(os.path.join(root, "yara_rule_matches", "rules.yar"), "w") as out:
        out.write(RULES)


if __name__ == "__main__":
    main()
