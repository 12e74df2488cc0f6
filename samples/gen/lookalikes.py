"""Honest mail that resembles a stolen reply: each maker below adds one kind of it, under the family name of its truth lines."""
from . import quoting
from .honest import DAY, Thread, compose, document, finish_html, letter, office_time, reply_subject
from .message import Message, moment, rfc5322_date
from .people import Person
from .transport import message_id, service_route
from .words import FAMILY_NAMES, Topic
from .zipcrypt import zip_file


def _partner_thread(draw, world, start, replies=2, others=1):
    """A fresh thread of one of ours and one partner person (never of the moving or the stolen kind in particular)."""
    ours = draw.pick(world.handed_over)
    contact = draw.pick(world.partner_people())
    fellows = draw.some([p for p in world.ours.people if p is not ours], others)
    thread = Thread(draw, [contact, ours] + fellows, start)
    for _ in range(replies):
        thread.reply()
    return thread, contact, ours


def _readdress(message, draw, name, address, route, form="plain"):
    message.from_ = (name, address)
    message.route = route
    message.message_id = message_id(draw, form, message.date, address.split("@")[1])
    message.headers = [(n, t) for n, t in message.headers if n not in ("Thread-Index", "User-Agent", "X-Mailer", "Content-Language")]


def list_rewrite(draw, world, start):
    """A mailing list that rewrites From, with honest discussion on it."""
    thread, _, _ = _partner_thread(draw, world, start, draw.between(2, 5), 2)
    name = draw.pick(["koubai-net", "hinshitsu-ml", "user-group", "standards"])
    host = draw.pick(["lists.monozukuri-forum.example", "ml.trade-circle.example"])
    address = f"{name}@{host}"
    for number, message in enumerate(thread.messages):
        person = message.sender
        shown = draw.pick([f"{person.display} via {name}", f"{person.full_name} ({name} 経由)", f"'{person.display}' via {name}"])
        _readdress(message, draw, shown, address, service_route(host, 7, f"{name}-bounces@{host}"))
        message.headers += [("Reply-To", person.address), ("List-Id", f"<{name}.{host}>"), ("List-Post", f"<mailto:{address}>"), ("Precedence", "list")]
        message.to, message.cc = [(name, address)], []
        message.subject = f"[{name}:{4100 + number}] " + message.subject
        message.truth["deliver"] = [p.address for p in world.ours.people if p in thread.participants]
        message.family = "list-rewrite"
        _requote(message)
    return thread.messages


def _requote(message):
    """Renders the quote again after its parent's From was changed."""
    if message.parent is not None and message.quoted:
        message.quoted = quoting.quote(message.quote_style, message.parent, message.zone, message.sender.language)
    finish_html(message, message.sender.language)


def ticket(draw, world, start):
    """A ticket system: agents of a partner answer under one address, quoting the customer's mail."""
    thread, contact, ours = _partner_thread(draw, world, start, 0, 0)
    thread.participants = [ours, contact]
    desk = f"support@desk.{contact.org.domain}"
    number = draw.between(10000, 99999)
    first = compose(draw, ours, [("", desk)], [], thread.topic.subject(), letter(draw, ours, contact, thread.topic.opening(), thread.language), "", thread.last.date + DAY,
                    language=thread.language)
    messages = [first]
    for _ in range(draw.between(1, 3)):
        agent = draw.pick(contact.org.people)
        answer = compose(draw, agent, [ours], [], f"[#{number}] Re: " + first.subject, letter(draw, agent, ours, thread.topic.reply(), thread.language), "",
                         messages[-1].date + draw.between(3600, 2 * DAY), messages[-1], language=thread.language)
        _readdress(answer, draw, draw.pick([f"{agent.full_name} (Support)", f"{agent.org.name}サポート {agent.family}", agent.display]), desk,
                   service_route("desk." + contact.org.domain, 3, desk))
        answer.headers += [("Auto-Submitted", "no"), ("X-Ticket", str(number))]
        answer.family = "ticket"
        finish_html(answer, thread.language)
        messages.append(answer)
    return thread.messages + messages


def e_signature(draw, world, start):
    """An e-signature service: the names of many people at one address."""
    contact, ours = draw.pick(world.partner_people()), draw.pick(world.handed_over)
    topic = Topic(draw, contact.language)
    subject = ("【電子署名】" + topic.kept["doc"][0] + "への署名のお願い") if contact.language == "ja" else f"{contact.full_name} sent you {topic.kept['doc'][0]} to sign"
    text = (f"{ours.full_name} 様\n\n{contact.org.name} {contact.full_name} 様より「{topic.kept['doc'][0]}_{topic.code}」への署名依頼が届いています。\n"
            f"文書を確認: https://app.kami-sign.example/d/{draw.hex(20)}\n\nこのメールは自動送信です。") if contact.language == "ja" else (
        f"{contact.full_name} ({contact.address}) asks you to review and sign {topic.kept['doc'][0]} {topic.code}.\nhttps://app.kami-sign.example/d/{draw.hex(20)}\n")
    message = compose(draw, contact, [ours], [], subject, text, text, office_time(draw, start, 540), language=contact.language)
    _readdress(message, draw, draw.pick([f"{contact.full_name} via KamiSign", f"{contact.full_name}", f"{contact.display} (KamiSign)"]), "noreply@kami-sign.example",
               service_route("kami-sign.example", 5, "bounce@kami-sign.example"))
    message.family = "e-signature"
    return [message]


