"""Runs replytrace over one incident and counts where its report agrees with the truth."""
import collections
import json
import os
import subprocess
import time

SEVERITIES = ["high", "medium", "low"]
CLEAR_HITS = 10  # with so many visible hits of severity high the robbed mailbox ought to be known


class Result:
    def __init__(self, name, truth):
        self.name, self.scenario = name, truth.scenario
        self.count, self.alarms, self.missed = collections.Counter(), collections.Counter(), collections.Counter()
        self.fires = {label: collections.Counter() for label in ("forged", "honest")}  # heuristic -> mails
        self.suspects = []  # (probability, whether that mailbox was stolen)
        self.lines, self.seconds = [], 0.0
        self.verdict, self.error = None, None


def run_tool(binary, folder, own=()):
    """The objects of the report on folder/stores."""
    case, report = f"{folder}/case", f"{folder}/report.jsonl"
    for path in (case, report):
        if os.path.exists(path):
            os.remove(path)
    domains = [part for domain in own for part in ("--own", domain)]
    commands = [["scan", "-c", case, f"{folder}/stores"], ["judge", "-c", case, *domains], ["report", "-c", case, "--format", "jsonl", "-o", report]]
    for command in commands:
        done = subprocess.run([binary, *command], capture_output=True, text=True, timeout=900)
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    with open(report, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _worst(hits):
    return min((h["severity"] for h in hits), key=SEVERITIES.index) if hits else "no hit"


def _heuristics(hits):
    return sorted({f["heuristic"] for h in hits for f in h["findings"] if f["weight"] > 0})


def judge_hits(result, truth, hits):
    by_message = collections.defaultdict(list)
    for hit in hits:
        numbers = truth.find(hit["occurrences"], hit)
        result.count["hits unknown"] += not numbers
        for number in numbers:
            by_message[number].append(hit)
    for label in ("honest", "forged", "bounce", "spam"):
        result.count[label] += truth.count(label)
    for number, message in enumerate(truth.messages):
        found = by_message.get(number, [])
        if message["label"] == "forged":
            _judge_forged(result, truth, message, found)
        elif found:
            _judge_alarm(result, truth, message, found)


def _judge_alarm(result, truth, message, found):
    severity = _worst(found)
    result.count[f"{message['label']} {severity}"] += 1
    result.alarms[(severity, message["label"], message["family"], "+".join(_heuristics(found)))] += 1
    if message["label"] == "honest":
        result.fires["honest"].update(_heuristics(found))
    if message["label"] in ("honest", "spam") and severity != "low":
        result.lines.append(f"false alarm ({severity}): {truth.describe(message)}: {', '.join(_heuristics(found))}; {' '.join(h['id'] for h in found)}")


def _judge_forged(result, truth, message, found):
    kind = "hard" if message["family"] == "hacked-exchange" or message.get("hard") else "visible" if message["visible"] else "other"
    severity, named = _worst(found), any(truth.names_original(message, hit) for hit in found)
    result.count[kind] += 1
    result.count[kind + " found"] += bool(found)
    result.count[f"{kind} {severity}"] += 1
    result.fires["forged"].update(_heuristics(found))
    if kind == "visible":
        result.count["named"] += named
    wrong = kind == "visible" and (severity != "high" or not named) or kind == "other" and not found
    if wrong:
        cause = severity if severity != "high" else "original not named"
        result.missed[(kind, message["family"], cause, "+".join(_heuristics(found)))] += 1
        result.lines.append(f"missed ({kind}, {cause}): {truth.describe(message)}; found {', '.join(_heuristics(found)) or 'nothing'}; "
                            f"names {', '.join(str(q['message_id']) for h in found for q in h['quotes']) or 'no original'}")


def judge_case(result, truth, objects):
    stolen = set(truth.scenario["stolen"])
    suspects = sorted((o for o in objects if o["type"] == "suspect"), key=lambda o: o["rank"])
    order = [s["address"].lower() for s in suspects]
    result.suspects = [(s["probability"], s["address"].lower() in stolen) for s in suspects]
    within = sum(address in order[:len(stolen)] for address in stolen)
    first, clear = order[:1] and order[0] in stolen, result.count["visible high"] >= CLEAR_HITS * len(stolen)
    result.count.update({"stolen": len(stolen), "ranked": within})
    if stolen:
        result.count.update({"any first": 1, "any first ranked": bool(first)})
    if stolen and clear:
        result.count.update({"clear": len(stolen), "clear ranked": within, "first": 1, "first ranked": bool(first)})
    if len(stolen) == 2:
        result.count.update({"pairs": 1, "pairs ranked": within == 2})
    if within < len(stolen):
        result.lines.append(f"stolen {', '.join(sorted(stolen))}, suspects " + ", ".join(f"{s['address']} {s['probability']} {s['explains']}/{s['of']}" for s in suspects[:4]))
    verdicts = [o["infected"] for o in objects if o["type"] == "verdict"]
    result.verdict = verdicts[0] if verdicts else "missing"
    result.count.update({"verdicts": 1, "verdict right": result.verdict == truth.scenario["verdict"]})
    if result.verdict != truth.scenario["verdict"]:
        result.lines.append(f"verdict {result.verdict}, right is {truth.scenario['verdict']}; suspects " + ", ".join(f"{s['address']} {s['probability']}" for s in suspects[:4]))
    runs = [o for o in objects if o["type"] == "run"]
    if not runs or not runs[0]["complete"]:
        result.lines.append("the run is not complete")
        result.count["incomplete"] += 1


def evaluate_stores(binary, folder, name, truth):
    """The Result of folder/stores; its error is set where the tool could not do it."""
    result, begin = Result(name, truth), time.monotonic()
    try:
        objects = run_tool(binary, folder, truth.own)
        result.seconds = time.monotonic() - begin
        judge_hits(result, truth, [o for o in objects if o["type"] == "hit"])
        judge_case(result, truth, objects)
    except (RuntimeError, subprocess.TimeoutExpired, OSError, KeyError, ValueError) as error:
        result.error = f"{type(error).__name__}: {error}"
    return result
