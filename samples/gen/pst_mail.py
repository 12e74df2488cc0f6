"""Turns the mail of a mailbox into the properties that Outlook stores ([MS-OXPROPS]) and writes them as a PST."""
from .pst_heap import BINARY, BOOL, INT32, STRING, TIME
from .pst_store import PstStore, filetime, subject_as_stored

ROLES = {"Inbox": "inbox", "Sent": "sent", "Drafts": "drafts", "Junk": None}
NAMES = {"Inbox": "受信トレイ", "Sent": "送信済みアイテム", "Drafts": "下書き", "Junk": "迷惑メール"}
TO, CC, BCC = 1, 2, 3
READ, UNSENT, HAS_FILES, FROM_ME = 0x01, 0x08, 0x10, 0x20


def exchange_address(address):
    organisation = address.split("@")[1].split(".")[0].upper()
    return f"/O={organisation}/OU=EXCHANGE ADMINISTRATIVE GROUP (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN={address.split('@')[0].upper()}"


def _address_type(address, domain):
    """Colleagues are kept by their Exchange name, all others by SMTP address."""
    return ("EX", exchange_address(address)) if address.endswith("@" + domain) else ("SMTP", address)


def _sender(message, domain, directory):
    name, address = message.from_
    kind, value = _address_type(address, domain)
    values = {}
    for base in ((0x0C1A, 0x0C1E, 0x0C1F, 0x5D01), (0x0042, 0x0064, 0x0065, 0x5D02)):
        for number, text in zip(base, (name or address, kind, value, address)):
            values[(number, STRING)] = text
    if kind == "EX" and not directory:
        del values[(0x5D01, STRING)], values[(0x5D02, STRING)]
    return values


def recipient(kind, name, address, domain, directory=True):
    form, value = _address_type(address, domain)
    row = {0x0C15: kind, 0x3001: name or address, 0x3002: form, 0x3003: value, 0x300B: f"{form}:{value}".upper().encode() + b"\0", 0x39FF: name or address}
    if form == "EX" and directory:
        row[0x39FE] = address
    return row


def _attachment(file, embedded, domain):
    name, content_type, data = file
    if content_type == "message/rfc822" and embedded is not None:
        return {(0x3001, STRING): embedded.subject, (0x3704, STRING): embedded.subject, (0x3705, INT32): 5, (0x370B, INT32): -1}, as_properties(embedded, None, domain)
    suffix = "." + name.rsplit(".", 1)[-1]
    values = {(0x3001, STRING): name, (0x3701, BINARY): data, (0x3703, STRING): suffix, (0x3704, STRING): name, (0x3705, INT32): 1, (0x3707, STRING): name,
              (0x370B, INT32): -1, (0x370E, STRING): content_type.split(";")[0]}
    return values, None


def as_properties(message, headers, domain, flags=READ, legacy=False, directory=True):
    """(properties, recipients, attachments) for PstStore.message. headers: the transport headers as text, or None. legacy: as Outlook of
    about 2000 left it in Japan, with a mail code page of ISO-2022-JP beside strings that are in CP932. directory: whether colleagues stand
    with the SMTP address that the address book gives beside their Exchange name, or by that name alone."""
    if message.attachments:
        flags |= HAS_FILES
    when = filetime(message.date)
    kind = "REPORT.IPM.Note.NDR" if message.label == "bounce" else "IPM.Note"
    values = {(0x001A, STRING): kind, (0x0017, INT32): 1, (0x0026, INT32): 0, (0x0036, INT32): 0, (0x0037, STRING): subject_as_stored(message.subject),
              (0x0039, TIME): when, (0x0E06, TIME): when + 50000000, (0x3007, TIME): when + 50000000, (0x3008, TIME): when + 60000000, (0x0E07, INT32): flags,
              (0x0E17, INT32): 0, (0x0E03, STRING): "; ".join(n or a for n, a in message.cc), (0x0E04, STRING): "; ".join(n or a for n, a in message.to),
              (0x0E02, STRING): "", (0x3FDE, INT32): 65001, (0x0070, STRING): message.subject, (0x0029, BOOL): False}
    values.update(_sender(message, domain, directory))
    if message.html_body is not None:
        values[(0x1013, BINARY)] = message.html_body.encode("iso2022_jp", "xmlcharrefreplace") if legacy else message.html_body.encode()
    if legacy:
        values.update({(0x3FDE, INT32): 50220, (0x3FFD, INT32): 932})
    values[(0x1000, STRING)] = message.text.replace("\n", "\r\n")
    for number, text in ((0x1035, message.message_id), (0x1042, message.in_reply_to or message.truth.get("original_message_id")), (0x1039, " ".join(message.references)), (0x007D, headers)):
        if text:
            values[(number, STRING)] = text
    if message.label == "bounce":
        return values, *_report(message, domain)
    rows = [recipient(kind, n, a, domain, directory) for kind, people in ((TO, message.to), (CC, message.cc), (BCC, message.bcc)) for n, a in people]
    files = [_attachment(file, message.truth.get("embedded"), domain) for file in message.attachments]
    return values, rows, files


def _report(message, domain):
    """Recipients and attachment of a delivery report: a row for each failed recipient, and the original as an embedded message."""
    facts, original = message.truth, message.truth["embedded"]
    code = facts["code"]
    row = recipient(TO, "", facts["failed"], domain)
    row.update({0x0C04: 0, 0x0C05: 1, 0x0C20: int(code.replace(".", "")), 0x0C1B: f"< #{code} smtp;{facts['diagnosis']}>", 0x1001: facts["diagnosis"]})
    attached = {(0x3001, STRING): original.subject, (0x3705, INT32): 5, (0x370B, INT32): -1}
    inner = as_properties(original, facts["embedded_headers"].decode("utf-8", "replace").replace("\n", "\r\n") + "\r\n\r\n", domain)
    return [row], [(attached, inner)]


def transport_headers(raw):
    """The header part of RFC 5322 bytes as Outlook keeps it, CRLF line ends."""
    return raw.split(b"\n\n", 1)[0].decode("utf-8", "replace").replace("\n", "\r\n") + "\r\n\r\n"


def write_pst(path, owner, folders):
    """folders: [(name, [Entry])]."""
    store = PstStore(path, owner.address)
    for name, entries in folders:
        nid = store.folder(NAMES.get(name, name), ROLES.get(name))
        for entry in entries:
            flags = READ | (UNSENT | FROM_ME if name == "Drafts" else FROM_ME if name == "Sent" else 0)
            headers = None if entry.sent else transport_headers(entry.raw)
            store.message(nid, *as_properties(entry.message, headers, owner.org.domain, flags))
    store.close()