def delegate(draw, world, start):
    """An answer sent for somebody from the shared mailbox of his company."""
    thread, contact, ours = _partner_thread(draw, world, start, draw.between(1, 2))
    answer = thread.reply(contact, [m for m in thread.messages if m.sender is not contact][-1] if any(m.sender is not contact for m in thread.messages) else thread.last)
    shared = draw.pick(["info", "sales", "office", "eigyo"]) + "@" + contact.address_at(answer.date).split("@")[1]
    answer.from_ = (answer.from_[0], shared)
    answer.family = "delegate"
    if draw.chance(0.5):
        answer.headers.append(("Sender", contact.address))
    finish_html(answer, thread.language)
    return thread.messages


def private_address(draw, world, start):
    """Somebody answers a work thread from his private address; mostly the address was copied in before."""
    people = [p for p in world.partner_people() + world.ours.people if p.private]
    if not people:
        return []
    person = draw.pick(people)
    partner = draw.pick([p for p in world.handed_over if p is not person])
    thread = Thread(draw, [partner, person] + draw.some([p for p in world.ours.people if p not in (partner, person)], 1), start)
    if draw.chance(0.7):
        thread.last.cc.append((person.display if draw.chance(0.5) else "", person.private))
    elif person.own:
        copy = Message(**{**thread.last.__dict__, "occurrences": [], "truth": {}})
        forward = compose(draw, person, [(person.display, person.private)], [], "Fw: " + copy.subject, "", "", copy.date + 3600, copy)
        forward.family = "private-forward"
        thread.messages.append(forward)
    answer = thread.reply(person, thread.messages[0])
    answer.from_ = (draw.pick([person.full_name, person.romaji, person.display]), person.private)
    answer.route = service_route(person.private.split("@")[1], draw.below(9), person.private)
    answer.message_id = message_id(draw, "gmail", answer.date, "webmail-kokko.example")
    answer.in_reply_to, answer.references = thread.messages[0].message_id, [thread.messages[0].message_id]
    answer.family = "private-address"
    finish_html(answer, thread.language)
    if draw.chance(0.5):
        thread.reply(partner, answer)
        thread.last.to = [(answer.from_[0], person.private)]
    return thread.messages


def ppap(draw, world, start):
    """An encrypted ZIP, and its password in a second mail (or only a hint): everyday custom in Japan."""
    thread, contact, ours = _partner_thread(draw, world, start, draw.below(2))
    method = draw.pick(["zipcrypto", "aes"])
    password = draw.token(draw.between(8, 12))
    message = thread.reply(contact, thread.messages[0])
    name, _, data = document(draw, thread.topic)
    message.attachments = [(name.rsplit(".", 1)[0] + ".zip", "application/zip", zip_file([(name, data)], password, method, draw.bytes(16)))]
    message.family = "ppap"
    kind = draw.weighted(["second", "hint", "before"], [6, 3, 1])
    if kind == "hint":
        hint = draw.pick(["\n\n添付ファイルのパスワードは、いつもの弊社代表電話番号の下4桁です。", "\n\nパスワードは先月お電話でお伝えしたものと同じです。"])
        message.own, message.family = message.own + hint, "ppap-hint"
        finish_html(message, thread.language)
        return thread.messages
    finish_html(message, thread.language)
    text = letter(draw, contact, ours, [f"先ほどお送りした添付ファイルの解凍パスワードをお知らせします。\nパスワード: {password}"], "ja")
    second = compose(draw, contact, [ours], [], "【パスワード】" + message.subject, text, "", message.date + (draw.between(40, 900) if kind == "second" else -600), language="ja")
    second.family = "ppap-password"
    return thread.messages + [second]


