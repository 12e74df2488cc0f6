#!/usr/bin/env python3
"""Runs `replytrace notify` on mail whose names try everything that breaks a list, and reads lists and drafts again: with Python always, with
LibreOffice where it is installed."""
import argparse
import csv
import email
import email.header
import email.policy
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples")
OWNER = "taro@ours.example"
COLUMNS = ("notify_id group email bounced display_name other_names company_domain internal language first_seen last_seen msgs_from msgs_to msgs_cc "
           "exposed_mailboxes data_kinds spoofed_mail_at spoof_subject evidence_ref channel notified_at note person_id").split()
NUMBERS = {"group", "msgs_from", "msgs_to", "msgs_cc"}
DATES = {"first_seen", "last_seen"}
NUMBER = re.compile(r"[\d,./:E -]*\d[\d,./:E -]*")
FORMULA = re.compile(r"^[\s\u3000\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]")

# Names as they stand in the mail. All of them must come out again, whatever a spreadsheet makes of their first character.
NAMES = ['=HYPERLINK("http://evil.example/","click")', "+81-3-1234-5678", "-1+1", "@SUM(A1:A9)", "＝1+1", "＠SUM(A1)", "－2", "＋3", "  =1+1", "=cmd|' /C calc'!A0",
         "𠮷野家 髙橋", "ﾊﾝｶｸ ｶﾅﾀﾛｳ", "葛\U000E0100城 一郎", "Müller; GmbH", 'Quote "inner", comma', "O'Brien", "'apostrophe", "Ａｌｐｈａ　Ｂｅｔａ", "Zoë\u0301 Ünal", "👍🏽 Emoji", "한글 이름",
         "Дмитрий", "1,234", "2022-03-01", "0012", "TRUE", "1/2", "3E5"]


def _word(text):
    return email.header.Header(text, "utf-8").encode().replace("\n ", "\n ")


