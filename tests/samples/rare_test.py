#!/usr/bin/env python3
"""Generates incidents with the rarer shapes twice, compares them byte for byte, and looks whether every shape and every look-alike is among them."""
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples")
sys.path.insert(0, SAMPLES)
from gen.forged import FAMILIES  # noqa: E402
from gen.lookalikes import KINDS  # noqa: E402
from gen.rare_forged import PADDING, RARE_FAMILIES, padded_zip  # noqa: E402
from gen.rare_lookalikes import RARE_KINDS  # noqa: E402

SCENARIOS = ["partner", "both"]
OTHER_NAMES = {"exchange-leak": "exchange-address", "exchange-display": "exchange-name"}  # of the makers, where the family is named otherwise


def generate(folder, scenario, hash_seed):
    subprocess.run([sys.executable, "-B", f"{SAMPLES}/generate.py", "--seed", "11", "--mails", "1600", "--mailboxes", "4", "--scenario", scenario, "--rare", "--out", folder], check=True,
                   env={**os.environ, "PYTHONHASHSEED": hash_seed})
    files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                files[os.path.relpath(os.path.join(place, name), folder)] = file.read()
    return files


def expected():
    makers = [maker.__name__.replace("_", "-") for maker, _ in KINDS + RARE_KINDS]
    return {name for name, _ in FAMILIES + RARE_FAMILIES} | {OTHER_NAMES.get(name, name) for name in makers}


def main():
    problems, families = [], set()
    with tempfile.TemporaryDirectory() as folder:
        for scenario in SCENARIOS:
            first, second = generate(f"{folder}/{scenario}1", scenario, "1"), generate(f"{folder}/{scenario}2", scenario, "2")
            problems += [f"{scenario}: {name} differs" for name in sorted(first.keys() | second.keys()) if first.get(name) != second.get(name)]
            families |= {json.loads(line).get("family") for line in first["truth.jsonl"].decode().splitlines()}
    problems += [f"no {name} was made" for name in sorted(expected() - families)]
    with zipfile.ZipFile(io.BytesIO(padded_zip("a.doc"))) as padded:
        if padded.testzip() or len(padded.read("a.doc")) != PADDING:
            problems.append("the padded ZIP does not hold what it says")
    print("\n".join(problems + [f"{len(families)} families, {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