def newcomer(draw, world, start):
    """A participant forwards the thread to somebody new, who then answers all."""
    thread, contact, ours = _partner_thread(draw, world, start, draw.between(1, 3))
    known = [p for p in thread.participants]
    pool = [p for p in world.partner_people() if p not in known] if draw.chance(0.6) else [p for p in contact.org.people if p not in known]
    fresh = draw.pick(pool) if pool and draw.chance(0.6) else Person(draw.pick(world.partners), draw)
    parent = thread.last
    forwarder = draw.pick([p for p in known if p is not parent.sender] or known)
    note = letter(draw, forwarder, fresh, [thread.topic.fill(draw.pick(thread.topic.ask))], thread.language)
    forward = compose(draw, forwarder, [fresh], [], "Fw: " + parent.subject, note, "", parent.date + draw.between(1800, DAY), parent, language=thread.language)
    forward.family = "forward-to-newcomer"
    thread.messages.append(forward)
    answer = compose(draw, fresh, [ours], [p for p in known if p is not ours], reply_subject(draw, fresh, parent.subject),
                     letter(draw, fresh, ours, thread.topic.reply(), thread.language), "", forward.date + draw.between(3600, 2 * DAY), forward, language=thread.language)
    answer.family = "newcomer"
    thread.messages.append(answer)
    return thread.messages


def auto_reply(draw, world, start):
    thread, contact, ours = _partner_thread(draw, world, start, 0)
    thread.messages[0].family = "thread"
    question = thread.reply(ours)
    text = (f"{contact.family}です。ただいま出張のため不在にしております。\nお急ぎの方は{contact.org.name} {contact.department}までご連絡ください。") if contact.language == "ja" else (
        f"I am out of the office and will be back soon.\nFor urgent matters call {contact.phone}.\n{contact.given}")
    answer = compose(draw, contact, [ours], [], draw.pick(["自動応答: ", "Automatic reply: ", "Re: "]) + question.subject, text, "", question.date + 5, language=contact.language)
    answer.headers.append(("Auto-Submitted", "auto-replied"))
    answer.in_reply_to = question.message_id
    answer.family = "auto-reply"
    return thread.messages + [answer]


