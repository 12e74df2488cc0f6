"""What mail programs and servers write above a mail: Message-ID forms, Return-Path, Received lines of real shapes."""
from .message import moment, rfc5322_date

ZONE_NAMES = {540: " (JST)", 0: " (UTC)", 60: " (CET)", -300: " (EST)"}


def message_id(draw, form, seconds, domain, local="user"):
    t = moment(seconds, 540)
    if form == "outlook":
        return f"<{draw.between(0, 9):06x}01d{draw.hex(5)}${draw.hex(8)}${draw.hex(8)}$@{domain}>"
    if form == "exchange":
        server = f"TY{draw.pick('CAPX2')}PR{draw.between(1, 9):02d}MB{draw.between(1000, 7999)}"
        return f"<{server}{draw.hex(24).upper()}@{server}.jpnprd01.prod.outlook.example>"
    if form == "uuid":
        return f"<{draw.hex(8)}-{draw.hex(4)}-{draw.hex(4)}-{draw.hex(4)}-{draw.hex(12)}@{domain}>"
    if form == "becky":
        return f"<{t:%Y%m%d%H%M%S}.{draw.hex(4).upper()}.{local.upper()}@{domain}>"
    if form == "gmail":
        return f"<CA{draw.token(8)}+{draw.token(18)}={draw.token(12)}@mail.webmail-kokko.example>"
    if form == "apple":
        return f"<{draw.hex(8).upper()}-{draw.hex(4).upper()}-{draw.hex(4).upper()}-{draw.hex(4).upper()}-{draw.hex(12).upper()}@{domain}>"
    return f"<{t:%Y%m%d%H%M%S}.{draw.hex(12)}@{domain}>"


def _received(draw, kind, came_from, by, for_whom, seconds, zone, authenticated=None):
    """One Received line; came_from: (helo, name in DNS, IP)."""
    helo, name, ip = came_from
    date = rfc5322_date(seconds, zone)
    protocol = "ESMTPSA" if authenticated else "ESMTPS" if draw.chance(0.7) else "ESMTP"
    if kind == "exchange":
        return (f"from {helo} ({ip}) by\n {by} ({draw.between(10, 99)}.1.{draw.between(2, 250)}.{draw.between(2, 250)}) with Microsoft SMTP Server (version=TLS1_2,\n"
                f" cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.{draw.between(2000, 2600)}.{draw.between(10, 40)}; {date}")
    if kind == "exim":
        login = f" (envelope-from <{authenticated}>)" if authenticated else ""
        return (f"from [{ip}] (helo={helo})\n\tby {by} with {protocol.lower()} (TLS1.3) tls TLS_AES_256_GCM_SHA384\n\t(Exim 4.94.2){login}\n"
                f"\tid 1n{draw.token(4)}-000{draw.token(3)}-{draw.token(2)}" + (f"\n\tfor {for_whom}" if for_whom else "") + f"; {date}")
    login = f"\n\t(Authenticated sender: {authenticated})" if authenticated else ""
    return (f"from {helo} ({name} [{ip}]){login}\n\tby {by} (Postfix) with {protocol} id 4{draw.token(12, 'BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789')}"
            + (f"\n\tfor <{for_whom}>" if for_whom else "") + f"; {date}" + ZONE_NAMES.get(zone, ""))


class Route:
    """How a mail came: the sender's machine, his server, and who logged in there. from_ip of None: no machine line (webmail)."""

    def __init__(self, host, ip, kind, zone, envelope, machine=None, machine_ip=None, login=None, extra=()):
        self.host, self.ip, self.kind, self.zone, self.envelope = host, ip, kind, zone, envelope
        self.machine, self.machine_ip, self.login, self.extra = machine, machine_ip, login, extra


def route_of(person, date=0):
    org = person.org
    return Route(org.host, org.ip, org.transport, org.zone, person.address_at(date), person.machine, person.machine_ip)


def service_route(domain, number, envelope):
    """A server that is nobody's office: webmail, list host, ticket system."""
    return Route(f"out{number % 9}.{domain}", f"198.51.100.{number % 250 + 1}", "postfix", 0, envelope)


def trace(draw, message, ours, recipient):
    """Headers our servers and those before them put above a mail on its way to the mailbox `recipient`."""
    route = message.route
    arrived = message.date + draw.between(2, 9)
    lines = [("Return-Path", f"<{route.envelope}>" if route.envelope else "<>"), ("Delivered-To", recipient)]
    inside = route.host == ours.host
    if not inside:
        lines.append(("Received", _received(draw, ours.transport, (route.host, route.host, route.ip), ours.host, recipient, arrived, ours.zone)))
    if route.machine:
        came = (route.machine, "unknown", route.machine_ip)
        lines.append(("Received", _received(draw, route.kind, came, route.host, None if not inside else recipient, arrived - draw.between(1, 2), route.zone,
                                            route.login or (None if draw.chance(0.5) else route.envelope))))
    lines += [("Received", text) for text in route.extra]
    return lines
