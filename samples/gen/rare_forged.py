"""The rarer shapes of forged replies: two addresses in From, links to installers, lnk, iso and padded files, look-alike domains, a second wave."""
import zlib

from .forged import PASSWORDS, TELLING_BYTES, _bear, _claims, forge
from .honest import DAY
from .transport import message_id
from .zipcrypt import zip_file

PADDING = 3 << 20  # of a padded document; the real ones had 500 MB
VIEWER_LINES = ["To view the document open the link below:\n{}", "Preview PDF: {}", "下記リンクより文書をご確認ください。\n{}"]


def _zeros(count):
    """A raw deflate stream of zero bytes made by hand, so that it does not depend on the zlib at hand: one literal, then repeats of 258."""
    bits, size = 0b011, 3          # last block, fixed codes
    codes, length = [(0b00110000, 8)], 1
    while count - length >= 258:   # length 258 is symbol 285 (11000101), distance 1 is 00000
        codes.append((0b1100010100000, 13))
        length += 258
    codes += [(0b00110000, 8)] * (count - length) + [(0, 7)]
    out = bytearray()
    for code, width in codes:
        bits |= int(f"{code:0{width}b}"[::-1], 2) << size
        size += width
        while size >= 8:
            out.append(bits & 0xFF)
            bits, size = bits >> 8, size - 8
    return bytes(out) + (bytes([bits & 0xFF]) if size else b"")


def padded_zip(name, size=PADDING):
    """A ZIP whose one member is a document filled up with zeros, far larger than the file."""
    data, label, crc = _zeros(size), name.encode(), zlib.crc32(bytes(size))
    common = ((20).to_bytes(2, "little") + (0x800).to_bytes(2, "little") + (8).to_bytes(2, "little") + b"\0\x60\x61\x54" + crc.to_bytes(4, "little")
              + len(data).to_bytes(4, "little") + size.to_bytes(4, "little") + len(label).to_bytes(2, "little") + b"\0\0")
    local = b"PK\3\4" + common + label + data
    directory = b"PK\1\2\x14\3" + common + bytes(14) + label
    return local + directory + b"PK\5\6\0\0\0\0\1\0\1\0" + len(directory).to_bytes(4, "little") + len(local).to_bytes(4, "little") + b"\0\0"


def _rare_payload(draw, kind):
    """(attachments, line for the body), as forged.payload()."""
    stem, text = f"{draw.pick(['請求書', 'Doc', 'INVOICE', 'scan'])}-{draw.between(100, 99999)}", b"This file stands for a malicious one and holds nothing.\n" + draw.hex(16).encode()
    host = f"{draw.token(8).lower()}.{draw.pick(['web', 'static', 'files'])}.example"
    if kind == "appinstaller":
        return [], f"ms-appinstaller:?source=https://{host}/{stem.lower()}.appinstaller"
    if kind == "viewer":
        return [], draw.pick(VIEWER_LINES).format(f"https://{host}/{draw.token(5)}/view.php?d={draw.hex(10)}")
    if kind == "padded":
        return [(stem + ".zip", "application/zip", padded_zip(stem + ".doc"))], ""
    if kind in ("lnk-zip", "iso-zip", "one-zip"):
        password = draw.pick(PASSWORDS)
        return [(stem + ".zip", "application/zip", zip_file([(f"{stem}.{kind[:3]}", text)], password, "zipcrypto", draw.bytes(16)))], f"Password: {password}"
    kinds = {"lnk": "application/octet-stream", "iso": "application/octet-stream", "img": "application/octet-stream", "docm": "application/vnd.ms-word.document.macroEnabled.12",
             "xll": "application/octet-stream", "wsf": "application/octet-stream"}
    return [(f"{stem}.{kind}", kinds[kind], text)], ""


def _plain_id(draw, mail, account):
    mail.message_id = message_id(draw, "plain", mail.date, account.domain)


def doubled_quotes(draw, mail, claimed, account, subject):
    _plain_id(draw, mail, account)
    mail.from_ = (f'""{claimed[0]}""', account.address)
    mail.from_raw = f'""{claimed[0]}"" <{account.address}>' if claimed[0].isascii() else f'""{claimed[1].split("@")[0]}"" <{account.address}>'
    mail.subject, mail.zone = draw.pick(["RE: ", "Re: " + subject]), -540
    return draw.pick(["lnk", "lnk-zip"])