def mail(number, sender, to, text, subject="Meeting", extra=""):
    """sender, to: (name, address)."""
    people = [f"{_word(name)} <{address}>" if name else address for name, address in (sender, to)]
    return (f"From sender@ours.example Tue Mar  1 00:00:00 2022\nMessage-ID: <{number}@mail.example>\nDate: Tue, 01 Mar 2022 {number // 60 % 24:02}:{number % 60:02}:00 +0000\n"
            f"From: {people[0]}\nTo: {people[1]}\nSubject: {_word(subject)}\n{extra}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            f"Content-Transfer-Encoding: 8bit\n\n{text}\n\n")


def report(number, address, action, status):
    """A delivery report (RFC 3464) about mail to this address."""
    head = mail(number, ("Mail Delivery System", "mailer-daemon@ours.example"), ("", OWNER), "", "Undelivered Mail", "Auto-Submitted: auto-replied\n").split("MIME-Version")[0]
    return (f"{head}MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nIt could not be delivered.\n"
            f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.ours.example\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
            f"Diagnostic-Code: smtp; {status.replace('.', '')} no such user\n\n--b--\n\n")


def write_mbox(path):
    mails = [mail(i, (name, f"person{i}@firm{i}.example"), ("", OWNER), "Good morning.") for i, name in enumerate(NAMES)]
    mails += [
        mail(100, ("Hanako Sato", "Hanako.Sato@Partner.example"), ("", OWNER), "Regards\nTel: +44 20 7946 0123\n10 Downing Street, London SW1A 2AA"),
        mail(101, ("SATO, Hanako", "hanako.sato@partner.example"), ("", OWNER), "Again. See named@elsewhere.example for it."),
        mail(102, ("Hanako Sato", "hanako.sato@mail.partner.example"), ("", OWNER), "From another machine."),
        mail(103, ("Shop", "noreply@shop.example"), ("", OWNER), "Your order."),
        mail(104, ("", OWNER), ("", "office@lists.example"), "To the list.", extra="List-Id: <office.lists.example>\n"),
        mail(105, ("山田 太郎", "yamada@nihon.example"), ("", OWNER), "お世話になっております。\n〒100-0001 東京都千代田区千代田1-1\nTEL 03-1234-5678"),
        mail(106, ("", OWNER), ("", "gone@nihon.example"), "Hello?"),
        mail(107, ("http://evil.example/ Click", "linkname@firm.example"), ("", OWNER), "Look."),
        mail(113, ("Mobile", "old..style.@docomo.example"), ("", OWNER), "Hi."),
        mail(108, ("Local", "root@localhost"), ("", OWNER), "cron"),
    ]
    mails += [report(109, "gone@nihon.example", "failed", "5.1.1"), report(110, "yamada@nihon.example", "delayed", "4.4.1"),
              report(111, "hanako.sato@partner.example", "failed", "4.4.7"), report(112, "stranger@elsewhere.example", "failed", "5.1.1")]
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("".join(mails))


class Check:
    def __init__(self):
        self.wrong = 0

    def __call__(self, good, text):
        if not good:
            print(f"wrong: {text}")
            self.wrong += 1


def rows_of(path, check):
    with open(path, "rb") as file:
        data = file.read()
    check(data.startswith(b"\xef\xbb\xbf"), f"{path}: BOM")
    check(data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r"), f"{path}: line ends are CRLF")
    rows = list(csv.reader(io.StringIO(data[3:].decode("utf-8"), newline="")))
    for row in rows:
        check(len(row) == len(rows[0]), f"{path}: {len(row)} cells in a row of {len(rows[0])}")
        for cell in row:
            check(not FORMULA.match(cell) and "\t" not in cell and "\r" not in cell and "\n" not in cell, f"{path}: computed or broken cell {cell!r}")
    return [dict(zip(rows[0], row)) for row in rows[1:]], rows


def plain(cell):
    """Without the apostrophe that keeps a cell from being computed."""
    return cell[1:] if cell.startswith("'") and (FORMULA.match(cell[1:]) or NUMBER.fullmatch(cell[1:])) else cell


def visible(name):
    return name.strip().strip("'").strip() if name.strip().startswith("'") and name.strip().endswith("'") else name.strip()


def check_lists(out, check):
    told, _ = rows_of(f"{out}/notify.csv", check)
    excluded, _ = rows_of(f"{out}/excluded.csv", check)
    rows_of(f"{out}/counts.csv", check)
    check(list(told[0]) == COLUMNS, "the columns of notify.csv")
    check(list(excluded[0]) == COLUMNS + ["reason"], "the columns of excluded.csv")
    addresses = [row["email"] for row in told + excluded if row["email"]]
    check(len(addresses) == len(set(map(str.lower, addresses))), "an address stands twice")
    shown = {plain(row["display_name"]) for row in told} | {name for row in told for name in plain(row["other_names"]).split("; ")}
    for name in NAMES:
        check(visible(name) in shown or name in shown, f"the name {name!r} is not in the list")
    by = {row["email"]: row for row in told}
    check(by["hanako.sato@partner.example"]["msgs_from"] == "2", "two spellings of one address are one row")
    check(by["hanako.sato@partner.example"]["person_id"] == by["hanako.sato@mail.partner.example"]["person_id"], "one person under a subdomain")
    check("telephone" in by["hanako.sato@partner.example"]["data_kinds"] and "postal" in by["hanako.sato@partner.example"]["data_kinds"], "data of the signature")
    check(by["named@elsewhere.example"]["group"] == "3", "somebody named in a text")
    check(by["yamada@nihon.example"]["language"] == "ja" and by["hanako.sato@partner.example"]["language"] == "en", "languages")
    check(by["gone@nihon.example"]["bounced"] == "yes" and "7" in by["gone@nihon.example"]["group"], "a dead address")
    check("5.1.1" in by["gone@nihon.example"]["note"] and by["gone@nihon.example"]["channel"] == "telephone or post", "why it is dead, and what to do")
    check(by["yamada@nihon.example"]["bounced"] == by["hanako.sato@partner.example"]["bounced"] == "no", "a delay is no end")
    check(by["stranger@elsewhere.example"]["group"] == "3" if "stranger@elsewhere.example" in by else True, "a bounce alone puts nobody on the list")
    check(by[OWNER]["channel"] == "telephone" and by[OWNER]["internal"] == "yes", "the owner of the mailbox")
    reasons = {row["email"]: row for row in excluded}
    for address in ("noreply@shop.example", "office@lists.example", "root@localhost"):
        check(address in reasons and reasons[address]["reason"], f"{address} is left out with a reason")
    check(not set(reasons) & set(by), "nobody is told and left out")
    for number in ("1,234", "0012", "1/2", "3E5", "2022-03-01"):
        check("'" + number in {row["display_name"] for row in told}, f"the name {number} is kept from becoming a number")
    return told


def check_drafts(out, told, check):
    names = sorted(os.listdir(f"{out}/drafts"))
    wanted = {}
    for row in told:
        wanted.setdefault(row["person_id"], row)
    for name in names:
        check(re.fullmatch(r"P\d{5,}\.eml", name), f"the name {name}")
        with open(f"{out}/drafts/{name}", "rb") as file:
            data = file.read()
        check(data.count(b"\n") == data.count(b"\r\n"), f"{name}: line ends")
        check(max(map(len, data.split(b"\r\n"))) <= 998, f"{name}: long lines")
        draft = email.message_from_bytes(data, policy=email.policy.default)
        text = draft.get_content()
        row = wanted[name[:-4]]
        check(draft["X-Unsent"] == "1" and not draft["From"] and not draft["Cc"] and not draft["Bcc"], f"{name}: header")
        check(len(draft.get_all("To")) == 1 and [f"{a.username}@{a.domain}" for a in draft["To"].addresses] == [row["email"]] and not draft["To"].defects, f"{name}: To {draft['To']}")
        check(draft.get_content_type() == "text/plain" and not draft.is_multipart(), f"{name}: attachments")
        check("http" not in text and "www." not in text and "evil" not in text, f"{name}: a link")
        check("Good morning" not in text and "Meeting" not in text, f"{name}: stolen text")
        check("{" not in text and "}" not in text, f"{name}: a word not filled in")
        check(("お願い" in text) == (row["language"] == "ja"), f"{name}: language")
    dead = {row["person_id"] for row in told if row["channel"] in ("telephone", "telephone or post")}
    check({name[:-4] for name in names} == set(wanted) - dead, "a draft for each person that mail reaches, and no other")
    if check.wrong == 0:
        print(f"{len(names)} drafts, {len(told)} rows")


def run(binary, *arguments):
    return subprocess.run([binary, *arguments], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})


def check_again(binary, case, out, check):
    """Nothing is overwritten unless that was asked for."""
    path, stale, other = f"{out}/notify.csv", f"{out}/drafts/P99999.eml", f"{out}/mine.txt"
    with open(path, "rb") as file:
        before = file.read()
    for name in (stale, other):
        with open(name, "w", encoding="utf-8") as file:
            file.write("mine")
    result = run(binary, "notify", "-c", case, "-o", out, "--mailbox", OWNER)
    with open(path, "rb") as file:
        check(result.returncode == 2 and file.read() == before and os.path.exists(stale), "a full folder is left alone")
    os.remove(f"{out}/counts.csv")
    victim = f"{out}/victim"
    with open(victim, "w", encoding="utf-8") as file:
        file.write("mine")
    os.symlink(victim, f"{out}/counts.csv")
    result = run(binary, "notify", "-c", case, "-o", out, "--mailbox", OWNER, "--force")
    with open(path, "rb") as file:
        check(result.returncode == 0 and file.read() == before, "--force writes the same again")
    with open(victim, encoding="utf-8") as file:
        check(file.read() == "mine" and not os.path.islink(f"{out}/counts.csv"), "a link is not followed")
    check(not os.path.exists(stale) and os.path.exists(other), "--force takes old drafts away and nothing else")


def cells_of_xlsx(path):
    """Rows of text as a spreadsheet program read them; None where a cell is empty, a number or a date. And how many formulas there are."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as file:
        strings = ["".join(t.text or "" for t in item.iter(f"{space}t")) for item in ET.fromstring(file.read("xl/sharedStrings.xml"))]
        sheet = ET.fromstring(file.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{space}row"):
        cells = {}
        for cell in row.iter(f"{space}c"):
            value = cell.find(f"{space}v")
            if cell.get("t") == "s" and value is not None:
                letters = re.match(r"[A-Z]+", cell.get("r")).group(0)
                column = 0
                for letter in letters:
                    column = column * 26 + ord(letter) - 64
                cells[column - 1] = strings[int(value.text)]
        rows.append(cells)
    return rows, len(list(sheet.iter(f"{space}f")))


def check_spreadsheet(out, work, check):
    """Every character again in LibreOffice, which reads the file as UTF-8 with commas, every column as text."""
    soffice = shutil.which("soffice")
    if not soffice:
        print("LibreOffice is not installed: its part is skipped")
        return
    text = "/".join(f"{column}/2" for column in range(1, len(COLUMNS) + 1))
    for name, options in (("notify.csv", f"CSV:44,34,76,1,{text}"), ("notify.csv", "CSV:44,34,76")):
        target = tempfile.mkdtemp(dir=work)
        subprocess.run([soffice, "--headless", f"-env:UserInstallation=file://{work}/profile", f"--infilter={options}", "--convert-to", "xlsx", "--outdir", target, f"{out}/{name}"],
                       check=True, capture_output=True, timeout=240)
        rows, formulas = cells_of_xlsx(f"{target}/notify.xlsx")
        _, wanted = rows_of(f"{out}/{name}", check)
        check(formulas == 0, f"{formulas} formulas")
        check(len(rows) == len(wanted), f"{len(rows)} of {len(wanted)} rows in LibreOffice")
        as_text = "/" in options
        for row, cells in zip(wanted, rows):
            for column, cell in enumerate(row):
                free = COLUMNS[column] in NUMBERS | DATES or cell == "TRUE"
                if cell and (as_text or not free):
                    check(cells.get(column) == cell, f"LibreOffice reads {cells.get(column)!r} for {cell!r}")
    print("LibreOffice has read every cell")


def check_contacts(binary, work, check):
    """An address book: group 4, and who is only a name."""
    case, out = f"{work}/contacts.case", f"{work}/contacts"
    run(binary, "scan", "-c", case, f"{SAMPLES}/contacts/contacts.pst")
    result = run(binary, "notify", "-c", case, "-o", out, "--mailbox", "suzuki@hikari.example")
    check(result.returncode == 0, result.stderr)
    told, _ = rows_of(f"{out}/notify.csv", check)
    by = {row["email"]: row for row in told}
    check("4" in by["yamada@midori.example"]["group"] and by["yamada@midori.example"]["person_id"] != by["yamada.taro@aoba.example"]["person_id"], "two people of one name")
    check("same name" in by["yamada@midori.example"]["note"], "a hint at the other of this name")
    check({"mori@north.example", "third@north.example"} <= set(by), "the list's member and a third address")
    excluded, _ = rows_of(f"{out}/excluded.csv", check)
    check([row["display_name"] for row in excluded] == ["No Address"], "a contact without an address")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    options = parser.parse_args()
    binary, check = os.path.abspath(options.binary), Check()
    with tempfile.TemporaryDirectory() as work:
        case, out = f"{work}/x.case", f"{work}/out"
        write_mbox(f"{work}/inbox.mbox")
        result = run(binary, "scan", "--own", "ours.example", "-c", case, f"{work}/inbox.mbox")
        result = run(binary, "notify", "-c", case, "-o", out, "--mailbox", OWNER)
        check(result.returncode == 0, f"status {result.returncode}: {result.stderr}")
        told = check_lists(out, check)
        check_drafts(out, told, check)
        check_spreadsheet(out, work, check)
        check_again(binary, case, out, check)
        check_contacts(binary, work, check)
    print(f"{check.wrong} wrong")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