def calendar(draw, world, start):
    contact, ours = draw.pick(world.partner_people()), draw.pick(world.handed_over)
    topic = Topic(draw, contact.language)
    subject = draw.pick(["承諾: ", "Accepted: ", "招待: ", "Invitation: "]) + topic.subject()
    message = compose(draw, contact, [ours], [], subject, topic.fill(draw.pick(topic.middle)), "", office_time(draw, start, contact.org.zone), language=contact.language)
    t = moment(message.date + 2 * DAY, 0)
    ics = (f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{draw.hex(32)}\r\nDTSTART:{t:%Y%m%dT%H%M%SZ}\r\nORGANIZER:mailto:{ours.address}\r\n"
           f"ATTENDEE;CN={contact.romaji}:mailto:{contact.address}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    message.attachments.append(("invite.ics", "text/calendar; method=REPLY", ics.encode()))
    message.family = "calendar"
    return [message]


def receipt(draw, world, start):
    """A read receipt or an order confirmation that answers without References."""
    thread, contact, ours = _partner_thread(draw, world, start, 0)
    sent = thread.reply(ours)
    date = sent.date + draw.between(600, DAY)
    if draw.chance(0.5):
        message = compose(draw, contact, [ours], [], "開封済み: " + sent.subject, f"メッセージ\n\n宛先: {contact.display}\n件名: {sent.subject}\n送信日時: {rfc5322_date(sent.date, 540)}\n\nは開封されました。", "", date)
    else:
        message = compose(draw, contact, [ours], [], "Re: " + sent.subject, "ご注文を受け付けました。受付番号 " + draw.token(8) + "\n本メールは自動送信です。", "", date)
        _readdress(message, draw, contact.org.name + " 受付センター", "order@" + contact.org.domain, service_route(contact.org.domain, 2, "order@" + contact.org.domain))
    message.family = "receipt"
    return thread.messages + [message]


def exchange_leak(draw, world, start):
    """An answer to the encapsulated Exchange address that had leaked into a mail of ours."""
    thread, contact, ours = _partner_thread(draw, world, start, 1, 0)
    answer = thread.reply(contact, thread.messages[0])
    local = f"IMCEAEX-_O={ours.org.domain.split('.')[0].upper()}_OU=EXCHANGE+20ADMINISTRATIVE+20GROUP+20+28FYDIBOHF23SPDLT+29_CN=RECIPIENTS_CN={ours.local.upper()}"
    answer.to = [(ours.display, f"{local}@{ours.org.domain}")]
    answer.truth["deliver"] = [ours.address]
    answer.family = "exchange-address"
    return thread.messages


def newsletter(draw, world, start):
    ours = draw.pick(world.handed_over)
    topic = Topic(draw, draw.pick(["ja", "ja", "en"]))
    host = draw.pick(["news.kikai-journal.example", "mail.expo-info.example", "letter.shoko-kai.example"])
    text = "\n".join(topic.opening() + topic.opening()) + f"\n\n配信停止: https://{host}/u/{draw.hex(12)}\n"
    message = Message(from_=(draw.pick(["機械ジャーナル", "展示会事務局", "商工会だより", "Industry Digest"]), f"info@{host}"), to=[(ours.full_name if draw.chance(0.3) else "", ours.address)],
                      subject=topic.subject(), own=text, core=text, date=office_time(draw, start, 540), zone=540, transfer="base64", html=True,
                      route=service_route(host, 4, f"bounce-{draw.hex(8)}@{host}"), family="newsletter")
    message.message_id = message_id(draw, "plain", message.date, host)
    message.headers += [("List-Unsubscribe", f"<https://{host}/u>"), ("Precedence", "bulk")]
    finish_html(message, "ja")
    return [message]


def draft(draw, world, start):
    """An unfinished answer: no Message-ID, no transport headers."""
    thread, _, ours = _partner_thread(draw, world, start, 0)
    message = thread.reply(ours)
    message.message_id = None
    message.folders = {ours.address: "Drafts"}
    message.truth["deliver"] = [ours.address]
    message.family = "draft"
    return thread.messages


def spam(draw, world, start):
    """Everyday junk that has nothing to do with any theft."""
    ours = draw.pick(world.handed_over)
    host = draw.pick(["promo-deals.example", "lucky-mart.example", "office-supply.example"])
    subject, text = draw.pick([("在庫処分セールのご案内", "オフィス用品が最大70%引き。詳しくは https://%s/sale をご覧ください。"), ("Your parcel is waiting", "Choose a delivery slot at https://%s/track"),
                               ("【重要】メールボックスの容量について", "メールボックスの容量が上限に近づいています。https://%s/quota")])
    message = Message(from_=(draw.pick(["Sales Team", "メール管理者", "Parcel Desk"]), f"{draw.token(6).lower()}@{host}"), to=[("", ours.address)], subject=subject, own=text.replace("%s", host),
                      date=start + draw.below(DAY), zone=0, transfer="base64", route=service_route(host, draw.below(200), f"{draw.token(8).lower()}@{host}"), label="spam", family="spam",
                      folders={ours.address: "Junk"})
    message.message_id = message_id(draw, "plain", message.date, host)
    return [message]


# (maker, how many per 1000 mails)
KINDS = [(list_rewrite, 5), (ticket, 4), (e_signature, 8), (delegate, 5), (private_address, 5), (ppap, 10), (newcomer, 5), (auto_reply, 5), (calendar, 6), (receipt, 5),
         (exchange_leak, 2), (newsletter, 12), (draft, 4), (spam, 10)]


def all_kinds(draw, world, start, days, mails):
    """Every kind at least once, in an incident of about `mails` mails."""
    messages = []
    for maker, rate in KINDS:
        for _ in range(max(1, rate * mails // 1000)):
            messages += maker(draw, world, start + draw.below(days) * DAY)
    return messages


def hardest(draw, world, start, days, mails):
    """Newcomers and private addresses whose first mail brings an encrypted ZIP: only its missing password tells it from a theft."""
    messages = []
    for maker, family in ((newcomer, "newcomer"), (private_address, "private-address")) * max(1, 3 * mails // 1000):
        made = maker(draw, world, start + draw.below(days) * DAY)
        for message in made:
            if message.family == family:
                name, _, data = document(draw, Topic(draw, "ja"))
                message.attachments = [(name.rsplit(".", 1)[0] + ".zip", "application/zip", zip_file([(name, data)], draw.token(10), "aes", draw.bytes(16)))]
                message.family = family + "-with-zip"
        messages += made
    return messages


def rename_person(draw, world, start, days):
    """Somebody at a partner marries and signs with another family name, from the same address."""
    person = draw.pick([p for org in world.partners if org.language == "ja" for p in org.people if p not in world.namesakes])
    family = draw.pick(FAMILY_NAMES).split(":")[0]
    person.renamed = (start + draw.between(days // 3, days * 2 // 3) * DAY, f"{family} {person.given}")


def move_company(draw, world, start, days, spared):
    """One partner (not `spared`) moves to a new domain in the middle of the year and says so."""
    movers = [org for org in world.partners if org not in spared]
    org = draw.pick(movers)
    date = start + draw.between(days // 3, days * 2 // 3) * DAY
    domain = org.domain.split(".")[0] + draw.pick(["-group", "-holdings", "-hd"]) + ".example"
    notices, writer = [], org.people[0]
    for ours in draw.some(world.handed_over, 3):
        text = (f"お取引先各位\n\nこのたび弊社のメールアドレスのドメインを {org.domain} から {domain} に変更いたします。" if org.language == "ja" else
                f"Dear customer,\n\nour mail addresses will change from {org.domain} to {domain}.")
        notices.append(compose(draw, writer, [ours], [], "メールアドレス変更のお知らせ" if org.language == "ja" else "Our new mail addresses", text, text, date - 5 * DAY))
    org.moved = (date, domain)
    return notices
