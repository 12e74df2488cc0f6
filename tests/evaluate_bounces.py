#!/usr/bin/env python3
"""Runs `replytrace bounces` over generated incidents and prints how often the origin of what came back is right, and account and client IP
where our own server names them; exit 1 when a bar is missed."""
import argparse
import collections
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from evaluation.truth import Truth, bare_id  # noqa: E402

GENERATE = os.path.join(HERE, "..", "samples", "generate.py")
ORIGINS = ["sent", "sent-by-intruder", "abused-account", "self-backscatter", "backscatter", "fake-bounce"]
ORIGIN_BAR, NAMED_BAR = 0.97, 1.0


class Result:
    def __init__(self):
        self.count, self.lines = collections.Counter(), []

    def add(self, name, right, line=None):
        self.count[name] += 1
        self.count[name + " right"] += right
        if not right and line:
            self.lines.append(line)

    def share(self, name):
        return self.count[name + " right"] / self.count[name] if self.count[name] else None


def run(options, seed, given):
    folder = os.path.join(options.workdir, f"bounces-{seed}")
    if not os.path.exists(f"{folder}/truth.jsonl"):
        subprocess.run([sys.executable, "-B", GENERATE, "--seed", str(seed), "--mails", str(options.mails), "--bounces", str(options.each), "--out", folder], check=True)
    truth = Truth(folder)
    case, hosts = f"{folder}/{'given' if given else 'learnt'}.case", []
    if os.path.exists(case):
        os.remove(case)
    for host in truth.scenario["own_hosts"] if given else []:
        hosts += ["--own-host", host]
    subprocess.run([options.binary, "scan", "-c", case, *hosts, f"{folder}/stores"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = subprocess.run([options.binary, "bounces", "-c", case, "--format", "jsonl"], stdout=subprocess.PIPE, check=False)
    return folder, truth, [json.loads(line) for line in done.stdout.splitlines()]


def compare(truth, lines, name, result):
    found = {}
    for line in lines:
        if line["type"] == "bounce":
            for number in truth.find(line["occurrences"], {"message_id": line["message_id"], "date": None}):
                found[number] = line
    for number, message in enumerate(truth.messages):
        origin = message.get("origin")
        if not origin:
            continue
        line = found.get(number, {"origin": "no report", "account": None, "client_ip": None, "evidence": []})
        said = f"{name}: {message['message_id']} {message['occurrences'][0]['store']}"
        why = " ".join(e["evidence"] for e in line["evidence"])
        right = line["origin"] == origin or bool(message.get("not_stored") and line["origin"] == "unknown")
        result.add(origin, right, f"{said}: {line['origin']} instead of {origin} ({why})")
        result.add("origin", right)
        result.count[f"wrong {origin} -> {line['origin']}"] += not right
        if message.get("account"):
            result.add("account", line["account"] == message["account"], f"{said}: account {line['account']} instead of {message['account']} ({why})")
        if message.get("client_ip"):
            result.add("client IP", line["client_ip"] == message["client_ip"], f"{said}: client {line['client_ip']} instead of {message['client_ip']} ({why})")
        accused = line["origin"] in ("abused-account", "sent-by-intruder") and origin not in ("abused-account", "sent-by-intruder")
        result.count["falsely accused"] += accused
    return found


def evaluate(options, seed, given):
    result = Result()
    folder, truth, lines = run(options, seed, given)
    compare(truth, lines, os.path.basename(folder) + (" given" if given else " learnt"), result)
    return result


def total_of(results):
    total = Result()
    for result in results:
        total.count.update(result.count)
        total.lines += result.lines
    return total


def print_table(total, verbose):
    good = True
    for name, bar in [(origin, None) for origin in ORIGINS] + [("origin", ORIGIN_BAR), ("account", NAMED_BAR), ("client IP", NAMED_BAR)]:
        share = total.share(name)
        met = share is None or bar is None or share >= bar
        good = good and met
        print(f"{name:20}{total.count[name]:7}{'-' if share is None else f'{share:.1%}':>9}{'' if bar is None else f'{bar:.0%}':>7}{'' if met else '  MISSED'}")
    print(f"falsely accused: {total.count['falsely accused']}")
    for name in sorted(n for n in total.count if n.startswith("wrong ") and total.count[n]):
        print(f"{total.count[name]:7}  {name}")
    if verbose:
        print("\n".join(total.lines))
    return good and not total.count["falsely accused"]


def parse_seeds(text):
    low, _, high = text.partition("-")
    return range(int(low), int(high or low) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=parse_seeds, default=parse_seeds("0-9"), help="as 0-9 (default)")
    parser.add_argument("--mails", type=int, default=700)
    parser.add_argument("--each", type=int, default=8, help="reports of each origin (default 8)")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--binary", default=os.path.join(HERE, "..", "build", "release", "replytrace"))
    parser.add_argument("--workdir", default="/tmp/replytrace-evaluate-bounces")
    parser.add_argument("--keep", action="store_true", help="keep incidents and cases, and use those that are there")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    if not options.keep:
        shutil.rmtree(options.workdir, ignore_errors=True)
    os.makedirs(options.workdir, exist_ok=True)
    good = True
    for given in (False, True):
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = list(pool.map(lambda seed: evaluate(options, seed, given), options.seeds))
        print("\nour servers given:" if given else "our servers learnt:")
        good = print_table(total_of(results), options.verbose) and good
    if not options.keep:
        shutil.rmtree(options.workdir)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
