"""A year of honest threads among our people and the partners."""
from . import quoting
from .message import Message
from .transport import message_id, route_of
from .words import Topic

DAY = 86400
DISCLAIMER_JA = ("-" * 60 + "\nこのメールは宛先として意図された方のみにお送りするものです。誤って受信された場合は、\n"
                 "お手数ですが送信者までご連絡のうえ、本メールを破棄してくださいますようお願いいたします。\n" + "-" * 60)
DISCLAIMER_EN = ("This message and any attachment are confidential and intended only for the addressee.\n"
                 "If you have received it in error, please notify the sender and delete it from your system.")


def letter(draw, writer, reader, sentences, language):
    """The writer's own words in a mail: greeting, sentences, farewell, signature."""
    if language == "ja":
        known = draw.chance(0.5)
        greeting = "" if draw.chance(0.15) else f"{reader.org.full_name if not known else reader.org.name}\n{reader.family}様\n\n" if reader.org is not writer.org else f"{reader.family}さん\n\n"
        hello = draw.pick(["いつもお世話になっております。", "お世話になっております。", "平素より大変お世話になっております。"]) if reader.org is not writer.org else "お疲れ様です。"
        greeting += hello + (f"\n{writer.org.name}の{writer.family}です。\n\n" if draw.chance(0.8) else "\n\n")
        body = "\n".join(sentences) if draw.chance(0.6) else "".join(sentences)
        farewell = draw.pick(["\n\nよろしくお願いいたします。", "\n\n以上、ご確認のほどよろしくお願い申し上げます。", "\n\nお手数をおかけしますが、よろしくお願いします。", ""])
    else:
        name = reader.given_romaji if draw.chance(0.7) else (reader.family_romaji + "-san" if reader.language == "ja" else "Mr/Ms " + reader.family)
        greeting = draw.pick([f"Dear {name},\n\n", f"Hi {name},\n\n", f"Hello {name},\n\n", ""])
        body = draw.pick([" ", "\n", "\n\n"]).join(sentences)
        farewell = draw.pick(["\n\nBest regards,", "\n\nKind regards,", "\n\nThanks,", "\n\nWith best wishes,"]) + "\n" + writer.given_romaji
    text = greeting + body + farewell
    if draw.chance(0.85):
        text += "\n\n" + writer.signature()
    if writer.org.transport == "exchange":
        text += "\n\n" + (DISCLAIMER_JA if language == "ja" else DISCLAIMER_EN)
    return text


def office_time(draw, seconds, zone):
    """The same day or the next working day, in office hours of the zone."""
    day = (seconds + zone * 60) // DAY
    while (day + 3) % 7 >= 5:
        day += 1
    return day * DAY + draw.between(8 * 3600, 19 * 3600) - zone * 60


def compose(draw, writer, to, cc, subject, own, core, date, parent=None, quote=True, language=None):
    """A mail by `writer` (a Person) as his mail program makes it. to, cc: Persons or (name, address) pairs."""
    language = language or writer.language
    message = Message(from_=(writer.display_at(date), writer.address_at(date)), sender=writer, subject=subject, own=own, core=core, date=date, zone=writer.org.zone, html=writer.html,
                      charset=writer.charset, transfer=writer.transfer, route=route_of(writer, date))
    message.to = [p if isinstance(p, tuple) else (p.as_others_write(draw), p.address_at(date)) for p in to]
    message.cc = [p if isinstance(p, tuple) else (p.as_others_write(draw), p.address_at(date)) for p in cc]
    message.reader = to[0]
    message.message_id = message_id(draw, writer.id_form, date, writer.address_at(date).split("@")[1], writer.local)
    if writer.org.moved and 0 <= date - writer.org.moved[0] < 60 * DAY:
        message.family = "domain-change"
    elif writer.renamed and 0 <= date - writer.renamed[0] < 60 * DAY:
        message.family = "name-change"
    if writer.mailer:
        message.headers.append(("User-Agent" if writer.program == "thunderbird" else "X-Mailer", writer.mailer))
    if writer.program in ("outlook", "exchange"):
        message.headers.append(("Thread-Index", "Ad" + draw.token(22 if parent is None else 29) + "=="))
        message.headers.append(("Content-Language", writer.language))
    if parent is not None:
        message.parent = parent
        if quote:
            message.quote_style = writer.quote_style
            message.quoted = quoting.quote(writer.quote_style, parent, writer.org.zone, language)
            message.chain = [parent] + parent.chain
        if parent.message_id:
            message.in_reply_to = parent.message_id
            message.references = (parent.references + [parent.message_id])[-12:]
    finish_html(message, language)
    return message


def finish_html(message, language):
    if message.html:
        quoted = message.parent if message.quoted else None
        message.html_body = quoting.html_page(message.quote_style or "", message.own, quoted, message.zone, language, charset=message.charset)


