"""An incident told by bounces: a stolen password, an infected machine, an intruder in a mailbox, our own server that bounces forged mail, mail that others
sent in our name, ordinary failures, delays, lures that look like reports; and the truth about where each returned mail came from."""
from .draw import Draw
from .forged import FAMILIES, Account, Theft, forge
from .honest import DAY, compose
from .incident import Incident, _recipients
from .mail_bytes import rfc5322
from .message import Message, rfc5322_date
from .transport import Route, message_id

REASONS = [("5.1.1", "550 5.1.1 <{}>: Recipient address rejected: User unknown"), ("5.2.2", "552 5.2.2 Mailbox full"), ("5.7.1", "550 5.7.1 Message rejected as spam")]
LOGINS = ["postfix", "postfix", "sendmail", "qmail", "exim", "exchange"]  # how our server tells of a login; sendmail and Exim name no account, Exchange tells nothing
REPORTERS = ["postfix", "exim", "exchange", "qmail", "sendmail", "google", "microsoft"]
OUTSIDE = ["203.0.113", "198.51.100", "192.0.2"]


# ---- lines that servers write ----

def _queue(draw):
    return draw.token(11, "0123456789ABCDEF")


def taken(draw, kind, host, helo, name, ip, date, zone=0, account=None):
    """Received line of the server `host` of this kind; account: who logged in."""
    when = rfc5322_date(date, zone)
    secure = "A" if account else ""
    if kind == "exim":
        who = f"from [{ip}] (helo={helo})" if name == "unknown" or name != helo else f"from {name} ([{ip}])"
        return f"{who}\n\tby {host} with esmtps{secure.lower()} (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.94.2)\n\tid 1n{draw.token(4)}-000{draw.token(3)}-{draw.token(2)}; {when}"
    if kind == "exchange":
        return f"from {helo} ({ip}) by\n {host} (10.{draw.between(1, 99)}.2.{draw.between(2, 250)}) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2375.24; {when}"
    if kind == "qmail":
        user = f"{account}@" if account else ""
        return f"from {name} (HELO {helo}) ({user}{ip})\n  by {host} with ESMTP{secure}; {when}"
    if kind == "sendmail":
        login = f"\n\t(authenticated bits=0)" if account else ""
        return f"from {helo} ({name} [{ip}]){login}\n\tby {host} (8.15.2/8.15.2) with ESMTP{secure} id {draw.token(14)}; {when}"
    login = f"\n\t(Authenticated sender: {account})" if account else ""
    return f"from {helo} ({name} [{ip}]){login}\n\tby {host} (Postfix) with ESMTPS{secure} id {_queue(draw)}; {when}"


def names_account(kind):
    return kind in ("postfix", "qmail")


class Reporter:
    """A foreign server that takes mail and reports on it."""

    def __init__(self, draw, domain):
        self.kind, self.domain = draw.pick(REPORTERS), domain
        self.host = f"{draw.pick(['mx', 'mx1', 'mail', 'inbound'])}.{domain}"
        self.ip = f"{draw.pick(OUTSIDE)}.{draw.between(1, 254)}"

    def lines(self, draw, helo, name, ip, date):
        """What it and its neighbours wrote, topmost first. Exchange and Microsoft's servers do not look names up."""
        if self.kind == "google":
            return [f"by 2002:a05:6402:{draw.hex(4)}:b0:{draw.hex(3)}:{draw.hex(4)}:{draw.hex(4)} with SMTP id {draw.token(20).lower()};\n        {rfc5322_date(date + 2, -480)}",
                    f"from {helo} ({name}. [{ip}])\n        by {self.host} with ESMTPS id {draw.token(24).lower()};\n        {rfc5322_date(date + 1, -480)}"]
        if self.kind == "microsoft":
            inner, edge = f"TY{draw.between(1, 9)}PR01MB{draw.between(1000, 9999)}.jpnprd01.{self.domain}", f"OS0JPN01FT{draw.between(10, 99)}.mail.{self.domain}"
            return [f"from {edge}\n (2603:1096:404:{draw.hex(2)}::{draw.hex(2)}) by {inner} with Microsoft SMTP\n Server (version=TLS1_2) id 15.20.5061.{draw.between(10, 30)}; {rfc5322_date(date + 2, 0)}",
                    f"from {helo} ({ip}) by\n {edge} (10.13.{draw.between(1, 200)}.{draw.between(1, 200)}) with Microsoft SMTP Server id 15.20.5061.18; {rfc5322_date(date + 1, 0)}"]
        return [taken(draw, self.kind, self.host, helo, name, ip, date + 1)]


