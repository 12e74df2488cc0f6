"""The organisations and persons of an incident, each with lasting habits: mail program, charset, signature, way of quoting."""
from .words import (DEPARTMENTS, DEPARTMENTS_EN, ENGLISH_FAMILY, ENGLISH_GIVEN, FAMILY_NAMES, GIVEN_NAMES, TITLES)

OURS = [("ヒカリ製作所", "Hikari Seisaku", "hikari-seisaku.example"), ("みさき精工", "Misaki Seiko", "misaki-seiko.example"),
        ("ことぶき機器", "Kotobuki Kiki", "kotobuki-kiki.example"), ("あさひな産業", "Asahina Sangyo", "asahina-sangyo.example")]
JAPANESE_PARTNERS = [
    ("青葉工業", "Aoba Kogyo", "aoba-kogyo.example"), ("東和精機", "Towa Seiki", "towa-seiki.example"), ("北斗電子", "Hokuto Denshi", "hokuto-denshi.example"),
    ("日の出商事", "Hinode Shoji", "hinode-shoji.example"), ("三栄物流", "Sanei Butsuryu", "sanei-logi.example"), ("若葉設計", "Wakaba Sekkei", "wakaba-sekkei.example"),
    ("富士見印刷", "Fujimi Insatsu", "fujimi-print.example"), ("大洋樹脂", "Taiyo Jushi", "taiyo-jushi.example"), ("山吹建設", "Yamabuki Kensetsu", "yamabuki.example"),
    ("みどり情報", "Midori Joho", "midori-joho.example")]
FOREIGN_PARTNERS = [
    ("Norwood Instruments", "Norwood Instruments Ltd", "norwood-instruments.example", 0), ("Calder Valves", "Calder Valves GmbH", "calder-valves.example", 60),
    ("Brightwater Freight", "Brightwater Freight Inc.", "brightwater-freight.example", -300), ("Linden Optics", "Linden Optics AB", "linden-optics.example", 60),
    ("Harrow Castings", "Harrow Castings plc", "harrow-castings.example", 0)]
PRIVATE_DOMAINS = ["webmail-kokko.example", "postbox.example", "freemail.example"]

# program: (X-Mailer or User-Agent value, Message-ID form, ways of quoting, sends HTML, encodings)
PROGRAMS = {
    "outlook": ("Microsoft Outlook 16.0", "outlook", ["original-en", "block-ja", "border-html"], 0.5, [("iso-2022-jp", "7bit"), ("utf-8", "base64")]),
    "exchange": (None, "exchange", ["block-ja", "border-html", "block-ja"], 0.6, [("iso-2022-jp", "base64"), ("utf-8", "base64"), ("iso-2022-jp", "quoted-printable")]),
    "thunderbird": ("Mozilla Thunderbird", "uuid", ["prefix-on", "prefix-ja"], 0.1, [("utf-8", "8bit"), ("utf-8", "base64"), ("iso-2022-jp", "7bit")]),
    "becky": ("Becky! ver. 2.81.06 [ja]", "becky", ["prefix-on", "prefix-said"], 0.0, [("iso-2022-jp", "7bit"), ("shift_jis", "base64")]),
    "gmail": (None, "gmail", ["gmail-html"], 1.0, [("utf-8", "base64"), ("utf-8", "quoted-printable")]),
    "apple": ("Apple Mail (2.3654.120.0.1.13)", "apple", ["apple-html", "prefix-apple"], 0.6, [("utf-8", "quoted-printable"), ("utf-8", "base64")]),
}
ENGLISH_ENCODINGS = [("us-ascii", "7bit"), ("utf-8", "quoted-printable"), ("windows-1252", "quoted-printable"), ("utf-8", "8bit")]
ENGLISH_QUOTES = {"outlook": ["original-en", "border-html"], "exchange": ["block-en", "border-html"], "thunderbird": ["prefix-on"], "becky": ["prefix-on"],
                  "gmail": ["gmail-html"], "apple": ["apple-html", "prefix-apple"]}


