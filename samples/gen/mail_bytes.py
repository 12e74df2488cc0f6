"""RFC 5322 bytes of a Message: headers in the sender's charset (RFC 2047), MIME parts, transfer encodings. LF line ends."""
import base64
import binascii
import functools

from .message import rfc5322_date

CODECS = {"shift_jis": "cp932", "windows-1252": "cp1252", "us-ascii": "ascii", "utf-8": "utf-8"}


@functools.lru_cache(maxsize=None)
def _jis_bytes(char):
    """(escape sequence, bytes) of one character in ISO-2022-JP as Japanese mail programs write it, NEC row 13 and half-width kana included."""
    if char < "\x80":
        return b"\x1b(B", char.encode()
    sjis = char.encode("cp932")
    if len(sjis) == 1:
        return b"\x1b(I", bytes([sjis[0] - 0x80])
    lead, trail = sjis
    row = (lead - (0xC1 if lead >= 0xE0 else 0x81)) * 2 + 0x21 + (trail >= 0x9F)
    if row > 0x7E:
        raise UnicodeEncodeError("iso-2022-jp", char, 0, 1, "not in the 94 rows")
    return b"\x1b$B", bytes([row, trail - 0x7E if trail >= 0x9F else trail - 0x1F - (trail > 0x7F)])


def encode(text, charset):
    """The bytes of the text. Python's own ISO-2022-JP is quick, but knows neither NEC row 13 nor half-width kana."""
    if charset != "iso-2022-jp":
        return text.encode(CODECS[charset])
    try:
        return text.encode("iso2022_jp")
    except UnicodeEncodeError:
        pass
    out, state = bytearray(), b"\x1b(B"
    for char in text:
        escape, data = _jis_bytes(char)
        if escape != state:
            out += escape
            state = escape
        out += data
    return bytes(out) + (b"" if state == b"\x1b(B" else b"\x1b(B")


def encodable(text, charset):
    try:
        encode(text, charset)
        return True
    except UnicodeEncodeError:
        return False


def encoded_words(text, charset, form="B"):
    """RFC 2047, each word at most 75 characters long and complete in itself."""
    if not encodable(text, charset):
        charset = "utf-8"
    words, rest = [], text
    while rest:
        size = min(len(rest), 30)
        while len(_word(rest[:size], charset, form)) > 75:
            size -= 1
        words.append(_word(rest[:size], charset, form))
        rest = rest[size:]
    return "\n ".join(words)


def _word(text, charset, form):
    data = encode(text, charset)
    if form == "B":
        return f"=?{charset}?B?{base64.b64encode(data).decode()}?="
    body = "".join(chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}" for b in data)
    return f"=?{charset}?Q?{body}?="


def header_text(text, charset):
    return text if text.isascii() else encoded_words(text, charset if charset != "us-ascii" else "utf-8")


def phrase(name, charset):
    if not name.isascii():
        return header_text(name, charset)
    if all(c.isalnum() or c in " -'" for c in name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mailbox(pair, charset):
    name, address = pair
    return f"{phrase(name, charset)} <{address}>" if name else address


def mailboxes(pairs, charset):
    return ",\n\t".join(mailbox(p, charset) for p in pairs)


def _transfer(data, encoding):
    if encoding == "base64":
        return base64.encodebytes(data).decode("ascii").encode()
    if encoding == "quoted-printable":
        return binascii.b2a_qp(data, istext=True)
    return data


def _choose(message, text):
    """Charset and transfer encoding that can carry the text."""
    charset, transfer = message.charset, message.transfer
    if not encodable(text, charset):
        charset, transfer = "utf-8", "base64"
    if transfer in ("7bit", "8bit") and any(len(line) > 300 for line in text.split("\n")):
        transfer = "base64"
    if transfer == "7bit" and charset != "iso-2022-jp" and not text.isascii():
        transfer = "quoted-printable"
    return charset, transfer


def _text_part(message, text, kind):
    charset, transfer = _choose(message, text)
    if not text.endswith("\n"):
        text += "\n"
    head = f"Content-Type: text/{kind}; charset=\"{charset}\"\nContent-Transfer-Encoding: {transfer}\n"
    return head.encode(), _transfer(encode(text, charset), transfer)


def _file_part(message, name, content_type, data):
    if content_type == "message/rfc822":
        return b"Content-Type: message/rfc822\nContent-Disposition: attachment\n", data
    shown = name if name.isascii() else encoded_words(name, "utf-8").replace("\n ", " ")
    head = f"Content-Type: {content_type};\n name=\"{shown}\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment;\n"
    if name.isascii():
        head += f" filename=\"{name}\"\n"
    else:
        head += " filename*=utf-8''" + "".join(chr(b) if chr(b).isalnum() and b < 128 or b in b".-_" else f"%{b:02X}" for b in name.encode()) + "\n"
    return head.encode(), _transfer(data, "base64")


def _multipart(kind, parts, boundary):
    body = b"".join(b"--" + boundary + b"\n" + head + b"\n" + data + (b"" if data.endswith(b"\n") else b"\n") for head, data in parts)
    return f"Content-Type: multipart/{kind};\n boundary=\"{boundary.decode()}\"\n".encode(), body + b"--" + boundary + b"--\n"


def body_parts(message):
    """(Content headers, body) of the whole mail."""
    boundary = f"----=_Part_{binascii.crc32((message.message_id or message.subject).encode()):08x}_{message.date}".encode()
    part = _text_part(message, message.text, "plain")
    if message.html_body is not None:
        part = _multipart("alternative", [part, _text_part(message, message.html_body, "html")], boundary + b"a")
    if message.attachments:
        files = [_file_part(message, *attachment) for attachment in message.attachments]
        part = _multipart("mixed", [part] + files, boundary)
    return part


def rfc5322(message, trace=()):
    """`trace`: (name, text) of the headers above the sender's own: Return-Path, Received."""
    lines = [f"{name}: {text}" for name, text in trace]
    if message.raw is not None:
        return "".join(line + "\n" for line in lines).encode() + message.raw
    charset = message.charset
    lines.append("From: " + (message.from_raw or mailbox(message.from_, charset)))
    for label, people in (("To", message.to), ("Cc", message.cc)):
        if people:
            lines.append(f"{label}: {mailboxes(people, charset)}")
    lines += [f"{name}: {text}" for name, text in (("In-Reply-To", message.in_reply_to), ("References", "\n\t".join(message.references))) if text]
    lines.append("Subject: " + (message.truth.get("subject_raw") or header_text(message.subject, charset)))
    lines.append("Date: " + rfc5322_date(message.date, message.zone))
    if message.message_id:
        lines.append("Message-ID: " + message.message_id)
    lines.append("MIME-Version: 1.0")
    lines += [f"{name}: {text}" for name, text in message.headers]
    head, body = body_parts(message)
    return "".join(line + "\n" for line in lines).encode() + head + b"\n" + body
