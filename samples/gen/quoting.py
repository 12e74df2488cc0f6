"""How mail programs quote: each style gives the plain text below the answer, and the HTML where the style has one."""
import html as html_module

from .message import MONTHS, MONTHS_LONG, WEEKDAYS, WEEKDAYS_JA, WEEKDAYS_LONG, moment, rfc5322_date

STYLES = ["original-en", "block-en", "block-ja", "sent-first", "border-html", "prefix-on", "prefix-ja", "prefix-said", "prefix-apple", "gmail-html", "apple-html",
          "cite-html"]


def _named(mailbox):
    name, address = mailbox
    return f"{name} <{address}>" if name else address


def _bracketed(mailbox):
    name, address = mailbox
    return f"{name} [mailto:{address}]" if name else address


def _listed(mailboxes):
    return "; ".join(_named(m) for m in mailboxes)


def _long_date(message, zone, language):
    t = moment(message.date, zone)
    if language == "ja":
        return f"{t.year}年{t.month}月{t.day}日{WEEKDAYS_JA[t.weekday()]}曜日 {t.hour}:{t.minute:02d}"
    return f"{WEEKDAYS_LONG[t.weekday()]}, {MONTHS_LONG[t.month - 1]} {t.day}, {t.year} {t.hour % 12 or 12}:{t.minute:02d} {'AM' if t.hour < 12 else 'PM'}"


def _block(message, zone, language, sent_first=False):
    labels = ("差出人", "送信日時", "宛先", "CC", "件名") if language == "ja" else ("From", "Sent", "To", "Cc", "Subject")
    values = [_named(message.from_), _long_date(message, zone, language), _listed(message.to), _listed(message.cc), message.subject]
    rows = [f"{label}: {value}" for label, value in zip(labels, values) if value]
    if sent_first:
        rows[0], rows[1] = rows[1], rows[0]
    return rows


def _prefixed(text):
    return "\n".join(">" + line if line.startswith(">") else ("> " + line).rstrip() for line in text.split("\n"))


def attribution(style, message, zone, language):
    """The one line over the quote of the `>` styles and their HTML kin."""
    t = moment(message.date, zone)
    name, address = message.from_
    if style == "prefix-said":
        return f"{rfc5322_date(message.date, zone)}\n{name or address} さんは書きました:"
    if style == "prefix-ja":
        return f"{t.year}/{t.month:02d}/{t.day:02d} {t.hour}:{t.minute:02d}, {name or address} wrote:"
    if style in ("prefix-apple", "apple-html"):
        if language == "ja":
            return f"{t.year}/{t.month:02d}/{t.day:02d} {t.hour}:{t.minute:02d}、{_named(message.from_)}のメール:"
        return f"On {t.day} {MONTHS[t.month - 1]} {t.year}, at {t.hour:02d}:{t.minute:02d}, {_named(message.from_)} wrote:"
    if style == "gmail-html" and language == "ja":
        return f"{t.year}年{t.month}月{t.day}日({WEEKDAYS_JA[t.weekday()]}) {t.hour}:{t.minute:02d} {_named(message.from_)}:"
    if style == "gmail-html":
        return f"On {WEEKDAYS[t.weekday()]}, {MONTHS[t.month - 1]} {t.day}, {t.year} at {t.hour % 12 or 12}:{t.minute:02d} {'AM' if t.hour < 12 else 'PM'} {_named(message.from_)} wrote:"
    return f"On {rfc5322_date(message.date, zone)}, {_named(message.from_)} wrote:"


def quote(style, message, zone, language, text=None):
    """`message` as quoted by somebody of this zone and language; `text` replaces its text (forgers cut it)."""
    text = message.text if text is None else text
    if style == "original-en":
        rows = _block(message, zone, "en")
        rows[0] = "From: " + _bracketed(message.from_)
        return "\n".join(["-----Original Message-----"] + rows + ["", text])
    if style in ("block-ja", "block-en", "border-html", "sent-first"):
        chosen = "ja" if style == "block-ja" or (style != "block-en" and language == "ja") else "en"
        return "\n".join((["_" * 32] if style.startswith("block") else []) + _block(message, zone, chosen, style == "sent-first") + ["", text])
    return attribution(style, message, zone, language) + "\n\n" + _prefixed(text)


def _lines(text):
    return "".join(f"<div>{html_module.escape(line, quote=False) or '<br>'}</div>\n" for line in text.split("\n"))


def html_page(style, own, message, zone, language, text=None, charset="utf-8"):
    """The whole HTML body: own words, and below them the mail quoted in this style (message None: no quote)."""
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>\n'
    if message is None:
        return head + _lines(own) + "</body></html>\n"
    text = message.text if text is None else text
    if style == "gmail-html":
        line = html_module.escape(attribution(style, message, zone, language), quote=False)
        quoted = (f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{line}<br></div>'
                  f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">\n{_lines(text)}</blockquote></div>\n')
        return head.replace("<body>", '<body><div dir="ltr">') + _lines(own) + "</div>" + quoted + "</body></html>\n"
    if style in ("apple-html", "cite-html"):
        line = html_module.escape(attribution(style, message, zone, language), quote=False)
        return head + _lines(own) + f'<div><br><blockquote type="cite"><div>{line}</div><br>\n{_lines(text)}</blockquote></div></body></html>\n'
    rows = "<br>\n".join("<b>" + html_module.escape(row, quote=False).replace(":", ":</b>", 1) for row in _block(message, zone, language))
    return (head + _lines(own).replace("<div>", '<p class="MsoNormal">').replace("</div>", "</p>")
            + f'<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0mm 0mm 0mm"><p class="MsoNormal">{rows}</p></div></div>\n'
            + _lines(text).replace("<div>", '<p class="MsoNormal">').replace("</div>", "</p>") + "</body></html>\n")
