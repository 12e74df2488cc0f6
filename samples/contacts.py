#!/usr/bin/env python3
"""Writes contacts/: a PST and a .msg with contacts, whose addresses stand in named properties that each store numbers by itself."""
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen import msg_file  # noqa: E402
from gen.pst_heap import BINARIES, BINARY, INT32, STRING, TIME  # noqa: E402
from gen.pst_mail import TO, recipient  # noqa: E402
from gen.pst_store import PstStore, filetime  # noqa: E402

OWNER = "suzuki@hikari.example"
NOON = 1654052400           # 2022-06-01 12:00 in Japan
ONE_OFF = bytes.fromhex("00000000812B1FA4BEA310199D6E00DD010F540200000190")
DN = "/O=HIKARI/OU=EXCHANGE ADMINISTRATIVE GROUP (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN="
SHOWN, TYPE, ADDRESS, ORIGINAL, ENTRY = 0x8080, 0x8082, 0x8083, 0x8084, 0x8085
ONE_OFF_MEMBERS = 0x8054
LIDS = (TYPE, ADDRESS, SHOWN, ORIGINAL, ENTRY, ADDRESS + 0x10, SHOWN + 0x10, ADDRESS + 0x20, ONE_OFF_MEMBERS)  # in no order that a reader could guess


def one_off(name, address):
    """A one-off entry id ([MS-OXCDATA] 2.2.5.1) in Unicode."""
    return ONE_OFF + b"".join((text + "\0").encode("utf-16-le") for text in (name, "SMTP", address))


def contact(name, values, first=0x8002):
    """values: {lid: text or bytes}."""
    known = {(0x001A, STRING): "IPM.Contact", (0x0037, STRING): name, (0x3001, STRING): name, (0x0E07, INT32): 1}
    known.update({(first + LIDS.index(lid), STRING if isinstance(value, str) else BINARY): value for lid, value in values.items()})
    return known, [], []


def several(values):
    """[MS-PST] 2.3.3.4.2: how many, where each begins, the bytes."""
    at, offsets = 4 + 4 * len(values), []
    for value in values:
        offsets.append(at)
        at += len(value)
    return struct.pack(f"<I{len(values)}I", len(values), *offsets) + b"".join(values)


def people(first=0x8002):
    return [contact("山田 太郎", {TYPE: "SMTP", ADDRESS: "Yamada.Taro@aoba.example", SHOWN: "山田 太郎 (Yamada.Taro@aoba.example)", ADDRESS + 0x10: "taro.y@mail.example"}, first),
            contact("山田 太郎", {TYPE: "SMTP", ADDRESS: "yamada@midori.example"}, first),     # another of that name
            contact("Hanako Sato", {TYPE: "EX", ADDRESS: DN + "SATO", ORIGINAL: "sato@hikari.example"}, first),
            contact("Jiro Ito", {TYPE: "EX", ADDRESS: DN + "ITO", ENTRY: one_off("Jiro Ito", "ito@hikari.example")}, first),
            contact("Third Alone", {ADDRESS + 0x20: "third@north.example"}, first),
            contact("No Address", {}, first)]


MEMBERS = [one_off("Ken Mori", "mori@north.example"), one_off("青木", "aoki@aoba.example")]


def members(several_values, first=0x8002):
    return {(0x001A, STRING): "IPM.DistList", (0x0037, STRING): "Project", (0x3001, STRING): "Project", (0x0E07, INT32): 1,
            (first + LIDS.index(ONE_OFF_MEMBERS), BINARIES): several_values}


def write_pst(path):
    store = PstStore(path, OWNER, whole=False)
    store.contacts = LIDS
    folder, inbox = store.folder("連絡先"), store.folder("受信トレイ", "inbox")
    for item in people():
        store.message(folder, *item)
    store.message(folder, members(several(MEMBERS)), [], [])
    store.message(inbox, {(0x001A, STRING): "IPM.Note", (0x0037, STRING): "図面の件", (0x0039, TIME): filetime(NOON), (0x0E06, TIME): filetime(NOON), (0x0E07, INT32): 1,
                          (0x0C1A, STRING): "青木 一郎", (0x0C1E, STRING): "SMTP", (0x0C1F, STRING): "aoki@aoba.example", (0x1000, STRING): "図面をお送りします。"},
                  [recipient(TO, "鈴木 花子", OWNER, "hikari.example")], [])
    store.close()


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "contacts")
    os.makedirs(folder, exist_ok=True)
    write_pst(os.path.join(folder, "contacts.pst"))
    with open(os.path.join(folder, "contact.msg"), "wb") as out:
        out.write(msg_file.msg_file(*people(0x8000)[0], contacts=LIDS))
    with open(os.path.join(folder, "list.msg"), "wb") as out:
        out.write(msg_file.msg_file(members(MEMBERS, 0x8000), [], [], contacts=LIDS))


if __name__ == "__main__":
    main()
