"""One incident: a year of mail, a theft (or none), what was forged with it, and the truth about all of it."""
import json
import os

from . import honest, lookalikes
from .bounces import backscatter, ordinary
from .draw import Draw
from .forged import TELLING_BYTES, Theft, campaign, hacked_exchange
from .honest import DAY, compose
from .mail_bytes import rfc5322
from .message import moment
from .people import World
from .rare_forged import rare_campaign
from .rare_lookalikes import rare_kinds
from .stores import FORMS, WRITERS, Entry
from .transport import trace

SCENARIOS = ["partner", "two-partners", "own", "both", "none"]
VERDICTS = {"partner": "partner", "two-partners": "partner", "own": "own", "both": "both", "none": "none"}
FIRST_DAYS = [1598918400, 1609459200, 1640995200, 1646092800, 1662595200, 1738800000]  # 2020-09 to 2025-02: when the families above were about
YEAR = 365


def _recipients(world, message):
    """Our people in whose mailboxes a copy of the mail lies."""
    if "deliver" in message.truth:
        addresses = message.truth["deliver"]
    else:
        addresses = [a for _, a in message.to + message.cc + message.bcc]
    return [p for p in world.handed_over if p.address in addresses]


def _is_sent_copy(world, message):
    return message.sender in world.handed_over and message.from_[1] == message.sender.address


def _victims(draw, world, scenario, messages, date):
    """Mailboxes whose theft can be told from what is left: enough mail, shared with many different people."""
    partners = [Theft(p, date, messages) for p in world.partner_people() if not p.org.moved]
    own = [Theft(p, date, messages) for p in world.handed_over]
    wanted = {"partner": (1, 0), "two-partners": (2, 0), "own": (0, 1), "both": (1, 1), "none": (0, 0)}[scenario]
    return _best(draw, partners, wanted[0]) + _best(draw, own, wanted[1])


def _best(draw, thefts, count):
    clear = sorted(thefts, key=lambda t: (-len(t.held) * (1 - t.spread()), t.victim.address))[:max(4, count)]
    result = []
    for theft in draw.shuffled(clear):
        if len(result) < count and all(theft.victim.org is not other.victim.org for other in result):
            result.append(theft)
    return result


