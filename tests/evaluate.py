#!/usr/bin/env python3
"""Runs replytrace over generated incidents and compares what it says with the truth: one table, exit 1 when a bar is missed."""
import argparse
import calendar
import collections
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATE = os.path.join(HERE, "..", "samples", "generate.py")
SCENARIOS = ["partner", "two-partners", "own", "both", "none"]
# name, what is measured, the bar, whether more is better
BARS = [("recall", "forged quoting a stored mail: severity high", 0.97, True), ("named", "their original named", 0.97, True),
        ("honest", "honest mail of severity high, per 10,000", 1.0, False), ("rank", "stolen mailboxes ranked first", 0.95, True),
        ("verdict", "verdict right", 0.95, True), ("none", "hits of severity high where nothing was stolen", 0, False)]


def below_stores(path):
    """A path as truth.jsonl writes it."""
    return path.rsplit("/stores/", 1)[-1] if path else path


def bare_id(message_id):
    return (message_id or "").strip("<> \t")


def seconds(date):
    """Of an ISO 8601 date in UTC; 0 for none."""
    return calendar.timegm(time.strptime(date[:19], "%Y-%m-%dT%H:%M:%S")) if date else 0


class Truth:
    def __init__(self, folder):
        with open(f"{folder}/truth.jsonl", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.scenario, self.messages = lines[0], lines[1:]
        self._places = {}
        for number, message in enumerate(self.messages):
            message["message_id"], message["original"] = bare_id(message["message_id"]), bare_id(message.get("original"))
            for place in message["occurrences"]:
                self._places[place["path"] or (place["store"], place["item"])] = number

    def find(self, places, facts):
        """Numbers of the messages that lie at these places of a report. facts: message_id, date. A mail that was forwarded as an
        attachment is named by the place of the mail around it: facts tell which of the two is meant."""
        found = set()
        for place in places:
            store, path = below_stores(place["store"]), below_stores(place.get("path"))
            found.update(self._places[key] for key in (path, f"{store}/{path}", store, (store, place["item"])) if key in self._places)
        meant = {n for n in found if self._agrees(self.messages[n], facts)}
        return meant or found

    @staticmethod
    def _agrees(message, facts):
        if message["message_id"] and facts.get("message_id"):
            return message["message_id"] == bare_id(facts["message_id"])
        return abs(seconds(message["date"]) - seconds(facts.get("date"))) < 3600


class Result:
    def __init__(self, name, truth):
        self.name, self.scenario = name, truth.scenario
        self.count, self.alarms, self.missed = collections.Counter(), collections.Counter(), collections.Counter()
        self.fires = collections.Counter()
        self.lines, self.seconds = [], 0.0
        self.verdict, self.error = None, None


def names_original(truth, message, hit):
    for quote in hit["quotes"]:
        if quote.get("message_id") and bare_id(quote["message_id"]) == message["original"]:
            return True
        facts = {"message_id": quote.get("message_id"), "date": quote.get("date")}
        if any(truth.messages[n]["message_id"] == message["original"] for n in truth.find(quote.get("occurrences", []), facts)):
            return True
    return False


def judge_hits(result, truth, hits):
    by_message = collections.defaultdict(list)
    for hit in hits:
        numbers = truth.find(hit["occurrences"], hit)
        result.count["hits unknown"] += not numbers
        for number in numbers:
            by_message[number].append(hit)
    for number, message in enumerate(truth.messages):
        found = by_message.get(number, [])
        high = [h for h in found if h["severity"] == "high"]
        what = f"{message['label']}/{message['family']} {message['message_id']} \"{message['subject']}\" at {message['occurrences'][0]['store']}"
        result.count[message["label"]] += 1
        result.count[message["label"] + " high"] += bool(high)
        if message["label"] == "forged":
            judge_forged(result, truth, message, found, high, what)
        elif found:
            worst = high or found
            for heuristic in sorted({f["heuristic"] for h in worst for f in h["findings"]}):
                result.alarms[("high" if high else worst[0]["severity"], message["label"], message["family"], heuristic)] += 1
            if high and message["label"] in ("honest", "spam"):
                result.lines.append(f"false alarm: {what}")


def judge_forged(result, truth, message, found, high, what):
    kind = "hard" if message["family"] == "hacked-exchange" else "visible" if message["visible"] else "other"
    result.count[kind] += 1
    result.count[kind + " high"] += bool(high)
    result.count[kind + " found"] += bool(found)
    for heuristic in {f["heuristic"] for h in found for f in h["findings"]}:
        result.fires[(heuristic,)] += 1
    if kind == "other" and not found:
        result.missed[(message["family"], "no stored quote, no hit")] += 1
        result.lines.append(f"not found: {what}")
    if kind != "visible":
        return
    named = any(names_original(truth, message, hit) for hit in found)
    result.count["named"] += named
    if not high:
        result.missed[(message["family"], found[0]["severity"] if found else "no hit")] += 1
        result.lines.append(f"missed ({found[0]['severity'] if found else 'no hit'}): {what}")
    elif not named:
        result.missed[(message["family"], "original not named")] += 1
        result.lines.append(f"original {message['original']} not named: {what}")


def judge_case(result, truth, objects):
    stolen = truth.scenario["stolen"]
    suspects = sorted((o for o in objects if o["type"] == "suspect"), key=lambda o: o["rank"])
    first = {s["address"].lower() for s in suspects[:len(stolen)]}
    result.count["stolen"] += len(stolen)
    result.count["ranked"] += sum(address in first for address in stolen)
    if not first >= set(stolen):
        result.lines.append(f"stolen {', '.join(stolen)}, suspects " + ", ".join(f"{s['address']} {s['probability']}" for s in suspects[:4]))
    verdicts = [o["infected"] for o in objects if o["type"] == "verdict"]
    result.verdict = verdicts[0] if verdicts else "missing"
    if result.verdict != truth.scenario["verdict"]:
        result.lines.append(f"verdict {result.verdict}, right is {truth.scenario['verdict']}")
    runs = [o for o in objects if o["type"] == "run"]
    if not runs or not runs[0]["complete"]:
        result.lines.append("the run is not complete")
        result.count["incomplete"] += 1


def run_tool(binary, folder):
    case, report = f"{folder}/case", f"{folder}/report.jsonl"
    for path in (case, report):
        if os.path.exists(path):
            os.remove(path)
    commands = [["scan", "-c", case, f"{folder}/stores"], ["judge", "-c", case], ["report", "-c", case, "--format", "jsonl", "-o", report]]
    for command in commands:
        done = subprocess.run([binary, *command], capture_output=True, text=True, timeout=900)
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    with open(report, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def evaluate(options, seed, scenario):
    name = f"{scenario}-{seed}"
    folder = os.path.join(options.workdir, name)
    if not os.path.exists(f"{folder}/truth.jsonl"):
        subprocess.run([sys.executable, "-B", GENERATE, "--seed", str(seed), "--scenario", scenario, "--mails", str(options.mails), "--out", folder]
                       + (["--hard"] if options.hard else []), check=True)
    truth = Truth(folder)
    result, begin = Result(name, truth), time.monotonic()
    try:
        objects = run_tool(options.binary, folder)
        result.seconds = time.monotonic() - begin
        judge_hits(result, truth, [o for o in objects if o["type"] == "hit"])
        judge_case(result, truth, objects)
    except (RuntimeError, subprocess.TimeoutExpired, OSError, KeyError, ValueError) as error:
        result.error = f"{type(error).__name__}: {error}"
    if not options.keep:
        shutil.rmtree(folder)
    return result


def measure(results):
    """Values of the bars, or None where there was nothing to measure."""
    total = sum((r.count for r in results), collections.Counter())
    share = lambda part, whole: part / whole if whole else None
    return {"recall": share(total["visible high"], total["visible"]), "named": share(total["named"], total["visible"]),
            "honest": share(10000 * total["honest high"], total["honest"]), "rank": share(total["ranked"], total["stolen"]),
            "verdict": share(sum(r.verdict == r.scenario["verdict"] for r in results), len(results)),
            "none": sum(sum(n for key, n in r.count.items() if key.endswith(" high") and key not in ("visible high", "other high", "hard high"))
                        for r in results if r.scenario["scenario"] == "none")}, total


def shown(name, value):
    if value is None:
        return "-"
    return f"{value:.2f}" if name == "honest" else str(value) if name == "none" else f"{100 * value:.1f} %"


def print_table(results):
    scenarios = [s for s in SCENARIOS if any(r.scenario["scenario"] == s for r in results)]
    columns = [measure([r for r in results if r.scenario["scenario"] == s])[0] for s in scenarios]
    values, total = measure(results)
    print(f"{'':50}" + "".join(f"{s:>14}" for s in scenarios) + f"{'all':>10}{'bar':>9}")
    good = True
    for name, title, bar, more in BARS:
        value = values[name]
        met = value is None or (value >= bar if more else value <= bar)
        good = good and met
        print(f"{title:50}" + "".join(f"{shown(name, c[name]):>14}" for c in columns) + f"{shown(name, value):>10}{shown(name, bar):>9}{'' if met else '  MISSED'}")
    print(f"\n{len(results)} incidents, {sum(r.seconds for r in results):.0f} s; messages: " + ", ".join(f"{total[k]} {k}" for k in ("honest", "forged", "bounce", "spam")))
    print(f"forged without a stored quote, any severity: {total['other found']} of {total['other']}, high: {total['other high']}; hacked Exchange, high: {total['hard high']} of {total['hard']}; "
          f"bounces high: {total['bounce high']} of {total['bounce']}; spam high: {total['spam high']} of {total['spam']}; "
          f"hits on unknown mail: {total['hits unknown']}; incomplete runs: {total['incomplete']}")
    return good


def print_groups(title, counter):
    if counter:
        print(f"\n{title}")
        for key, count in sorted(counter.items(), key=lambda item: (-item[1], item[0])):
            print(f"{count:7}  " + "  ".join(key))


def parse_seeds(text):
    seeds = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        seeds += range(int(low), int(high or low) + 1)
    return seeds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=parse_seeds, default=parse_seeds("0-19"), help="as 0-19 or 3,5,8 (default 0-19)")
    parser.add_argument("--scenarios", default=",".join(SCENARIOS), help="separated by commas (default: all five)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--binary", default=os.path.join(HERE, "..", "build", "release", "replytrace"))
    parser.add_argument("--workdir", default="/tmp/replytrace-evaluate")
    parser.add_argument("--mails", type=int, default=1800, help="size of each incident (default 1800)")
    parser.add_argument("--hard", action="store_true", help="adds the hardest cases (hacked Exchange servers are counted apart)")
    parser.add_argument("--keep", action="store_true", help="keep incidents, cases and reports in the workdir, and use those that are there")
    parser.add_argument("-v", "--verbose", action="store_true", help="name every miss and false alarm")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    os.makedirs(options.workdir, exist_ok=True)
    jobs = [(seed, scenario) for seed in options.seeds for scenario in options.scenarios.split(",")]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda job: evaluate(options, *job), jobs))
    for result in results:
        if result.error:
            print(f"{result.name}: {result.error}")
        if options.verbose:
            for line in result.lines:
                print(f"{result.name}: {line}")
    failed = [r for r in results if r.error]
    good = print_table([r for r in results if not r.error]) if len(failed) < len(results) else False
    print_groups("missed, by family", sum((r.missed for r in results), collections.Counter()))
    print_groups("heuristics on forged mail", sum((r.fires for r in results), collections.Counter()))
    print_groups("alarms on other mail, by severity, label, family, heuristic", sum((r.alarms for r in results), collections.Counter()))
    if failed:
        print(f"\n{len(failed)} incidents could not be evaluated")
    return 0 if good and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