class Organisation:
    def __init__(self, name, romaji, domain, language, zone, draw, number):
        self.name, self.romaji, self.domain, self.language, self.zone = name, romaji, domain, language, zone
        self.transport = draw.pick(["postfix", "exchange", "exim", "postfix"])
        self.host = draw.pick(["mx", "mail", "smtp", "mta1"]) + "." + domain
        self.ip = f"{draw.pick(['192.0.2', '198.51.100', '203.0.113'])}.{number}"
        self.people = []
        self.moved = None  # (date, new domain): the whole company writes from there since

    @property
    def full_name(self):
        return "株式会社" + self.name if self.language == "ja" else self.romaji


class Person:
    def __init__(self, org, draw, family=None, given=None):
        self.org, self.language = org, org.language
        if self.language == "ja":
            self.family, self.family_kana, self.family_romaji = (family or draw.pick(FAMILY_NAMES)).split(":")
            self.given, self.given_kana, self.given_romaji = (given or draw.pick(GIVEN_NAMES)).split(":")
        else:
            self.family = self.family_romaji = family or draw.pick(ENGLISH_FAMILY)
            self.given = self.given_romaji = given or draw.pick(ENGLISH_GIVEN)
        local = draw.pick(["{g}.{f}", "{f}", "{i}-{f}", "{f}.{i}"]) if self.language == "ja" else draw.pick(["{g}.{f}", "{i}{f}", "{f}"])
        self.local = local.format(g=self.given_romaji.lower(), f=self.family_romaji.lower(), i=self.given_romaji[0].lower())
        self.department = draw.pick(DEPARTMENTS if self.language == "ja" else DEPARTMENTS_EN)
        self.title = draw.pick(TITLES)
        self.phone = f"0{draw.between(3, 9)}-{draw.between(1000, 9999)}-{draw.between(1000, 9999)}"
        self.display = self._display(draw)
        self.weight = 1
        self.private = None
        self.own = False
        self.renamed = None  # (date, family name since then)
        self.firm = draw.pick(["株式会社", "株式会社", "株式会社", "㈱", "(株)"]) + org.name if self.language == "ja" else org.romaji
        self._habits(draw)

    def _habits(self, draw):
        self.program = draw.weighted(list(PROGRAMS), [4, 4, 2, 1.5 if self.language == "ja" else 0, 2, 1])
        self.mailer, self.id_form, quotes, html, encodings = PROGRAMS[self.program]
        self.quote_style = draw.pick(quotes if self.language == "ja" else ENGLISH_QUOTES[self.program])
        self.html = self.quote_style.endswith("html") or draw.chance(html / 3)
        self.charset, self.transfer = draw.pick(encodings if self.language == "ja" else ENGLISH_ENCODINGS)
        self.machine = draw.pick(["DESKTOP-", "PC", "NOTE-", "LAPTOP-"]) + draw.token(7, "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789")
        self.machine_ip = f"192.168.{draw.between(0, 40)}.{draw.between(2, 250)}"
        self.signature_mark = draw.pick(["-- ", "=" * 40, "-" * 36, "*" * 30, "―" * 20 if self.language == "ja" else "___"])

    def _display(self, draw):
        if self.language != "ja":
            return draw.weighted([f"{self.given} {self.family}", f"{self.family}, {self.given}", self.given], [8, 2, 0.7])
        forms = [f"{self.family} {self.given}", f"{self.family}{self.given}", f"{self.family}　{self.given}", f"{self.given_romaji} {self.family_romaji}",
                 f"{self.family_romaji.upper()} {self.given_romaji}", f"{self.family} {self.given}/{self.org.name}", f"{self.family_kana} {self.given_kana}",
                 f"{self.family}@{self.org.name}", f"({self.org.name}){self.family}", self.family]
        return draw.weighted(forms, [8, 3, 3, 3, 1, 2, 0.5, 1, 0.7, 0.6])

    @property
    def address(self):
        return f"{self.local}@{self.org.domain}"

    def address_at(self, date):
        moved = self.org.moved
        return f"{self.local}@{moved[1]}" if moved and date >= moved[0] else self.address

    def display_at(self, date):
        return self.renamed[1] if self.renamed and date >= self.renamed[0] else self.display

    @property
    def full_name(self):
        return f"{self.family} {self.given}" if self.language == "ja" else f"{self.given} {self.family}"

    @property
    def romaji(self):
        return f"{self.given_romaji} {self.family_romaji}"

    def as_others_write(self, draw):
        """The name that stands in somebody else's address book."""
        if draw.chance(0.65):
            return self.display
        if self.language != "ja":
            return draw.pick([self.full_name, f"{self.family}, {self.given}", ""])
        return draw.pick([f"{self.family}様", f"{self.org.name} {self.family}様", f"{self.firm} {self.family}様", f"{self.family}{self.title}", f"{self.family}さん", self.romaji,
                          f"{self.given} {self.family}", f"{self.family}　{self.given}", "", half_width(self.family_kana + " " + self.given_kana)])

    def signature(self):
        if self.language == "ja":
            lines = [self.signature_mark, f"{self.firm} {self.department}", f"{self.family} {self.given} ({self.romaji})", f"TEL {self.phone}", f"E-mail: {self.address}"]
        else:
            lines = [self.signature_mark, self.full_name, f"{self.department}, {self.org.full_name}", f"Phone +{self.phone.replace('-', ' ')}", self.address]
        return "\n".join(lines)


