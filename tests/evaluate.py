#!/usr/bin/env python3
"""Runs replytrace over incidents whose truth is known and prints one table; exit 1 when a bar is missed. The incidents are generated, or
(--inject) forged replies put into real mail of ../shared/data/mail; --honest adds that mail as it is. Real mail that is absent is skipped."""
import argparse
import concurrent.futures
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from evaluation import honest_mail, inject, real_mail, table  # noqa: E402
from evaluation.result import evaluate_stores  # noqa: E402
from evaluation.truth import Truth  # noqa: E402

GENERATE = os.path.join(HERE, "..", "samples", "generate.py")
SCENARIOS = ["partner", "two-partners", "own", "both", "none"]


def generated(options, seed, scenario):
    """(folder, truth) of a generated incident."""
    folder = os.path.join(options.workdir, f"{scenario}-{seed}")
    if not os.path.exists(f"{folder}/truth.jsonl"):
        extra = [flag for flag, given in (("--hard", options.hard), ("--rare", not options.plain)) if given]
        subprocess.run([sys.executable, "-B", GENERATE, "--seed", str(seed), "--scenario", scenario, "--mails", str(options.mails), "--out", folder, *extra], check=True)
    return folder, Truth(folder)


def injected(options, mail, seed, scenario):
    folder = os.path.join(options.workdir, f"{options.inject}-{scenario}-{seed}")
    shutil.rmtree(folder, ignore_errors=True)
    return folder, mail.inject(seed, scenario, folder)


def evaluate(options, make, seed, scenario):
    folder, truth = make(seed, scenario)
    result = evaluate_stores(options.binary, folder, f"{scenario}-{seed}", truth)
    if not options.keep:
        shutil.rmtree(folder)
    return result


def parse_seeds(text):
    seeds = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        seeds += range(int(low), int(high or low) + 1)
    return seeds


def parse_bar(text):
    """(name, value) of NAME=VALUE."""
    name, _, value = text.partition("=")
    if name not in [bar[0] for bar in table.BARS]:
        raise argparse.ArgumentTypeError(f"{name} is no bar")
    return name, float(value)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=parse_seeds, default=parse_seeds("0-19"), help="as 0-19 or 3,5,8 (default 0-19)")
    parser.add_argument("--scenarios", help="separated by commas (default: all)")
    parser.add_argument("--inject", choices=sorted(real_mail.FILES), help="forge into this real mail instead of generating incidents")
    parser.add_argument("--honest", action="store_true", help="also run over the real honest mail")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--binary", default=os.path.join(HERE, "..", "build", "release", "replytrace"))
    parser.add_argument("--workdir", default="/tmp/replytrace-evaluate")
    parser.add_argument("--mails", type=int, default=1800, help="size of each incident (default 1800)")
    parser.add_argument("--hard", action="store_true", help="adds the hardest cases (hacked Exchange servers are counted apart)")
    parser.add_argument("--plain", action="store_true", help="without the rarer shapes of forged mail and of honest mail that resembles it")
    parser.add_argument("--keep", action="store_true", help="keep incidents, cases and reports in the workdir, and use generated ones that are there")
    parser.add_argument("--bar", action="append", type=parse_bar, default=[], metavar="NAME=VALUE",
                        help="another bar, for small runs: " + ", ".join(bar[0] for bar in table.BARS))
    parser.add_argument("-v", "--verbose", action="store_true", help="name every miss and false alarm")
    options = parser.parse_args()
    options.binary = os.path.abspath(options.binary)
    os.makedirs(options.workdir, exist_ok=True)
    return options


def run_incidents(options):
    """Results of all incidents, or None where the real mail is absent."""
    if options.inject and not real_mail.present(options.inject):
        print(f"skipped: {real_mail.FILES[options.inject]} is not there")
        return None
    scenarios = options.scenarios.split(",") if options.scenarios else inject.scenarios(options.inject) if options.inject else SCENARIOS
    if options.inject:
        mail = inject.RealMail(options.inject, options.workdir)
        make = lambda seed, scenario: injected(options, mail, seed, scenario)
    else:
        make = lambda seed, scenario: generated(options, seed, scenario)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        return list(pool.map(lambda job: evaluate(options, make, *job), [(seed, scenario) for seed in options.seeds for scenario in scenarios]))


def report_honest(options):
    """Prints what is accused in real honest mail; whether the bars are met. All that is absent is skipped."""
    results = []
    for corpus in real_mail.FILES:
        if real_mail.present(corpus):
            results.append(honest_mail.run(options.binary, corpus, options.workdir))
        else:
            print(f"skipped: {real_mail.FILES[corpus]} is not there")
    if options.verbose:
        print_lines(results)
    return honest_mail.print_corpora(results) if results else True


def print_lines(results):
    for result in results:
        for line in result.lines:
            print(f"{result.name}: {line}")


def main():
    options = parse_options()
    results = run_incidents(options) if options.seeds else []
    good, failed = True, [r for r in results or [] if r.error]
    for result in failed:
        print(f"{result.name}: {result.error}")
    if options.verbose:
        print_lines(results or [])
    if results and len(failed) < len(results):
        good = table.print_all([r for r in results if not r.error], dict(options.bar))
    if options.honest:
        good = report_honest(options) and good
    if failed:
        print(f"\n{len(failed)} incidents could not be evaluated")
    return 0 if good and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
