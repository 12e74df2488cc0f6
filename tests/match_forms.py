"""The ways in which a stolen text comes back: re-wrapped, prefixed, as HTML, in other charsets, cut, with noise. Each gives a MIME body."""
import base64
import html
import quopri
import textwrap
import unicodedata

STOLEN_BYTES = 16 * 1024   # thieves cut bodies about here

LABELS = {"en": ("From: ", "Sent: ", "To: ", "Subject: "), "ja": ("差出人: ", "送信日時: ", "宛先: ", "件名: "), "de": ("Von: ", "Gesendet: ", "An: ", "Betreff: "),
          "fr": ("De : ", "Envoyé : ", "À : ", "Objet : "), "es": ("De: ", "Enviado el: ", "Para: ", "Asunto: "), "it": ("Da: ", "Inviato: ", "A: ", "Oggetto: "),
          "zh": ("发件人: ", "发送时间: ", "收件人: ", "主题: "), "ko": ("보낸 사람: ", "보낸 날짜: ", "받는 사람: ", "제목: ")}
BANNER = "[EXTERNAL] This message was sent from outside of the organisation. Do not open links or attachments unless you know the sender."
FOOTER = "--\nVirus-free. This message was scanned for viruses and other dangerous content by the gateway and is believed to be clean."
SMART = str.maketrans({"'": "’", '"': "”", "-": "–"})


class Stolen:
    """A stored mail as the thief sees it."""

    def __init__(self, message_id, name, address, to, date, subject, text):
        self.message_id, self.name, self.address, self.to, self.date, self.subject, self.text = message_id, name, address, to, date, subject, text


def _columns(char):
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text, columns):
    """Lines broken anew at so many columns; paragraphs stay apart. Scripts without spaces break anywhere."""
    lines = []
    for line in text.split("\n"):
        wide = sum(_columns(c) for c in line)
        if wide <= columns:
            lines.append(line)
        elif wide < 1.2 * len(line):
            lines += textwrap.wrap(line, columns) or [""]
        else:
            room, start = 0, 0
            for at, char in enumerate(line):
                room += _columns(char)
                if room > columns:
                    lines.append(line[start:at])
                    start, room = at, _columns(char)
            lines.append(line[start:])
    return "\n".join(lines)


def rewrap(text, columns):
    """As wrap, and lines of one paragraph are run together first."""
    gap = "" if sum(_columns(c) for c in text) > 1.3 * len(text) else " "
    return "\n\n".join(wrap(gap.join(p.split("\n")), columns) for p in text.split("\n\n"))


def first_lines(text, count):
    lines = [line for line in wrap(text, 76).split("\n") if line.strip()]
    return "\n".join(lines[:count])


def prefixed(text, mark):
    return "\n".join(f"{mark}{line}" for line in text.split("\n"))


def block(stolen, language):
    name = f"{stolen.name} <{stolen.address}>" if stolen.name else stolen.address
    rows = zip(LABELS[language], (name, stolen.date, stolen.to, stolen.subject))
    return "\n".join(label + value for label, value in rows)


def attribution(stolen):
    return f"On {stolen.date}, {stolen.name or stolen.address} <{stolen.address}> wrote:"


def doubled(text, share, draw):
    return "".join(c + c if c.isalpha() and draw.random() < share else c for c in text)


def text_part(text, charset="utf-8", encoding="8bit", kind="plain", more="", errors="strict"):
    """(headers, body) of one text."""
    data = text if isinstance(text, bytes) else text.encode(charset, errors)
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    return f"Content-Type: text/{kind}; charset={charset}{more}\nContent-Transfer-Encoding: {encoding}\n", data


def _plain(stolen, lure, quoted):
    return text_part(f"{lure}\n\n{attribution(stolen)}\n\n{quoted}\n")


def _outlook(language):
    return lambda stolen, lure, draw: text_part(f"{lure}\n\n{block(stolen, language)}\n\n{stolen.text}\n", encoding="base64")


def _charset(charset, encoding):
    def make(stolen, lure, draw):
        text = f"{lure}\n\n{block(stolen, 'en')}\n\n{stolen.text}\n"
        return text_part(text, charset, encoding)
    return make


def _html(lure, stolen, inner, open_tag, close_tag, break_tag="<br>"):
    line = html.escape(attribution(stolen))
    return text_part(f"<html><body><div>{html.escape(lure)}</div><br>{open_tag}{line}<br><br>\n{inner}{close_tag}</body></html>", "utf-8", "quoted-printable", "html")


def _noisy_html(text, draw):
    """Letters as entities, blanks as nbsp, tags within words."""
    out = []
    for char in text:
        chance = draw.random()
        if char == "\n":
            out.append("<br/>\r\n")
        elif char == " " and chance < 0.5:
            out.append("&nbsp;")
        elif char.isalnum() and chance < 0.2:
            out.append(f"&#{ord(char)};" if chance < 0.1 else f"&#x{ord(char):X};")
        elif char.isalnum() and chance < 0.25:
            out.append(f"<span style='color:#1F497D'>{char}</span>")
        else:
            out.append(html.escape(char))
    return "".join(out)


def _blockquote(stolen, lure, draw):
    inner = html.escape(stolen.text).replace("\n", "<br>\n")
    return _html(lure, stolen, inner, '<blockquote type="cite">', "</blockquote>")