def _phish_reports(draw, world, forged):
    """Recipients ask the help desk, or a partner asks us, and send the forged mail along."""
    result, desk = [], world.handed_over[0]
    people = {p.address: p for p in world.handed_over}
    for mail in draw.some([m for m in forged if m.to[0][1] != desk.address], max(2, len(forged) // 8)):
        person = people[mail.to[0][1]]
        text = honest.letter(draw, person, desk, [draw.pick(["このメールは不審です。開いてよいでしょうか。", "怪しいメールが届きましたので転送します。添付は開いておりません。"])], "ja")
        inline = draw.chance(0.6)
        shown = type(mail)(**{**mail.__dict__, "occurrences": [], "attachments": []})
        report = compose(draw, person, [desk], [], "Fw: " + mail.subject, text, "", mail.date + draw.between(600, 2 * DAY), shown, quote=inline, language="ja")
        if not inline:
            report.attachments.append(("mail.eml", "message/rfc822", rfc5322(mail)))
            report.truth["embedded"] = mail
        report.family = "phish-report"
        result.append(report)
    return result


class Incident:
    def __init__(self, seed, scenario, mails, mailboxes=None, hard=False, rare=False):
        self.seed, self.scenario = seed, scenario
        draw = self.draw = Draw(f"replytrace {seed} {scenario} {mails}")
        world = self.world = World(draw, mailboxes)
        end = draw.pick(FIRST_DAYS) + 40 * DAY
        start, self.theft_date = end - YEAR * DAY, end - draw.between(42, 60) * DAY
        notices = lookalikes.move_company(draw, world, start, YEAR, [p.org for p in world.namesakes])
        lookalikes.rename_person(draw, world, start, YEAR)
        self.messages = notices + [m for t in honest.threads(draw, world, start, YEAR, int(mails * 0.8)) for m in t.messages]
        self.messages += lookalikes.all_kinds(draw, world, start, YEAR, mails)
        if hard:
            self.messages += lookalikes.hardest(Draw(f"hardest {seed}"), world, start, YEAR, mails)
        if rare:
            self.messages += rare_kinds(Draw(f"rare kinds {seed} {scenario}"), world, start, YEAR, mails)
        self.messages = [m for m in self.messages if m.date < end]
        self.held = {id(m) for m in self.messages if m.family != "draft" and (_recipients(world, m) or _is_sent_copy(world, m))}
        self.thefts = _victims(draw, world, scenario, self.messages, self.theft_date)
        self.rare = Draw(f"rare forged {seed} {scenario}") if rare else None
        self._attack(draw, mails, end, hard)

    def _attack(self, draw, mails, end, hard):
        world, count = self.world, min(60, max(25, mails // 50))
        unrelated = [m for m in self.messages if m.message_id and id(m) not in self.held] or [m for m in self.messages if m.message_id]
        self.forged = []
        if self.rare:
            self._second_wave(end)
        for theft in self.thefts:
            days = (end - theft.date) // DAY - 3
            self.forged += campaign(draw, world, theft, self.is_held, unrelated, count // len(self.thefts) + 1, days)
            if self.rare:
                self.forged += rare_campaign(self.rare, world, theft, self.is_held, count // (3 * len(self.thefts)) + 1, days)
            if hard:
                self.forged += self._hard(draw, theft)
        reports = ordinary(draw, world, self.messages, draw.between(3, 5))
        for theft in self.thefts:
            reports += backscatter(draw, world, theft, draw.between(2, 4))
        self.messages += self.forged + _phish_reports(draw, world, self.forged) + reports
        self.messages.sort(key=lambda m: m.date)

    def _second_wave(self, end):
        """Where a partner and one of ours were robbed: ours opened a mail of the first wave, so his theft came days after it."""
        late = self.theft_date + 14 * DAY
        self.thefts = [Theft(t.victim, late, self.messages) if self.scenario == "both" and t.victim.own and late < end - 24 * DAY else t for t in self.thefts]

    def _hard(self, draw, theft):
        people = {p.address: p for p in self.world.handed_over if p is not theft.victim}
        originals = [m for m in theft.held if id(m) in self.held and any(a in people for a in m.people())]
        return [hacked_exchange(draw, m, theft.victim, [("", a) for a in m.people() if a in people][0], theft.date + draw.between(2, 20) * DAY)
                for m in draw.some(originals, 2)]

    def is_held(self, message):
        return id(message) in self.held

    def _deliver(self):
        """address -> entries, in order of date."""
        boxes = {p.address: [] for p in self.world.handed_over}
        for message in self.messages:
            for person in _recipients(self.world, message):
                folder = message.folders.get(person.address, "Inbox")
                above = [] if folder == "Drafts" else trace(self.draw, message, self.world.ours, person.address)
                boxes[person.address].append(Entry(message, folder, rfc5322(message, above), folder == "Drafts"))
            if _is_sent_copy(self.world, message) and message.family not in ("draft", "list-rewrite"):
                boxes[message.sender.address].append(Entry(message, "Sent", rfc5322(message), True))
        return boxes

    def write(self, out):
        os.makedirs(f"{out}/stores", exist_ok=True)
        boxes = self._deliver()
        for form, person in zip(FORMS * 3, self.world.handed_over):
            WRITERS[form](f"{out}/stores", person, boxes[person.address])
        with open(f"{out}/truth.jsonl", "w", encoding="utf-8", newline="\n") as file:
            for line in [self._scenario_line()] + [self._truth(m) for m in self.messages if m.occurrences]:
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")

    def _scenario_line(self):
        day = lambda seconds: moment(seconds, 0).isoformat() + "Z"
        stolen = [c.date for m in self.forged for c in m.chain[:1]]
        return {"type": "scenario", "scenario": self.scenario, "seed": self.seed, "verdict": VERDICTS[self.scenario], "own": [self.world.ours.domain],
                "stolen": [t.victim.address for t in self.thefts], "mailboxes": [p.address for p in self.world.handed_over],
                "window": {"theft": day(self.theft_date), "from": day(max(stolen)), "to": day(min(m.date for m in self.forged))} if stolen else None}

    def _truth(self, message):
        line = {"type": "message", "message_id": message.message_id, "label": message.label, "family": message.family, "date": moment(message.date, 0).isoformat() + "Z",
                "subject": message.subject, "from_address": message.from_[1]}
        if message.label == "forged":
            quoted = [m for m in message.chain if self.is_held(m)]
            telling = [m for m in quoted if len(m.core.encode()) >= TELLING_BYTES]
            line.update(sending_account=message.sending, victim=message.truth.get("victim"), claimed=message.truth["claimed"], quotes=[m.message_id for m in quoted] or None,
                        visible=bool(telling), original=telling[0].message_id if telling else None)
        for name in ("origin", "failed", "original_message_id"):
            if name in message.truth:
                line[name] = message.truth[name]
        line["occurrences"] = message.occurrences
        return line