def half_width(katakana):
    """Half-width forms of the katakana that occur in FAMILY_NAMES and GIVEN_NAMES."""
    full = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー"
    half = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ"
    table = dict(zip(full, half))
    for voiced, plain, mark in zip("ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポ", "カキクケコサシスセソタチツテトハヒフヘホハヒフヘホ", "ﾞ" * 20 + "ﾟ" * 5):
        table[voiced] = table[plain] + mark
    return "".join(table.get(c, c) for c in katakana)


def _staff(org, draw, count):
    taken = set()
    while len(org.people) < count:
        person = Person(org, draw)
        if person.local not in taken:
            taken.add(person.local)
            org.people.append(person)
    for person in org.people:
        if draw.chance(0.35):
            form = draw.pick([person.local, person.family_romaji.lower() + str(draw.between(60, 99)), person.given_romaji.lower() + "." + person.family_romaji.lower()])
            person.private = f"{form}@{draw.pick(PRIVATE_DOMAINS)}"


class World:
    """ours: our organisation, whose first `mailboxes` people hand over their mail. partners: the others. zone: minutes east of UTC."""

    def __init__(self, draw, mailboxes=None):
        numbers = draw.shuffled(range(10, 240))
        self.ours = Organisation(*draw.pick(OURS), "ja", 540, draw, numbers.pop())
        count = mailboxes or draw.between(5, 8)
        _staff(self.ours, draw, count + draw.between(2, 4))
        self.handed_over = self.ours.people[:count]
        for person in self.ours.people:
            person.own = True
        self.partners = []
        for row in draw.some(JAPANESE_PARTNERS, draw.between(3, 5)):
            self.partners.append(Organisation(*row, "ja", 540, draw, numbers.pop()))
        for name, full, domain, zone in draw.some(FOREIGN_PARTNERS, draw.between(1, 3)):
            self.partners.append(Organisation(name, full, domain, "en", zone, draw, numbers.pop()))
        for org in self.partners:
            _staff(org, draw, draw.between(2, 5))
            for person in draw.some(org.people, 2):
                person.weight = 3
        self._namesakes(draw)

    def _namesakes(self, draw):
        """Two different people of one name at two companies."""
        japanese = [org for org in self.partners if org.language == "ja"]
        first, second = draw.some(japanese, 2)
        model, twin = first.people[0], second.people[-1]
        for field in ("family", "family_kana", "family_romaji", "given", "given_kana", "given_romaji"):
            setattr(twin, field, getattr(model, field))
        twin.local = twin.family_romaji.lower() + "-" + twin.given_romaji.lower()
        model.display = twin.display = f"{model.family} {model.given}"
        self.namesakes = (model, twin)

    def partner_people(self):
        return [person for org in self.partners for person in org.people]