# ---- reports ----

def report(draw, to, host, ip, original, trace, failed, date, action="failed", headers_only=None, origin="", **truth):
    """A report of the server `host` to the address `to` that `original`, whose Received lines came as `trace`, did not reach `failed`."""
    headers_only = draw.chance(0.35) if headers_only is None else headers_only
    code, text = draw.pick(REASONS)
    code, text = ("4.4.1", f"connect to {failed.split('@')[1]}: Connection timed out") if action == "delayed" else (code, text.format(failed))
    whole = rfc5322(original, [("Received", line) for line in trace])
    returned = whole.split(b"\n\n", 1)[0] + b"\n" if headers_only else whole
    boundary = f"{_queue(draw)}.{date}/{host}"
    subject = "Delayed Mail (still being retried)" if action == "delayed" else draw.pick(["Undelivered Mail Returned to Sender", "Delivery Status Notification (Failure)", "Mail delivery failed: returning message to sender"])
    notice = f"This is the mail system at host {host}.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<{failed}>: {text}"
    head = (f"From: MAILER-DAEMON@{host} (Mail Delivery System)\nTo: {to}\nSubject: {subject}\nDate: {rfc5322_date(date, 0)}\nMessage-ID: {message_id(draw, 'plain', date, host)}\n"
            f"Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"{boundary}\"\n\n"
            f"--{boundary}\nContent-Type: text/plain; charset=us-ascii\n\n{notice}\n\n"
            f"--{boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {host}\nArrival-Date: {rfc5322_date(date - 20, 0)}\n\n"
            f"Final-Recipient: rfc822; {failed}\nAction: {action}\nStatus: {code}\nDiagnostic-Code: smtp; {text}\n\n"
            f"--{boundary}\nContent-Type: {'text/rfc822-headers' if headers_only else 'message/rfc822'}\n\n")
    message = Message(date=date, label="bounce", family=origin, raw=head.encode() + returned + f"\n--{boundary}--\n".encode(), subject=subject, from_=("Mail Delivery System", f"MAILER-DAEMON@{host}"),
                      to=[("", to)], route=Route(host, ip, "postfix", 0, ""))
    message.message_id = head.split("Message-ID: ")[1].split("\n")[0]
    message.own = notice
    message.truth.update(failed=failed, code=code, diagnosis=text, original_message_id=original.message_id, embedded=original, embedded_headers=whole.split(b"\n\n", 1)[0],
                         origin=origin, delayed=action == "delayed", **truth)
    return message


