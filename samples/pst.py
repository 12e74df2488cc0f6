#!/usr/bin/env python3
"""Writes pst/: a small OST of the form since Outlook 2013, and a PST of all that is rare."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gen.pst_kinds import write_kind  # noqa: E402
from gen.pst_odd import write_odd  # noqa: E402

MAILS = 12


def write(folder):
    os.makedirs(folder, exist_ok=True)
    write_kind(f"{folder}/ost2013.ost", "ost2013", MAILS)
    write_odd(f"{folder}/odd.pst")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "pst"))
