"""Honest mail that resembles a stolen reply, of the rarer kinds: strangers who answer a thread for a good reason, services that write in people's names."""
from .honest import DAY, compose, finish_html, letter, office_time, reply_subject
from .lookalikes import _partner_thread, _readdress
from .people import Organisation, Person, half_width
from .transport import message_id, service_route
from .words import Topic

LAW_FIRMS = [("あけぼの法律事務所", "Akebono Law", "akebono-law.example"), ("銀杏会計事務所", "Icho Audit", "icho-audit.example"), ("みなと特許事務所", "Minato Patent", "minato-patent.example")]


def _stranger(draw, language="ja"):
    """Somebody of a firm that we never heard of."""
    name, romaji, domain = draw.pick(LAW_FIRMS)
    return Person(Organisation(name, romaji, f"{draw.token(3, 'aeiknost')}-{domain}", language, 540, draw, draw.between(10, 240)), draw)


def _answer(draw, thread, writer, family, to=None, cc=None, parent=None):
    """`writer`, who was not in the thread, answers its last mail and quotes it."""
    parent = parent or thread.last
    reader = to or thread.participants[1]
    others = [p for p in thread.participants if p not in (writer, reader)] if cc is None else cc
    own = letter(draw, writer, reader, thread.topic.reply(), thread.language)
    message = compose(draw, writer, [reader], others, reply_subject(draw, writer, parent.subject), own, "", parent.date + draw.between(3600, 3 * DAY), parent, language=thread.language)
    message.family = family
    return message


def namesake_sales(draw, world, start):
    """A salesman who happens to bear the name of a contact, writing for the first time."""
    contact, ours = draw.pick(world.partner_people()), draw.pick(world.handed_over)
    twin = _stranger(draw)
    topic = Topic(draw, contact.language)
    message = compose(draw, twin, [ours], [], draw.pick(["ご提案の件", "Re: ", "新サービスのご案内", "お見積りのご提案"]) + topic.subject(), letter(draw, twin, ours, topic.opening(), topic.language), "",
                      office_time(draw, start, 540))
    message.from_ = (contact.full_name, message.from_[1])
    message.family = "namesake-sales"
    return [message]


def assistant(draw, world, start):
    """The boss's assistant, never seen before, answers for him from her own address at his company and quotes the thread."""
    thread, contact, ours = _partner_thread(draw, world, start, 1)
    helper = Person(contact.org, draw)
    message = _answer(draw, thread, helper, "assistant", ours, [p for p in thread.participants if p is not ours])
    message.from_ = (draw.pick([f"{contact.display}(代理 {helper.family})", f"{helper.full_name} on behalf of {contact.full_name}", helper.display]), message.from_[1])
    finish_html(message, thread.language)
    return thread.messages + [message]


def crm(draw, world, start):
    """Mail that ours blind-copied to a customer database comes back as its notice, quoting the thread."""
    thread, contact, ours = _partner_thread(draw, world, start, 1, 0)
    sent = thread.reply(ours)
    sent.bcc = [("", f"dropbox.{draw.hex(6)}@in.kokyaku-note.example")]
    message = _answer(draw, thread, contact, "crm", ours, [], sent)
    _readdress(message, draw, draw.pick([f"{contact.full_name} via KokyakuNote", contact.full_name]), "notify@kokyaku-note.example",
               service_route("kokyaku-note.example", 6, "bounce@kokyaku-note.example"))
    finish_html(message, thread.language)
    return thread.messages + [message]


def law_firm(draw, world, start):
    """The partner forwards a thread to his lawyers out of our sight; they answer all."""
    thread, _, ours = _partner_thread(draw, world, start, draw.between(1, 2))
    message = _answer(draw, thread, _stranger(draw), "law-firm", ours)
    if draw.chance(0.4):
        thread.reply(ours, message)
    return thread.messages + [message]


def successor(draw, world, start):
    """A new employee of the partner takes the threads of his predecessor over."""
    thread, contact, ours = _partner_thread(draw, world, start, 1)
    message = _answer(draw, thread, Person(contact.org, draw), "successor", ours, [p for p in thread.participants if p not in (ours, contact)])
    message.own = message.own.replace("\n\n", f"\n\n{contact.family}の後任として担当いたします。\n", 1) if thread.language == "ja" else f"I have taken over from {contact.full_name}.\n\n" + message.own
    finish_html(message, thread.language)
    return thread.messages + [message]


def conference(draw, world, start):
    """All participants of a meeting stand in To; strangers among them answer all and quote."""
    thread, _, ours = _partner_thread(draw, world, start, 0)
    guests = [_stranger(draw) for _ in range(draw.between(6, 14))]
    first = thread.messages[0]
    first.to += [(g.display, g.address) for g in guests[:-1]]
    messages = []
    for guest in draw.some(guests, 3):
        messages.append(_answer(draw, thread, guest, "conference", thread.participants[0], thread.participants[1:] + [g for g in guests if g is not guest], first))
    return thread.messages + messages


