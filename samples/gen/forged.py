"""Replies forged with stolen mail, in the header shapes that Emotet, QakBot, IcedID, TA551 and others were seen to use."""
import base64

from . import quoting
from .honest import DAY
from .mail_bytes import encoded_words
from .message import Message
from .transport import Route, message_id
from .zipcrypt import zip_file

STOLEN_DAYS = 180        # the thieves took mail up to this old
STOLEN_BYTES = 16 * 1024  # and cut each body about here
TELLING_BYTES = 80       # own words shorter than this prove nothing by themselves

LURES_JA = ["請求書の件です。ご確認ください。", "ご入金額の通知とご請求書発行のお願いです。", "会議開催通知をお送りします。添付ファイルをご覧ください。", "次の会議の議題です。",
            "消防検査の書類を添付いたします。", "協力会社各位\n添付の書類をご確認ください。", "賞与支払届をお送りします。", "アンケートにご協力ください。", "変化がありましたのでお知らせします。",
            "添付ファイルを至急ご確認ください。\nよろしくお願いいたします。"]
LURES_EN = ["Please see the attached document.", "Hello,\n\nhere is the information you asked for.", "Kindly review the attachment and let me know.", "Good day,\nplease find the invoice enclosed.",
            "Sorry for the late answer, all details are attached.", "I sent you the file again, it is important.", "As discussed."]
LURE_SUBJECTS = ["請求書の件です。", "ご入金額の通知・ご請求書発行のお願い", "会議開催通知", "次の会議の議題", "消防検査", "協力会社各位", "賞与支払届", "アンケ−ト", "変化"]
LURE_FILES = ["請求書", "議題", "通知書", "form", "invoice", "Details", "scan", "INV"]
PASSWORDS = ["980", "826", "747", "4432", "U22", "X353", "abc123", "s1835", "nov123"]
ACCOUNT_WORDS = """ferreteria loja transportes muebles clinica hotel autocentro imprenta textiles panaderia viajes oficina studio garage kuliner tiles dental bakery tours
farma pharma steelworks school""".split()


class Account:
    """A hijacked foreign mail account; almost every forged mail has one of its own."""

    def __init__(self, draw):
        word = draw.pick(ACCOUNT_WORDS)
        self.domain = f"{word}-{draw.token(draw.between(3, 6), 'aeioubdglmnrst')}.example"
        self.local = draw.pick(["info", "ventas", "contato", "admin", "sales", "office", "facturacion", "m.costa", "j.perez", "reception", "hr"])
        self.host = draw.pick(["mail", "smtp", "srv1", "mx1", "cpanel"]) + "." + self.domain
        self.ip = f"{draw.pick(['192.0.2', '198.51.100', '203.0.113'])}.{draw.between(1, 254)}"
        self.zone = draw.pick([-180, -300, 60, 120, 180, 330, 420])
        self.kind = draw.pick(["exim", "exim", "postfix"])

    @property
    def address(self):
        return f"{self.local}@{self.domain}"


def payload(draw, kind):
    """(attachments, line for the body). Every file holds harmless text."""
    stem = f"{draw.pick(LURE_FILES)}_{draw.between(1000, 999999)}"
    text = b"This file stands for a malicious one and holds nothing.\n" + draw.hex(32).encode() + b"\n"
    if kind == "link":
        return [], f"https://{draw.token(7).lower()}.{draw.pick(ACCOUNT_WORDS)}.example/{draw.token(6)}/{stem}.zip"
    if kind in ("zip", "aes-zip"):
        password = "980" if kind == "aes-zip" else draw.pick(PASSWORDS + [draw.token(8)])
        inner = stem + draw.pick([".doc", ".xls", ".xlsm", ".lnk", ".docm"])
        data = zip_file([(inner, text)], password, "aes" if kind == "aes-zip" else draw.pick(["zipcrypto", "aes"]), draw.bytes(16))
        line = draw.pick(["パスワード: {}", "解凍パスワード：{}", "添付ファイルのパスワード {}", "Password: {}", "Archive password: {}", "ZIP password - {}", "PW: {}"]).format(password)
        return [(stem + ".zip", "application/zip", data)], line
    if kind == "html":
        smuggled = base64.b64encode(zip_file([(stem + ".iso", text)])).decode()
        page = f'<html><body><script>var data = atob("{smuggled}"); var name = "{stem}.zip";</script>Document</body></html>\n'
        return [(stem + ".html", "text/html", page.encode())], ""
    kinds = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12", "one": "application/onenote"}
    return [(f"{stem}.{kind}", kinds[kind], text)], ""


def _bear(mail, name, address, quoted=True):
    """Sets the From header: "[name]" in quotes as the thieves' template writes it, or encoded, or bare."""
    mail.from_ = (name, address)
    doubled = name.startswith('""')
    shown = encoded_words(name, "utf-8") if doubled or not name.isascii() else f'"{name}"' if quoted else name
    mail.from_raw = f"{shown} <{address}>"


