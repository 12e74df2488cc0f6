#!/usr/bin/env python3
"""Of suspects that replytrace gives so and so much, how many were robbed: a table over kept reports, exit 1 where 90 % is not 90 %."""
import argparse
import collections
import concurrent.futures
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "samples")]
from evaluate import parse_seeds  # noqa: E402
from evaluation.result import run_tool  # noqa: E402
from gen import incident  # noqa: E402
from gen.forged import Theft, campaign  # noqa: E402

BUCKETS = [0.5, 0.7, 0.9, 0.99, 1.01]
SURE, RIGHT = 0.9, 0.9
MAILS_LEAST = 12  # of a mailbox that is robbed here
# kind, the generator's scenario, who is robbed: partners, ours, two of one company, a mailbox that no stored mail names
KINDS = [("partner", "partner", (1, 0)), ("own", "own", (0, 1)), ("both", "both", (1, 1)), ("two", "two-partners", (2, 0)), ("colleagues", "two-partners", "colleagues"),
         ("hidden", "partner", "hidden")]


class Few(incident.Incident):
    """An incident of 3 to 10 forged mails a victim; anybody with some mail may be robbed, not only who can be told."""

    def __init__(self, seed, kind, scenario, who, mails):
        self.kind, self.who = kind, who
        super().__init__(seed, scenario, mails)

    def _attack(self, draw, mails, end, hard):
        world = self.world
        self.thefts = self._robbed(draw)
        unrelated = [m for m in self.messages if m.message_id]
        days, self.forged = (end - self.theft_date) // incident.DAY - 3, []
        for theft in self.thefts:
            for part in self._parts(draw, theft):
                self.forged += campaign(draw, world, part, self.is_held, unrelated, draw.between(3, 10) if part is theft else 1, days)
        self.messages += self.forged
        self.messages.sort(key=lambda m: m.date)

    def _robbed(self, draw):
        thefts = lambda people: [t for t in (Theft(p, self.theft_date, self.messages) for p in people) if len(t.held) >= MAILS_LEAST]
        partners = thefts(p for p in self.world.partner_people() if not p.org.moved)
        if self.who == "colleagues":
            org = draw.pick(partners).victim.org
            return draw.some([t for t in partners if t.victim.org is org], 2)
        if self.who == "hidden":
            return draw.some(partners, 1)
        return draw.some(partners, self.who[0]) + draw.some(thefts(self.world.handed_over), self.who[1])

    def _parts(self, draw, theft):
        """The theft; of a hidden mailbox, an archive of what a company holds, one theft a mail, each from somebody who is in it."""
        if self.who != "hidden":
            return [theft]
        fellows = [Theft(p, self.theft_date, self.messages) for p in theft.victim.org.people]
        parts = []
        for fellow in draw.shuffled([f for f in fellows if f.held] * 10)[:draw.between(3, 10)]:
            parts.append(Theft(fellow.victim, self.theft_date, draw.some(fellow.held, 3)))
        return parts

    def _scenario_line(self):
        line = super()._scenario_line()
        if self.who == "hidden":
            line["stolen"] = []
        return {**line, "kind": self.kind, "org": sorted({t.victim.org.domain for t in self.thefts})}


def make(options, seed, kind):
    folder = os.path.join(options.workdir, f"{kind[0]}-{seed}")
    if not os.path.exists(f"{folder}/truth.jsonl"):
        Few(seed, *kind, options.mails).write(folder)
    if not options.again or not os.path.exists(f"{folder}/case"):
        run_tool(options.binary, folder)
    return folder


def judge_again(options, folder):
    """The case of an incident with what this binary makes of it."""
    for command in (["judge", "-c", f"{folder}/case"], ["report", "-c", f"{folder}/case", "--format", "jsonl", "-o", f"{folder}/report.jsonl"]):
        done = subprocess.run([options.binary, *command], capture_output=True, text=True, timeout=900)
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(f"{folder}: {command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")


