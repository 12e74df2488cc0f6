#!/usr/bin/env python3
"""Writes a made-up incident: mailboxes of one organisation, mail forged with stolen mail, and truth.jsonl that tells which is which."""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.bounce_incident import BounceIncident  # noqa: E402
from gen.incident import SCENARIOS, Incident  # noqa: E402

SIZES = {"small": 470, "medium": 1800, "large": 20000}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", choices=SCENARIOS, default="partner")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--mails", type=int, help="about how many different mails, instead of --size")
    parser.add_argument("--mailboxes", type=int, help="how many of our mailboxes are handed over (default: 5 to 8)")
    parser.add_argument("--hard", action="store_true", help="adds the hardest cases: replies from a hacked Exchange server (real account, real threading), strangers who bring an encrypted ZIP")
    parser.add_argument("--rare", action="store_true", help="adds the rarer shapes of forged mail, and the rarer kinds of honest mail that resembles it")
    parser.add_argument("--bounces", type=int, metavar="N", help="an incident told by bounces instead: about N reports of each origin")
    parser.add_argument("--out", required=True, help="folder to write into; made if missing")
    options = parser.parse_args()
    if options.bounces:
        BounceIncident(options.seed, options.mails or SIZES[options.size], options.mailboxes, options.bounces).write(options.out)
        return
    Incident(options.seed, options.scenario, options.mails or SIZES[options.size], options.mailboxes, options.hard, options.rare).write(options.out)


if __name__ == "__main__":
    main()