def emotet_2021(draw, mail, claimed, account, subject):
    _bear(mail, claimed[0], account.address)
    mail.subject = "Re: Re: " + subject
    mail.route.machine, mail.route.machine_ip, mail.route.login = "[10.0.0.15]", account.ip, account.address
    if draw.chance(0.5):
        mail.message_id = message_id(draw, "plain", mail.date, account.domain)
    return draw.pick(["zip", "doc", "zip"])


def emotet_2022_02(draw, mail, claimed, account, subject):
    _bear(mail, f"<{claimed[0]}> {claimed[1]}", account.address)
    mail.subject = "Fwd: " + mail.to[0][1]
    mail.message_id = message_id(draw, "plain", mail.date, account.domain)
    return "aes-zip"


def emotet_2022_03(draw, mail, claimed, account, subject):
    name = claimed[0]
    shape = draw.pick(["quoted", "bare", "doubled"])
    _bear(mail, f'""{name}""' if shape == "doubled" else name, account.address, quoted=shape == "quoted" or "," in name)
    mail.subject = draw.pick(["RE: ", "Re: " + subject, "RE: " + draw.pick(LURE_SUBJECTS), "Re: " + subject[draw.below(max(1, len(subject) // 2)):]])
    mail.zone = draw.pick([-540, -60, account.zone])
    mail.message_id = mail.truth.pop("copied_id") if draw.chance(0.3) else message_id(draw, "exchange" if draw.chance(0.2) else "plain", mail.date, account.domain)
    return draw.pick(["xls", "xlsm", "zip"])


def qakbot_2020(draw, mail, claimed, account, subject):
    _bear(mail, mail.to[0][0] or claimed[0], account.address)
    mail.subject = draw.pick(["Re: " + subject, "返信: " + subject])
    mail.own = "".join(c + c if c.isascii() and c.isalpha() and draw.chance(0.08) else c for c in mail.own)
    mail.message_id = message_id(draw, "plain", mail.date, account.domain)
    return draw.pick(["link", "zip", "link"])


def qakbot_2022(draw, mail, claimed, account, subject):
    mail.from_, mail.from_raw = ("", account.address), account.address
    mail.subject = draw.pick(["Re: ", "RE: ", "回复: "]) + subject
    mail.message_id = message_id(draw, "plain", mail.date, account.domain)
    return draw.pick(["html", "html", "one"])


def ta551(draw, mail, claimed, account, subject):
    _bear(mail, *claimed)
    mail.route.login, mail.route.machine, mail.route.machine_ip = account.address, "[127.0.0.1]", account.ip
    mail.route.kind = "postfix"
    mail.subject = "Re: " + subject
    mail.message_id = f"<{draw.hex(32)}@127.0.0.1>"
    return "zip"


def icedid(draw, mail, claimed, account, subject):
    _bear(mail, claimed[0], account.address)
    mail.subject = "Re: Re: " + subject
    if mail.subject.isascii():
        mail.truth["subject_raw"] = encoded_words(mail.subject, "utf-8")
    mail.headers.append(("X-Mailer", "Microsoft Outlook 16.0"))
    return "zip"


def survey_2020(draw, mail, claimed, account, subject):
    _bear(mail, f"{claimed[0]} {claimed[1]}", account.address)
    mail.subject = "Re: " + (subject[:max(4, len(subject) * 2 // 3)])
    mail.message_id = message_id(draw, "plain", mail.date, account.domain)
    return "doc"


def lookalike_2025(draw, mail, claimed, account, subject):
    _bear(mail, f"{claimed[0]} ‹{claimed[1].replace('@', 'ⓐ')}›", account.address)
    mail.subject = draw.pick(["Fw: Re: ", "転送: ", "Re: "]) + subject
    mail.message_id = message_id(draw, "uuid", mail.date, account.domain)
    return "link"


FAMILIES = [("emotet-2021-01", emotet_2021), ("emotet-2022-02", emotet_2022_02), ("emotet-2022-03", emotet_2022_03), ("qakbot-2020-12", qakbot_2020),
            ("qakbot-2022-09", qakbot_2022), ("ta551-2021-02", ta551), ("icedid-2021-03", icedid), ("survey-2020-09", survey_2020), ("lookalike-2025-02", lookalike_2025)]


def _cut(text):
    return text.encode()[:STOLEN_BYTES].decode(errors="ignore")


def _claims(draw, original, victim_address, recipient):
    """Whose name the forged mail bears: mostly the victim's, else another's of the thread."""
    others = [m for m in [original.from_] + original.to + original.cc if m[1] not in (victim_address, recipient)]
    own = [m for m in [original.from_] + original.to + original.cc if m[1] == victim_address]
    name, address = own[0] if not others or draw.chance(0.6) else draw.pick(others)
    return name or address.split("@")[0], address


def forge(draw, original, claimed, recipient, date, family, copied_id=None, quotes=True, bulk=0, make_payload=payload):
    """One forged mail to `recipient` (name, address). original: the stolen Message; quotes: whether its text is carried along; make_payload:
    gives the attachments and the line for the kind of payload that the family's shape names."""
    account, (label, shape) = Account(draw), family
    language = "ja" if not original.subject.isascii() or draw.chance(0.5) else "en"
    mail = Message(to=[recipient], date=date + bulk, zone=account.zone, label="forged", family=label, charset="utf-8", transfer=draw.pick(["base64", "quoted-printable"]),
                   truth={"copied_id": copied_id})
    mail.route = Route(account.host, account.ip, account.kind, account.zone, account.address, draw.pick(["[192.168.1.7]", "WIN-" + draw.token(8), "localhost"]),
                       f"192.0.2.{draw.between(1, 250)}", account.address if draw.chance(0.6) else None)
    mail.sending = account.address
    mail.own = draw.pick(LURES_JA if language == "ja" and draw.chance(0.8) else LURES_EN)
    subject = original.subject
    while subject[:3].lower() == "re:":
        subject = subject[3:].strip()
    if not quotes and draw.chance(0.7):
        subject = draw.pick(LURE_SUBJECTS)
    files, line = make_payload(draw, shape(draw, mail, claimed, account, subject))
    mail.attachments = files
    mail.own += ("\n\n" + line if line else "") + (f"\n\n{claimed[0]}\n{claimed[1]}" if draw.chance(0.45) else "")
    if quotes:
        style = draw.pick(quoting.STYLES)
        text = _cut(original.text)
        mail.parent, mail.chain = original, [original] + (original.chain if len(original.text.encode()) <= STOLEN_BYTES else [])
        mail.quoted = quoting.quote(style, original, account.zone, language, text)
        if style.endswith("html") or draw.chance(0.2):
            mail.html_body = quoting.html_page(style, mail.own, original, account.zone, language, text, "utf-8")
    mail.truth.pop("copied_id", None)
    mail.truth["claimed"], mail.truth["style"] = claimed[1], style if quotes else "none"
    return mail


def hacked_exchange(draw, original, victim, recipient, date):
    """The hard case: sent from the victim's real account with real threading. Nothing but payload and wording tells."""
    mail = forge(draw, original, (victim.display, victim.address_at(date)), recipient, date, ("hacked-exchange", lambda d, m, c, a, s: "link"))
    mail.from_, mail.from_raw = (victim.display, victim.address_at(date)), None
    mail.route = Route(victim.org.host, victim.org.ip, victim.org.transport, victim.org.zone, victim.address_at(date))
    mail.zone, mail.subject = victim.org.zone, "RE: " + original.subject
    mail.message_id = message_id(draw, "exchange", date, victim.org.domain)
    mail.in_reply_to, mail.references = original.message_id, original.references + [original.message_id]
    mail.sending = victim.address_at(date)
    return mail


class Theft:
    """One stolen mailbox: what it held at the time."""

    def __init__(self, victim, date, messages):
        self.victim, self.date = victim, date
        self.held = [m for m in messages if m.family in ("thread", "no-references", "domain-change", "name-change", "newcomer") and date - STOLEN_DAYS * DAY <= m.date <= date
                     and victim.address_at(m.date) in m.people() and len(m.people()) <= 10]

    def spread(self):
        """The largest share of its mail that any one other person also holds."""
        counts = {}
        for message in self.held:
            for address in set(message.people()) - {self.victim.address_at(message.date)}:
                counts[address] = counts.get(address, 0) + 1
        return max(counts.values(), default=0) / max(1, len(self.held))


def campaign(draw, world, theft, is_held, unrelated, count, days):
    """About `count` forged mails to our people out of one theft. is_held(message): stored in a mailbox that was handed over."""
    seen = [m for m in theft.held if any(is_held(c) and len(c.core.encode()) >= TELLING_BYTES for c in [m] + m.chain)]
    unseen = [m for m in theft.held if not any(is_held(c) for c in [m] + m.chain)]
    families, result, handed = draw.shuffled(FAMILIES), [], {p.address: p for p in world.handed_over}
    turn = 0
    while len(result) < count and seen:
        kind = draw.weighted(["seen", "unseen", "bare"], [80, 8 if unseen else 0, 12])
        original = draw.pick(unseen if kind == "unseen" else seen)
        family = families[turn % len(families)]
        turn += 1
        if family[0] == "icedid-2021-03" and kind == "seen":
            original = min(seen, key=lambda m: (abs(theft.date - 31 * DAY - m.date), m.message_id))
        mine = theft.victim.address_at(original.date)
        parties = [handed[a] for a in original.people() if a in handed and a != mine]
        if not parties or draw.chance(0.15):
            parties = [p for p in world.handed_over if p is not theft.victim]
        date = theft.date + draw.between(1, days) * DAY + draw.below(DAY)
        for number, person in enumerate(draw.some(parties, draw.weighted([1, 2], [8, 2]))):
            recipient = (draw.pick([person.display, "", person.full_name]), person.address)
            if family[0] == "qakbot-2020-12" and not recipient[0]:
                recipient = (person.full_name, person.address)
            claimed = _claims(draw, original, mine, person.address)
            mail = forge(draw, original, claimed, recipient, date, family, draw.pick(unrelated).message_id, kind != "bare", number * draw.between(1, 3))
            mail.truth["victim"] = theft.victim.address
            if draw.chance(0.08):
                mail.folders = {person.address: "Junk"}
            result.append(mail)
    return result