class Table:
    def __init__(self):
        self.rows = collections.Counter()
        self.wrong, self.robbed, self.named = [], 0, 0
        self.verdicts = collections.Counter()

    def add(self, folder):
        with open(f"{folder}/truth.jsonl", encoding="utf-8") as file:
            scenario = json.loads(file.readline())
        with open(f"{folder}/report.jsonl", encoding="utf-8") as file:
            objects = [json.loads(line) for line in file]
        suspects = sorted((o for o in objects if o["type"] == "suspect"), key=lambda o: o["rank"])
        visible = max((o["of"] for o in suspects), default=0)
        for suspect in suspects:
            bucket = sum(suspect["probability"] >= low for low in BUCKETS) - 1
            if bucket < 0:
                continue
            right = bool({suspect["address"], *suspect.get("also", [])} & set(scenario["stolen"]))
            self.rows[bucket] += 1
            self.rows[(bucket, "right")] += right
            if not right and suspect["probability"] >= SURE:
                self.wrong.append(f"{folder}: {suspect['address']} {suspect['probability']} ({suspect['explains']} of {visible}), robbed: {', '.join(scenario['stolen']) or 'hidden'}")
        first = {a for s in suspects[:len(scenario["stolen"])] for a in [s["address"], *s.get("also", [])]}
        if visible:
            self.robbed += len(scenario["stolen"])
            self.named += sum(address in first for address in scenario["stolen"])
        infected = [o["infected"] for o in objects if o["type"] == "verdict"][0]
        self.verdicts["right" if infected == scenario["verdict"] else infected if infected in ("undecided", "none") else "wrong"] += 1

    def print(self):
        print("probability      suspects   robbed")
        for bucket in range(len(BUCKETS) - 1):
            count, right = self.rows[bucket], self.rows[(bucket, "right")]
            print(f"{100 * BUCKETS[bucket]:4.0f} to {min(100, 100 * BUCKETS[bucket + 1]):4.0f} % {count:9}   {f'{100 * right / count:.1f} %' if count else '-'}")
        print(f"robbed mailboxes ranked first: {self.named} of {self.robbed}; verdicts: " + ", ".join(f"{n} {name}" for name, n in sorted(self.verdicts.items())))

    def good(self):
        sure = [b for b in range(len(BUCKETS) - 1) if BUCKETS[b] >= SURE]
        count = sum(self.rows[b] for b in sure)
        return count > 0 and sum(self.rows[(b, "right")] for b in sure) >= RIGHT * count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=parse_seeds, help="make incidents of few forged mails of these seeds first, as 0-19")
    parser.add_argument("--kinds", default=",".join(k[0] for k in KINDS), help="of them, separated by commas (default: all)")
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="judge the kept cases again instead of scanning anew")
    parser.add_argument("--binary", default=os.path.join(HERE, "..", "build", "release", "replytrace"))
    parser.add_argument("--workdir", default="/tmp/replytrace-calibrate", help="of this, or of evaluate.py --keep")
    parser.add_argument("-v", "--verbose", action="store_true", help="name those who were surely suspected and not robbed, and a table a kind")
    options = parser.parse_args()
    os.makedirs(options.workdir, exist_ok=True)
    options.binary = os.path.abspath(options.binary)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda job: make(options, *job), [(s, k) for s in options.seeds or [] for k in KINDS if k[0] in options.kinds.split(",")]))
        folders = [os.path.join(options.workdir, f) for f in sorted(os.listdir(options.workdir)) if os.path.exists(os.path.join(options.workdir, f, "report.jsonl"))]
        if options.again:
            list(pool.map(lambda folder: judge_again(options, folder), folders))
    table, kinds = Table(), collections.defaultdict(Table)
    for folder in folders:
        table.add(folder)
        kinds[os.path.basename(folder).rsplit("-", 1)[0]].add(folder)
    if options.verbose:
        for kind in sorted(kinds):
            print(f"\n{kind}")
            kinds[kind].print()
        print("\n" + "\n".join(table.wrong))
    table.print()
    return 0 if table.good() else 1


if __name__ == "__main__":
    sys.exit(main())