def _divs(stolen, lure, draw):
    rows = "<br>".join(html.escape(row) for row in block(stolen, "en").split("\n"))
    inner = "".join(f'<p class="MsoNormal">{html.escape(line) or "<o:p>&nbsp;</o:p>"}</p>\n' for line in stolen.text.split("\n"))
    page = (f'<html><body><p class="MsoNormal">{html.escape(lure)}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">{rows}</p></div>\n'
            f"{inner}</body></html>")
    return text_part(page, "utf-8", "base64", "html")


def _entities(stolen, lure, draw):
    return _html(lure, stolen, _noisy_html(stolen.text, draw), '<div class="gmail_quote"><blockquote>', "</blockquote></div>")


def _flowed(stolen, lure, draw):
    lines = []
    for line in stolen.text.split("\n"):
        broken = wrap(line.rstrip(), 66).split("\n")
        lines += [f"> {part} " for part in broken[:-1]] + [f"> {broken[-1]}"]
    if not stolen.text.isascii():   # without DelSp a space stands where a line was broken
        return text_part(f"{lure}\n\n{attribution(stolen)}\n" + "\n".join(lines) + "\n", encoding="base64", more="; format=flowed; delsp=yes")
    return text_part(f"{lure}\n\n{attribution(stolen)}\n" + "\n".join(lines) + "\n", more="; format=flowed")


def _cut(stolen, lure, draw):
    """At 16 KB, and of shorter texts at three quarters; where there is a long character near, in its middle."""
    data = stolen.text.encode()
    end = STOLEN_BYTES if len(data) > STOLEN_BYTES else len(data) * 3 // 4
    while end < len(data) and end < STOLEN_BYTES + 200 and data[end] & 0xc0 != 0x80:
        end += 1
    return text_part(f"{lure}\n\n{block(stolen, 'en')}\n\n".encode() + data[:end] + b"\n", encoding="base64")


def _banner(stolen, lure, draw):
    text = prefixed(f"{BANNER}\n\n{stolen.text}\n{FOOTER}", "> ")
    return text_part(f"{BANNER}\n\n{lure}\n\n{attribution(stolen)}\n{text}\n\n{FOOTER}\n")


def _smart(stolen, lure, draw):
    return _plain(stolen, lure, prefixed(stolen.text.translate(SMART).replace("...", "…").replace("fi", "ﬁ"), "> "))


def _bottom(stolen, lure, draw):
    return text_part(f"{attribution(stolen)}\n{prefixed(stolen.text, '> ')}\n\n{lure}\n")


def _unmarked(stolen, lure, draw):
    return text_part(f"{lure}\n\n{stolen.text}\n")


def _lines(count):
    return lambda stolen, lure, draw: _plain(stolen, lure, prefixed(first_lines(stolen.text, count), "> "))


def _bare_lines(count):
    """Under a rule instead of a line that says whose they are."""
    return lambda stolen, lure, draw: text_part(f"{lure}\n\n" + prefixed(first_lines(stolen.text, count), "> ") + "\n")


def _marked(mark, columns=76):
    return lambda stolen, lure, draw: _plain(stolen, lure, prefixed(rewrap(stolen.text, columns), mark))


def _doubled(share):
    return lambda stolen, lure, draw: _plain(stolen, lure, prefixed(doubled(stolen.text, share, draw), "> "))


# name: (class, function). The class says which bar holds.
FORMS = {
    "as it is": ("whole", lambda stolen, lure, draw: _plain(stolen, lure, prefixed(stolen.text, "> "))),
    "wrapped at 60": ("whole", _marked("> ", 60)), "wrapped at 68": ("whole", _marked("> ", 68)), "wrapped at 76": ("whole", _marked("> ", 76)),
    "nested >>": ("whole", _marked(">>> ")), "prefix |": ("whole", _marked("| ")), "prefix ＞": ("whole", _marked("＞")), "nested > ＞ |": ("whole", _marked("> ＞ | ")),
    **{f"Outlook {language}": ("whole", _outlook(language)) for language in LABELS},
    "HTML blockquote": ("whole", _blockquote), "HTML divs": ("whole", _divs), "HTML entities": ("whole", _entities),
    "ISO-2022-JP": ("whole", _charset("iso-2022-jp", "7bit")), "Shift_JIS": ("whole", _charset("shift_jis", "base64")), "EUC-JP": ("whole", _charset("euc-jp", "quoted-printable")),
    "GB18030": ("whole", _charset("gb18030", "base64")), "EUC-KR": ("whole", _charset("euc-kr", "quoted-printable")), "UTF-8 qp": ("whole", _charset("utf-8", "quoted-printable")),
    "format=flowed": ("whole", _flowed), "cut": ("whole", _cut), "doubled 3 %": ("whole", _doubled(0.03)), "doubled 5 %": ("whole", _doubled(0.05)),
    "bottom posted": ("whole", _bottom), "no marker": ("whole", _unmarked), "banner, footer": ("whole", _banner), "smart quotes": ("whole", _smart),
    "nobody named": ("whole", lambda stolen, lure, draw: text_part(f"{lure}\n\n{prefixed(stolen.text, '> ')}\n")),
    "first 5 lines": ("5 lines", _lines(5)), "first 3 lines": ("3 lines", _lines(3)), "first 2 lines": ("2 lines", _lines(2)),
    "first 5, nobody named": ("5 bare", _bare_lines(5)), "first 3, nobody named": ("3 bare", _bare_lines(3)), "first 2, nobody named": ("2 bare", _bare_lines(2)),
}