def phone(draw, world, start):
    """A contact answers on the road, from the phone's own address."""
    thread, contact, ours = _partner_thread(draw, world, start, 1)
    message = _answer(draw, thread, contact, "phone", ours, [])
    address = f"{contact.family_romaji.lower()}{draw.between(1, 99)}@{draw.pick(['keitai-mail.example', 'cloud-phone.example'])}"
    _readdress(message, draw, draw.pick([contact.display, contact.romaji, contact.family, ""]), address, service_route(address.split("@")[1], 8, address), "apple")
    message.own = draw.pick(["承知しました。\n\niPhoneから送信", "出先なので手短に。問題ありません。\n\nスマートフォンから送信", "OK, thanks.\n\nSent from my phone"])
    finish_html(message, thread.language)
    return thread.messages + [message]


def ppap_service(draw, world, start):
    """A gateway sends the password of an encrypted ZIP in the sender's name from its own address, and quotes the mail."""
    thread, contact, ours = _partner_thread(draw, world, start, 1, 0)
    sent = thread.reply(contact, thread.messages[0])
    message = _answer(draw, thread, contact, "ppap-service", ours, [], sent)
    message.own = f"{contact.full_name} 様が送信したメールの添付ファイルのパスワードをお知らせします。\nパスワード: {draw.token(12)}\n\n本メールは自動送信です。"
    message.subject = "【パスワード通知】" + sent.subject
    _readdress(message, draw, draw.pick([contact.full_name, f"{contact.display}(自動送信)"]), "password@mail-anzen.example", service_route("mail-anzen.example", 2, "password@mail-anzen.example"))
    message.headers.append(("Auto-Submitted", "auto-generated"))
    finish_html(message, thread.language)
    return thread.messages + [message]


def file_transfer(draw, world, start):
    """A file service tells in a contact's name that he left a file."""
    contact, ours = draw.pick(world.partner_people()), draw.pick(world.handed_over)
    topic = Topic(draw, contact.language)
    text = f"{contact.full_name} <{contact.address}> からファイルが届いています。\nhttps://dl.okuru-bin.example/{draw.token(16)}\nパスワード: {draw.token(8)}\n" if contact.language == "ja" else (
        f"{contact.full_name} <{contact.address}> sent you {topic.kept['doc'][0]}.pdf\nhttps://dl.okuru-bin.example/{draw.token(16)}\n")
    message = compose(draw, contact, [ours], [], topic.subject(), text, "", office_time(draw, start, 540))
    _readdress(message, draw, draw.pick([contact.full_name, contact.display, contact.address]), "noreply@okuru-bin.example", service_route("okuru-bin.example", 1, "noreply@okuru-bin.example"))
    message.family = "file-transfer"
    return [message]


def respelled(draw, world, start):
    """One contact under many spellings of the name, from the one address."""
    thread, contact, ours = _partner_thread(draw, world, start, 0, 0)
    if contact.language != "ja":
        return thread.messages
    for name in [f"{contact.family}様", f"{contact.family}{contact.title}", f"({contact.org.name}) {contact.family}", half_width(f"{contact.family_kana} {contact.given_kana}"),
                 f"{contact.given_romaji.upper()} {contact.family_romaji}", f"{contact.family}　{contact.given}／{contact.org.name}"]:
        message = thread.reply(contact, thread.messages[0])
        message.from_, message.family = (name, message.from_[1]), "respelled"
        finish_html(message, thread.language)
    return thread.messages


def shared_mailbox(draw, world, start):
    """Many people of the partner answer under one shared address, each with his name before it."""
    thread, contact, ours = _partner_thread(draw, world, start, 1)
    messages, shared = [], draw.pick(["gyomu", "support", "project"]) + "@" + contact.org.domain
    for member in (contact.org.people + [Person(contact.org, draw)])[:4]:
        message = _answer(draw, thread, member, "shared-mailbox", ours, [])
        message.from_ = (draw.pick([member.display, f"{contact.org.name} {member.family}"]), shared)
        finish_html(message, thread.language)
        messages.append(message)
    return thread.messages + messages


def exchange_display(draw, world, start):
    """A quoted header and a recipient bear Exchange names (/O=.../CN=) instead of addresses."""
    thread, contact, ours = _partner_thread(draw, world, start, 1)
    message = _answer(draw, thread, contact, "exchange-name", ours)
    message.cc = [(p.display, f"IMCEAEX-_o={p.org.domain.split('.')[0]}_ou=First+20Administrative+20Group_cn=Recipients_cn={p.local}@{p.org.domain}") for p in thread.participants[2:]]
    message.message_id = message_id(draw, "exchange", message.date, contact.org.domain)
    return thread.messages + [message]


# (maker, how many per 1000 mails)
RARE_KINDS = [(namesake_sales, 1), (assistant, 0.7), (crm, 0.5), (law_firm, 0.7), (successor, 0.7), (conference, 0.3), (phone, 0.7), (ppap_service, 0.5), (file_transfer, 1),
              (respelled, 0.5), (shared_mailbox, 0.5), (exchange_display, 0.5)]


def rare_kinds(draw, world, start, days, mails):
    """All kinds as often as their rates say, the fractions by chance, each at least once in 1,000 mails or more: together about the 0.8 % of
    honest mail that was measured to bring a known name from a new domain."""
    messages = []
    for maker, rate in RARE_KINDS:
        for _ in range(max(mails >= 1000, int(rate * mails / 1000 + draw.share()))):
            messages += maker(draw, world, start + draw.below(days) * DAY)
    return messages
