"""Delivery reports: ordinary ones to mail that we sent, and backscatter of forged mail that bore one of our addresses."""
from .forged import FAMILIES, forge
from .honest import DAY
from .mail_bytes import rfc5322
from .message import Message, rfc5322_date
from .transport import Route, message_id


def _report(draw, to, reporter, failed, original, trace, date, family):
    """A report by the host `reporter` to the address `to` that `original`, which came with these trace headers, did not reach `failed`."""
    headers_only, original_bytes = draw.chance(0.4), rfc5322(original, trace)
    boundary = f"{draw.token(14)}.{date}/{reporter}"
    returned = original_bytes.split(b"\n\n", 1)[0] + b"\n" if headers_only else original_bytes
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    code, text = draw.pick([("5.1.1", "550 5.1.1 User unknown"), ("5.2.2", "552 5.2.2 Mailbox full"), ("5.7.1", "550 5.7.1 Message rejected as spam")])
    notice = (f"This is the mail system at host {reporter}.\n\nI'm sorry to have to inform you that your message could not\n"
              f"be delivered to one or more recipients.\n\n<{failed}>: {text}")
    head = (f"From: MAILER-DAEMON@{reporter} (Mail Delivery System)\nTo: {to}\nSubject: {draw.pick(['Undelivered Mail Returned to Sender', 'Delivery Status Notification (Failure)'])}\n"
            f"Date: {rfc5322_date(date, 0)}\nMessage-ID: {message_id(draw, 'plain', date, reporter)}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"{boundary}\"\n\n--{boundary}\nContent-Type: text/plain; charset=us-ascii\n\n"
            f"{notice}\n\n"
            f"--{boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {reporter}\nArrival-Date: {rfc5322_date(date - 20, 0)}\n\nFinal-Recipient: rfc822; {failed}\n"
            f"Action: failed\nStatus: {code}\nDiagnostic-Code: smtp; {text}\n\n--{boundary}\nContent-Type: {kind}\n\n")
    message = Message(date=date, label="bounce", family=family, raw=head.encode() + returned + f"\n--{boundary}--\n".encode(), subject="Undelivered Mail Returned to Sender",
                      from_=("Mail Delivery System", f"MAILER-DAEMON@{reporter}"), to=[("", to)], route=Route(reporter, f"203.0.113.{draw.between(1, 250)}", "postfix", 0, ""))
    message.message_id = head.split("Message-ID: ")[1].split("\n")[0]
    message.own = notice
    message.truth.update(failed=failed, code=code, diagnosis=text, embedded=original, embedded_headers=original_bytes.split(b"\n\n", 1)[0], original_message_id=original.message_id)
    return message


def ordinary(draw, world, messages, count):
    """Reports on mail of ours that could not be delivered at a partner."""
    ours = {p.address for p in world.handed_over}
    partners = {p.address for p in world.partner_people()}
    sent = [m for m in messages if m.from_ and m.from_[1] in ours and m.message_id and any(a in partners for _, a in m.to)]
    result = []
    for original in draw.some(sent, count):
        failed = [a for _, a in original.to if a in partners][0]
        trace = [("Received", f"from {original.sender.machine} ({original.sender.machine_ip}) by {world.ours.host} (Postfix) with ESMTPA id 4{draw.token(9)};\n\t{rfc5322_date(original.date + 1, 540)}")]
        host = world.ours.host if draw.chance(0.5) else "mx." + failed.split("@")[1]
        report = _report(draw, original.from_[1], host, failed, original, trace, original.date + draw.between(5, 600), "ordinary-bounce")
        report.truth["origin"] = "sent"
        result.append(report)
    return result


def backscatter(draw, world, theft, count):
    """Reports of foreign servers to our people about forged mail that bore their address and never passed our servers."""
    result = []
    for _ in range(count if theft.held else 0):
        person, original = draw.pick(world.handed_over), draw.pick(theft.held)
        stranger = f"{draw.pick(['compras', 'office', 'adm'])}@{draw.token(6, 'aeiklmnorst')}.example"
        date = theft.date + draw.between(2, 30) * DAY + draw.below(DAY)
        mail = forge(draw, original, (person.display, person.address), ("", stranger), date, draw.pick(FAMILIES[:5]), "<copied@copy.example>")
        mail.from_raw = f"{person.romaji} <{person.address}>"
        trace = [("Return-Path", f"<{person.address}>"),
                 ("Received", f"from {mail.route.host} ({mail.route.host} [{mail.route.ip}])\n\tby mx.{stranger.split('@')[1]} (Postfix) with ESMTPS id 4{draw.token(9)};\n\t{rfc5322_date(date + 2, 0)}")]
        mail.from_ = (person.romaji, person.address)
        report = _report(draw, person.address, "mx." + stranger.split("@")[1], stranger, mail, trace, date + 5, "backscatter")
        report.truth["origin"] = "backscatter"
        result.append(report)
    return result