class BounceIncident(Incident):
    """Nothing was forged to us; what was forged in our name comes back. counts: reports of each kind."""

    def __init__(self, seed, mails, mailboxes=None, each=8):
        super().__init__(seed, "none", mails, mailboxes)
        draw = self.bounce_draw = Draw(f"bounce incident {seed} {mails}")
        self.ours, self.each = self.world.ours, each
        self.login = draw.pick(LOGINS)
        self.day = max(m.date for m in self.messages) - draw.between(12, 20) * DAY
        self.messages = [m for m in self.messages if m.label != "bounce"]
        owner = draw.pick(self.world.handed_over)
        self.robbed = Theft(owner, self.day, self.messages).held or [m for m in self.messages if m.core]
        self.sent = [m for m in self.messages if m.sender in self.world.handed_over and m.message_id and m.family == "thread" and any(not a.endswith("@" + self.ours.domain) for _, a in m.to)]
        reports = self.ordinary(draw) + self.delayed(draw) + self.stolen_password(draw) + self.not_stored(draw) + self.telephones(draw) + self.passed_on(draw) + self.infected_machine(draw) + self.intruder(draw) + self.elsewhere(draw)
        self.messages += reports + self.our_server(draw) + self.lures(draw)
        self.messages.sort(key=lambda m: m.date)

    # ---- ways ----

    def left(self, draw, failed, client, date, account):
        """(reporting host, its ip, trace) of a mail that our server took from `client` (helo, name, ip) and sent out. Our server writes the report where the
        other refuses at once."""
        inner = taken(draw, self.login if account else "postfix", self.ours.host, *client, date, 540, account)
        if draw.chance(0.4):
            return self.ours.host, self.ours.ip, [inner]
        reporter = self.reporter(draw, failed.split("@")[1])
        if draw.chance(0.1):  # it returns what it got, without a line of its own
            return reporter.host, reporter.ip, [inner]
        return reporter.host, reporter.ip, reporter.lines(draw, self.ours.host, self.ours.host, self.ours.ip, date) + [inner]

    def outside(self, draw):
        """An address that is not ours."""
        while True:
            ip = f"{draw.pick(OUTSIDE)}.{draw.between(1, 254)}"
            if ip != self.ours.ip:
                return ip

    def reporter(self, draw, domain):
        reporter = Reporter(draw, domain)
        reporter.ip = self.outside(draw)
        return reporter

    def hijacked(self, draw):
        account = Account(draw)
        account.ip = self.outside(draw)
        return account

    def stranger(self, draw):
        return f"{draw.pick(['info', 'kontakt', 'sales', 'buchhaltung', 'm.suzuki', 'office'])}@{draw.token(7, 'aeiklmnorst')}.example"

    def in_our_name(self, draw, person, to, date, quotes=True):
        mail = forge(draw, draw.pick(self.robbed), (person.display, person.address), ("", to), date, draw.pick(FAMILIES[:5]), "<copied@copy.example>", quotes)
        mail.from_, mail.from_raw = (person.romaji, person.address), f"{person.romaji} <{person.address}>"
        mail.message_id = message_id(draw, "plain", date, draw.token(8).lower() + ".example")
        return mail

    # ---- kinds ----

    def ordinary(self, draw):
        result = []
        for original in draw.some(self.sent, 2 * self.each):
            failed = [a for _, a in original.to if not a.endswith("@" + self.ours.domain)][0]
            person = original.sender
            host, ip, trace = self.left(draw, failed, (person.machine, "unknown", person.machine_ip), original.date + 1, person.address)
            account = person.address if names_account(self.login) else None
            result.append(report(draw, person.address, host, ip, original, trace, failed, original.date + draw.between(3, 500), origin="sent", account=account, client_ip=person.machine_ip))
        return result

    def delayed(self, draw):
        """Delays, and then the failure of the same mail."""
        result = []
        for original in draw.some(self.sent, 3):
            failed, person = [a for _, a in original.to if not a.endswith("@" + self.ours.domain)][0], original.sender
            trace = [taken(draw, self.login, self.ours.host, person.machine, "unknown", person.machine_ip, original.date + 1, 540, person.address)]
            for hours, action in ((4, "delayed"), (28, "delayed"), (100, "failed")):
                result.append(report(draw, person.address, self.ours.host, self.ours.ip, original, trace, failed, original.date + hours * 3600, action, origin="sent",
                                     account=person.address if names_account(self.login) else None, client_ip=person.machine_ip))
        return result

    def stolen_password(self, draw):
        """Somebody outside logs in as one of ours."""
        absent = [p for p in self.ours.people if p not in self.world.handed_over]
        person, result = draw.pick(absent if absent and draw.chance(0.25) else self.world.handed_over), []
        reader = person if person in self.world.handed_over else self.world.handed_over[0]
        addresses = [self.outside(draw) for _ in range(2)]
        for _ in range(self.each):
            failed, ip = self.stranger(draw), draw.pick(addresses)
            date = self.day + draw.below(DAY)
            mail = self.in_our_name(draw, person, failed, date)
            host, reporter_ip, trace = self.left(draw, failed, (draw.pick(["[192.168.1.5]", "WIN-" + draw.token(8), "localhost"]), "unknown", ip), date, person.address)
            result.append(report(draw, reader.address, host, reporter_ip, mail, trace, failed, date + draw.between(4, 900), origin="abused-account",
                                 account=person.address if names_account(self.login) else None, client_ip=ip))
        return result

    def not_stored(self, draw):
        """Honest mail of people whose mailboxes were not handed over, from the office and from home; the postmaster got the reports."""
        result, reader = [], self.world.handed_over[0]
        for person in [p for p in self.ours.people if p not in self.world.handed_over][:3]:
            partner = draw.pick(self.world.partner_people())
            date = self.day + draw.below(6 * DAY)
            failed = f"{draw.token(5, 'aeiklmnorst')}@{partner.org.domain}"
            mail = compose(draw, person, [("", failed)], [], "打ち合わせの件", "先日はありがとうございました。\n日程の件、来週の火曜日でお願いできますでしょうか。", "", date, language=person.language)
            ip = draw.pick([person.machine_ip, self.outside(draw)])
            host, reporter_ip, trace = self.left(draw, failed, (person.machine, "unknown", ip), date, person.address)
            result.append(report(draw, reader.address, host, reporter_ip, mail, trace, failed, date + draw.between(4, 900), origin="sent", not_stored=True))
        return result

    def telephones(self, draw):
        """Somebody answers from a telephone and asks to look at what he attached: unlike his habits, and honest."""
        result = []
        for original in draw.some(self.sent, 3):
            person = original.sender
            failed = [a for _, a in original.to if not a.endswith("@" + self.ours.domain)][0]
            date = original.date + draw.between(1, 9) * 3600
            mail = compose(draw, person, [("", failed)], [], "Re: " + original.subject, draw.pick(["添付ファイルをご確認ください。", "Please see the attached file."]), "", date, original, language=person.language)
            mail.headers, mail.charset, mail.transfer = [("X-Mailer", "iPhone Mail (19D52)")], "utf-8", "base64"
            mail.message_id = message_id(draw, "apple", date, self.ours.domain)
            mail.attachments = [("IMG_1234.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + draw.bytes(200))]
            mail.truth = {"deliver": []}
            result.append(mail)
            ip = self.outside(draw)
            host, reporter_ip, trace = self.left(draw, failed, (f"[10.1.2.{draw.between(3, 99)}]", "unknown", ip), date + 1, person.address)
            result.append(report(draw, person.address, host, reporter_ip, mail, trace, failed, date + draw.between(4, 900), origin="sent",
                                 account=person.address if names_account(self.login) else None, client_ip=ip))
        return result

    def passed_on(self, draw):
        """Forged mail for one of ours, whose mail our server sends on to an address outside, which refuses it."""
        result = []
        for _ in range(3):
            person, victim, account = *draw.some(self.world.handed_over, 2), self.hijacked(draw)
            date, outside = self.day + draw.below(6 * DAY), f"{person.local}@{draw.token(6, 'aeiklmnorst')}.example"
            mail = self.in_our_name(draw, victim, person.address, date, draw.chance(0.6))
            inner = taken(draw, "postfix", self.ours.host, account.host, account.host, account.ip, date, 540)
            reporter = self.reporter(draw, outside.split("@")[1])
            lines = reporter.lines(draw, self.ours.host, self.ours.host, self.ours.ip, date) + [inner]
            host, ip, lines = (self.ours.host, self.ours.ip, [inner]) if draw.chance(0.4) else (reporter.host, reporter.ip, lines)
            result.append(report(draw, victim.address, host, ip, mail, lines, outside, date + draw.between(4, 900), origin="self-backscatter"))
        return result

    def infected_machine(self, draw):
        """A machine of ours sends with the passwords of those who work at it, or without any."""
        people, result = draw.some(self.world.handed_over, 3), []
        ip, helo = f"192.168.{draw.between(50, 90)}.{draw.between(2, 250)}", "PC-" + draw.token(6)
        logs_in = draw.chance(0.6)
        for number in range(self.each):
            person, failed = people[number % len(people)], self.stranger(draw)
            date = self.day + DAY + draw.below(DAY)
            mail = self.in_our_name(draw, person, failed, date)
            host, reporter_ip, trace = self.left(draw, failed, (helo, "unknown", ip), date, person.address if logs_in else None)
            result.append(report(draw, person.address, host, reporter_ip, mail, trace, failed, date + draw.between(4, 900), origin="abused-account",
                                 account=person.address if logs_in and names_account(self.login) else None, client_ip=ip))
        return result

    def intruder(self, draw):
        """Somebody in a mailbox answers its threads; the copies lie among the sent mails, some of them deleted."""
        candidates = [p for p in self.world.handed_over if p.program != "exchange" and sum(m.sender is p for m in self.messages) >= 8]
        person, result = draw.pick(candidates or self.world.handed_over), []
        words = draw.pick(["添付ファイルをご確認ください。よろしくお願いいたします。ご不明な点がありましたらお知らせください。", "Please see the attached document and let me know as soon as possible."])
        varied, same_program = draw.chance(0.4), draw.chance(0.3)
        ip, start = self.outside(draw), self.day + 2 * DAY + draw.between(1, 60000)
        mine = [m for m in self.messages if person.address in m.people() and m.core and m.message_id] or self.robbed
        for number, original in enumerate(draw.some(mine, self.each + 8)):
            failed, date = self.stranger(draw), start + number * draw.between(20, 150)
            bait = forge(draw, original, (person.display, person.address), ("", failed), date, draw.pick([f for f in FAMILIES if f[0] in ("emotet-2022-03", "emotet-2022-02")]), "<x@copy.example>")
            mail = compose(draw, person, [("", failed)], [], "Re: " + original.subject, words, "", date, original, language=person.language)
            mail.attachments, mail.family, mail.charset, mail.transfer, mail.zone = bait.attachments, "intruder", "utf-8", "base64", draw.pick([0, 60, 180])
            if varied:
                mail.own = bait.own
            if not same_program:
                mail.headers = [("User-Agent", "Roundcube Webmail/1.4.11")]
                mail.message_id = f"<{draw.hex(32)}@{self.ours.domain}>"
            mail.label, mail.sending, mail.truth = "honest", person.address, {"deliver": []}
            result.append(mail)
            if number < self.each:
                host, reporter_ip, trace = self.left(draw, failed, (f"[{ip}]", "unknown", ip), date + 1, person.address)
                result.append(report(draw, person.address, host, reporter_ip, mail, trace, failed, date + draw.between(4, 900), origin="sent-by-intruder",
                                     account=person.address if names_account(self.login) else None, client_ip=ip))
        return result

    def elsewhere(self, draw):
        """Mail in our name that never saw our servers; some of it pretends to have."""
        result = []
        for _ in range(2 * self.each):
            person, failed, account = draw.pick(self.world.handed_over), self.stranger(draw), self.hijacked(draw)
            date = self.day + draw.below(6 * DAY)
            mail = self.in_our_name(draw, person, failed, date, draw.chance(0.6))
            reporter, invented = self.reporter(draw, failed.split("@")[1]), []
            if draw.chance(0.25):  # lines that anybody can write
                invented = [taken(draw, "postfix", self.ours.host, person.machine, "unknown", person.machine_ip, date, 540, person.address)]
            helo = draw.weighted([account.host, self.ours.host, "[10.0.0.5]"], [8, 1 if reporter.kind not in ("exchange", "microsoft") else 0, 1])
            lines = reporter.lines(draw, helo, account.host if draw.chance(0.7) else "unknown", account.ip, date)
            if not invented and draw.chance(0.4):
                invented = [taken(draw, account.kind, account.host, "WIN-" + draw.token(6), "unknown", f"192.168.0.{draw.between(2, 99)}", date, account.zone, account.address)]
            result.append(report(draw, person.address, reporter.host, reporter.ip, mail, lines + invented, failed, date + draw.between(4, 900), origin="backscatter"))
        return result

    def our_server(self, draw):
        """Our server takes forged mail for somebody who is not there, and tells the one whose name it bears."""
        result = []
        for _ in range(self.each):
            person, account = draw.pick(self.world.handed_over), self.hijacked(draw)
            failed = f"{draw.token(6, 'aeiklmnorst')}@{self.ours.domain}"
            date = self.day + draw.below(6 * DAY)
            mail = self.in_our_name(draw, person, failed, date, draw.chance(0.6))
            trace = [taken(draw, draw.pick(["postfix", "sendmail"]), self.ours.host, account.host, draw.pick([account.host, "unknown"]), account.ip, date, 540)]
            result.append(report(draw, person.address, self.ours.host, self.ours.ip, mail, trace, failed, date + 2, origin="self-backscatter"))
        return result

    def lures(self, draw):
        result = []
        for _ in range(max(2, self.each // 3)):
            person, account = draw.pick(self.world.handed_over), self.hijacked(draw)
            date = self.day + draw.below(6 * DAY)
            link = f"https://{draw.token(8).lower()}.{account.domain}/login"
            page = (f"<html><body><p>Mail delivery failed: 4 incoming messages could not be delivered to your mailbox.</p>"
                    f"<p><a href=\"{link}\">Release messages</a></p></body></html>\n")
            head = (f"From: Mail Delivery System <mailer-daemon@{account.domain}>\nTo: {person.address}\nSubject: Mail delivery failed: returning message to sender\nDate: {rfc5322_date(date, account.zone)}\n"
                    f"Message-ID: {message_id(draw, 'plain', date, account.domain)}\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n")
            message = Message(date=date, label="spam", family="fake-bounce", raw=(head + page).encode(), subject="Mail delivery failed: returning message to sender",
                              from_=("Mail Delivery System", f"mailer-daemon@{account.domain}"), to=[("", person.address)], route=Route(account.host, account.ip, account.kind, account.zone, account.address))
            message.message_id = head.split("Message-ID: ")[1].split("\n")[0]
            message.html_body = page
            message.own = f"Mail delivery failed: 4 incoming messages could not be delivered to your mailbox.\n\nRelease messages <{link}>\n"
            message.truth.update(origin="fake-bounce")
            result.append(message)
        return result

    # ---- truth ----

    def _scenario_line(self):
        line = super()._scenario_line()
        line.update(scenario="bounces", own_hosts=[self.ours.host, self.ours.ip], login=self.login)
        return line

    def _truth(self, message):
        line = super()._truth(message)
        line.update({name: message.truth[name] for name in ("account", "client_ip", "delayed", "not_stored") if name in message.truth})
        return line
