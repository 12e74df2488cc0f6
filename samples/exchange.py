#!/usr/bin/env python3
"""Writes exchange/: stores of two colleagues, one that knows people by Exchange name alone and one that shows their SMTP addresses too,
and mail from outside that tries to teach other ones."""
import base64
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.message import Message, rfc5322_date  # noqa: E402
from gen.msg_file import msg_file  # noqa: E402
from gen.pst_heap import INT32, STRING  # noqa: E402
from gen.pst_mail import as_properties, exchange_address  # noqa: E402
from gen.pst_store import PstStore  # noqa: E402
from gen.tnef_file import tnef_file  # noqa: E402

DOMAIN = "hikari.example"
SUZUKI, TANAKA, KATO, MORI, SAITO = [(name, f"{local}@{DOMAIN}") for name, local in
                                     (("鈴木 花子", "suzuki"), ("田中 一郎", "tanaka"), ("加藤 誠", "kato"), ("森 彩", "mori"), ("斎藤 実", "saito"))]
CARTER, THIEF = ("John Carter", "john.carter@north.example"), ("加藤 誠", "kato@thief.example")
NOON = 1654052400  # 2022-06-01 12:00 in Japan


def mail(name, from_, to, **more):
    day = int(more.pop("day", 1))
    text = more.pop("text", f"{to[0][0]}様\nお疲れ様です。{name}の件、資料を共有フォルダに置きました。ご確認をお願いします。\n")
    return Message(from_=from_, to=to, subject=name, own=text, message_id=f"<{name}@exchange.example>", date=NOON + day * 86400, zone=540, **more)


def headers_of(message, sender):
    return (f"Received: from mail.thief.example (mail.thief.example [192.0.2.66]) by mx.{DOMAIN} with ESMTPS; {rfc5322_date(message.date, 540)}\r\n"
            f"Message-ID: {message.message_id}\r\nFrom: <{sender}>\r\nTo: <{message.to[0][1]}>\r\nSubject: {message.subject}\r\n"
            f"Date: {rfc5322_date(message.date, 540)}\r\n\r\n")


def with_smtp(properties, changes):
    """The same item with other SMTP addresses beside Exchange names: {address as it would be: address shown}."""
    values, rows, files = properties
    values = {key: changes.get(value, value) if key[0] in (0x5D01, 0x5D02) else value for key, value in values.items()}
    return values, [{key: changes.get(value, value) if key == 0x39FE else value for key, value in row.items()} for row in rows], files


def false_lesson(name):
    """An item whose sender is Kato by Exchange name and the thief by SMTP address; Suzuki is taught falsely as well."""
    return with_smtp(as_properties(mail(name, KATO, [SUZUKI]), None, DOMAIN), {KATO[1]: THIEF[1], SUZUKI[1]: "suzuki@thief.example"})


def names_alone(path):
    """Suzuki's store: colleagues by Exchange name alone."""
    store = PstStore(path, SUZUKI[1])
    inbox, sent = store.folder("受信トレイ", "inbox"), store.folder("送信済みアイテム", "sent")
    for name, from_, to in (("from-tanaka", TANAKA, SUZUKI), ("from-kato", KATO, SUZUKI), ("from-mori", MORI, SUZUKI), ("from-saito", SAITO, SUZUKI)):
        store.message(inbox, *as_properties(mail(name, from_, [to]), None, DOMAIN, directory=False))
    for name, to in (("to-tanaka", TANAKA), ("to-partner", CARTER)):
        store.message(sent, *as_properties(mail(name, SUZUKI, [to]), None, DOMAIN, flags=0x21, directory=False))
    store.close()


def both(path):
    """Tanaka's store: Exchange names beside SMTP addresses, once or twice two addresses of one person; and false lessons of all kinds."""
    store = PstStore(path, TANAKA[1])
    inbox = store.folder("受信トレイ", "inbox")
    for number in range(2):
        store.message(inbox, *as_properties(mail(f"suzuki-{number}", SUZUKI, [TANAKA], day=number), None, DOMAIN))
        store.message(inbox, *as_properties(mail(f"mori-{number}", MORI, [TANAKA], day=number), None, DOMAIN))
        store.message(inbox, *as_properties(mail(f"saito-{number}", SAITO, [TANAKA], day=number), None, DOMAIN))
    # Mori stands with an address of another organisation, too; Saito with a second one of his own.
    store.message(inbox, *with_smtp(as_properties(mail("mori-elsewhere", MORI, [TANAKA], day=5), None, DOMAIN), {MORI[1]: "mori@aoba.example"}))
    store.message(inbox, *with_smtp(as_properties(mail("saito-alias", SAITO, [TANAKA], day=5), None, DOMAIN), {SAITO[1]: f"m.saito@sales.{DOMAIN}"}))
    travelled = mail("travelled", KATO, [SUZUKI])
    values, rows, files = false_lesson("travelled")
    store.message(inbox, {**values, (0x007D, STRING): headers_of(travelled, THIEF[1])}, rows, files)
    store.message(inbox, *as_properties(mail("forward", CARTER, [TANAKA]), None, DOMAIN)[:2],
                  [({(0x3001, STRING): "within", (0x3704, STRING): "within", (0x3705, INT32): 5, (0x370B, INT32): -1}, false_lesson("within"))])
    store.close()


def as_fields(values, rows, files):
    """Rows as msg_file and tnef_file want them."""
    kinds = {int: INT32, str: STRING}
    return values, [{(key, kinds[type(value)]): value for key, value in row.items() if type(value) in kinds} for row in rows], files


def from_outside():
    """RFC 5322 bytes with a winmail.dat and a .msg that both teach falsely."""
    lesson = as_fields(*false_lesson("winmail"))
    parts = [("application/ms-tnef; name=\"winmail.dat\"", tnef_file(*lesson)), ("application/vnd.ms-outlook; name=\"fw.msg\"", msg_file(*as_fields(*false_lesson("attached"))))]
    body = "".join(f"--=_b\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}" for kind, data in parts)
    head = headers_of(mail("outside", THIEF, [SUZUKI]), THIEF[1]).replace("\r\n", "\n").rstrip("\n")
    return f"{head}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_b\"\n\n{body}--=_b--\n".encode()


def wrapped(name, domain):
    """A mail from Suzuki's Exchange name as SMTP wraps it, by a server of `domain`."""
    dn = exchange_address(SUZUKI[1]).replace("/", "_").replace(" ", "+20").replace("(", "+28").replace(")", "+29")
    message = mail(name, SUZUKI, [CARTER])
    head = headers_of(message, f"IMCEAEX-{dn}@{domain}").replace("\r\n", "\n")
    return (head + "Please see the shared folder.\n").encode()


def write(folder):
    os.makedirs(folder, exist_ok=True)
    names_alone(os.path.join(folder, "names-alone.pst"))
    both(os.path.join(folder, "both.pst"))
    for name, data in (("outside.eml", from_outside()), ("wrapped.eml", wrapped("wrapped", DOMAIN)), ("wrapped-elsewhere.eml", wrapped("wrapped-elsewhere", "thief.example"))):
        with open(os.path.join(folder, name), "wb") as out:
            out.write(data)


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "exchange"))