def reply_subject(draw, writer, subject):
    prefix = "Re: " if writer.program != "outlook" and writer.program != "exchange" else "RE: "
    bare = subject
    while bare[:3].lower() in ("re:", "fw:"):
        bare = bare[3:].lstrip()
    return prefix + (bare if draw.chance(0.95) else subject)


def document(draw, topic):
    """A harmless attachment: (file name, content type, bytes)."""
    stem = topic.kept["doc"][0] + "_" + topic.code.replace(".", "")
    if draw.chance(0.7):
        return (stem + ".pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% "
                + draw.hex(40).encode() + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    return stem + ".csv", "text/csv", ("item,quantity\r\n" + "".join(f"{draw.token(6)},{draw.between(1, 900)}\r\n" for _ in range(8))).encode()


class Thread:
    """participants: Persons, the first writes first. messages grow with each answer."""

    def __init__(self, draw, participants, start):
        self.draw, self.participants, self.messages = draw, list(participants), []
        self.language = "ja" if all(p.language == "ja" for p in participants) else "en"
        self.topic = Topic(draw, self.language)
        self._first(start)

    @property
    def last(self):
        return self.messages[-1]

    def _first(self, start):
        draw, writer, others = self.draw, self.participants[0], self.participants[1:]
        sentences = self.topic.opening()
        date = office_time(draw, start, writer.org.zone)
        message = compose(draw, writer, others[:1], others[1:], self.topic.subject(), letter(draw, writer, others[0], sentences, self.language), "".join(sentences), date,
                          language=self.language)
        if draw.chance(0.15):
            message.attachments.append(document(draw, self.topic))
        self.messages.append(message)

    def reply(self, writer=None, parent=None):
        """Somebody answers the last mail (or `parent`)."""
        draw, parent = self.draw, parent or self.last
        if writer is None:
            writer = self._replier(parent)
        asker = parent.sender
        others = [p for p in self.participants if p not in (writer, asker)]
        if asker is writer:
            asker, others = others[0], others[1:]
        if not draw.chance(0.85):
            others = []
        sentences = self.topic.reply()
        wait = draw.weighted([draw.between(300, 7200), draw.between(7200, DAY), draw.between(DAY, 4 * DAY)], [4, 4, 2])
        date = parent.date + wait
        if wait > 7200:
            date = max(office_time(draw, date, writer.org.zone), parent.date + 900)
        message = compose(draw, writer, [asker], others, reply_subject(draw, writer, parent.subject), letter(draw, writer, asker, sentences, self.language), "".join(sentences),
                          date, parent, quote=draw.chance(0.93), language=self.language)
        if draw.chance(0.12):
            message.in_reply_to, message.references = None, []
            message.family = "no-references"
        if draw.chance(0.08):
            message.attachments.append(document(draw, self.topic))
        self.messages.append(message)
        return message

    def _replier(self, parent):
        addressed = [p for p in self.participants[:] if p is not parent.sender]
        if parent.reader in addressed and self.draw.chance(0.75):
            return parent.reader
        return self.draw.pick(addressed)


def _invite(draw, world):
    """Who takes part in a new thread; the first one writes it."""
    ours = draw.weighted(world.ours.people, [3 if p in world.handed_over else 1 for p in world.ours.people])
    kind = draw.weighted(["partner", "internal", "several", "outside"], [62, 16, 12, 10])
    people = world.partner_people()
    contact = draw.weighted(people, [p.weight for p in people])
    colleagues = [p for p in world.ours.people if p is not ours]
    fellows = [p for p in contact.org.people if p is not contact]
    if kind == "internal":
        return [ours] + draw.some(colleagues, draw.between(1, 3))
    if kind == "outside":
        others = [p for p in people if p.org is not contact.org]
        return [contact] + draw.some(fellows, draw.below(2)) + draw.some(others, draw.between(1, 2))
    party = [ours, contact] if draw.chance(0.5) else [contact, ours]
    party += draw.some(colleagues, draw.weighted([0, 1, 2], [5, 4, 2])) + draw.some(fellows, draw.weighted([0, 1, 2], [6, 3, 1]))
    if kind == "several":
        party += draw.some([p for p in people if p.org is not contact.org], draw.between(1, 2))
    return party


def threads(draw, world, start, days, mails):
    """Threads with about this many mails together."""
    result, count = [], 0
    while count < mails:
        thread = Thread(draw, _invite(draw, world), start + draw.below(days) * DAY)
        for _ in range(draw.weighted([0, 1, 2, 3, 4, 6], [3, 5, 5, 4, 2, 1])):
            thread.reply()
        count += len(thread.messages)
        result.append(thread)
    return result