def two_addresses(draw, mail, claimed, account, subject):
    """From holds the claimed address in the name's place, quoted or not, and the account behind it."""
    _plain_id(draw, mail, account)
    mail.from_ = (claimed[1], account.address)
    mail.from_raw = draw.pick(['"{0}" <{1}>', "{0} <{1}>", '"<{0}>" <{1}>']).format(claimed[1], account.address)
    mail.subject = draw.pick(["Re: ", "RE: RE: ", "轉寄: "]) + subject
    return draw.pick(["iso", "iso-zip", "img"])


def subject_is_name(draw, mail, claimed, account, subject):
    _plain_id(draw, mail, account)
    _bear(mail, claimed[0], account.address)
    mail.subject = draw.pick(["Re: ", "Fw: ", ""]) + (mail.to[0][0] or mail.to[0][1].split("@")[0])
    return draw.pick(["docm", "padded"])


def installer(draw, mail, claimed, account, subject):
    _plain_id(draw, mail, account)
    _bear(mail, claimed[0], account.address)
    mail.subject = draw.pick(["Fwd: ", "Re: "]) + subject
    return draw.pick(["appinstaller", "viewer"])


def look_alike(draw, mail, claimed, account, subject):
    """From a domain registered to look like the claimed person's."""
    local, domain = claimed[1].split("@")
    head, _, tail = domain.partition(".")
    cousin = draw.pick([c for c in (head.replace("i", "l", 1), head.replace("o", "0", 1), head + "-jp", head[:-1] + head[-1] * 2) if c != head])
    account.domain, account.host = f"{cousin}.{tail}", f"mail.{cousin}.{tail}"
    mail.route.host, mail.route.envelope, mail.route.login = account.host, f"{local}@{account.domain}", None
    _bear(mail, claimed[0], f"{local}@{account.domain}")
    mail.sending, mail.subject = f"{local}@{account.domain}", "Re: " + subject
    _plain_id(draw, mail, account)
    return draw.pick(["viewer", "one-zip"])


def reply_elsewhere(draw, mail, claimed, account, subject):
    """The claimed address stands in From, answers go to the thief."""
    _plain_id(draw, mail, account)
    _bear(mail, *claimed)
    mail.headers.append(("Reply-To", f"{claimed[1].split('@')[0]}@{draw.token(6).lower()}-mail.example"))
    mail.subject = "Re: " + subject
    return draw.pick(["xll", "wsf", "viewer"])


RARE_FAMILIES = [("doubled-quotes", doubled_quotes), ("two-addresses", two_addresses), ("subject-is-name", subject_is_name), ("installer-link", installer),
                 ("look-alike-domain", look_alike), ("reply-elsewhere", reply_elsewhere)]


def _outside(world, theft):
    """Mail of the robbed that none of ours received: partners among themselves."""
    ours = {p.address for p in world.ours.people}
    return [m for m in theft.held if not ours & set(m.people())]


def rare_campaign(draw, world, theft, is_held, count, days):
    """About `count` forged mails of the rarer shapes, each to one of ours; one in six quotes a thread among partners that we never saw."""
    handed = {p.address: p for p in world.handed_over if p is not theft.victim}
    seen = [m for m in theft.held if any(is_held(c) and len(c.core.encode()) >= TELLING_BYTES for c in [m] + m.chain)]
    outside, families, result = _outside(world, theft), draw.shuffled(RARE_FAMILIES), []
    for turn in range(count if seen else 0):
        family = families[turn % len(families)]
        original = draw.pick(outside) if outside and draw.chance(1 / 6) else draw.pick(seen)
        parties = [handed[a] for a in original.people() if a in handed] or list(handed.values())
        person = draw.pick(parties)
        claimed = _claims(draw, original, theft.victim.address_at(original.date), person.address)
        date = theft.date + draw.between(1, days) * DAY + draw.below(DAY)
        mail = forge(draw, original, claimed, (draw.pick([person.display, person.full_name, ""]), person.address), date, family, None, True, make_payload=_rare_payload)
        mail.truth["victim"] = theft.victim.address
        result.append(mail)
    return result
