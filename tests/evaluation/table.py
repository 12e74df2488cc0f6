"""The bars, and everything measured as one table."""
import collections

from .result import CLEAR_HITS

BUCKETS = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0]


def _share(part, whole, times=1.0):
    return times * part / whole if whole else None


# name, what is measured, its value from the counts, the bar, whether more is better, how it is printed
BARS = [
    ("recall", "forged, quoting a stored mail: severity high", lambda c: _share(c["visible high"], c["visible"]), 0.99, True, "{:.1%}"),
    ("named", "their original named", lambda c: _share(c["named"], c["visible"]), 0.99, True, "{:.1%}"),
    ("other", "forged, quoting nothing that we hold: any severity", lambda c: _share(c["other found"], c["other"]), 0.90, True, "{:.1%}"),
    ("honest-high", "honest mail of severity high, per 50,000", lambda c: _share(c["honest high"], c["honest"], 50000), 1.0, False, "{:.2f}"),
    ("honest-medium", "honest mail of severity high or medium, per 2,000", lambda c: _share(c["honest high"] + c["honest medium"], c["honest"], 2000), 1.0, False, "{:.2f}"),
    ("rank", "stolen mailbox ranked first, 10 or more visible hits", lambda c: _share(c["first ranked"], c["first"]), 0.97, True, "{:.1%}"),
    ("pairs", "both of two stolen mailboxes in the first two", lambda c: _share(c["pairs ranked"], c["pairs"]), 0.90, True, "{:.1%}"),
    ("verdict", "verdict right", lambda c: _share(c["verdict right"], c["verdicts"]), 0.97, True, "{:.1%}"),
    ("none", "high where nothing was stolen", lambda c: c["high where none"] if c["verdicts"] else None, 0, False, "{}"),
]


def total_of(results):
    total = sum((r.count for r in results), collections.Counter())
    total["high where none"] = sum(r.count["honest high"] + r.count["spam high"] + r.count["bounce high"] for r in results if not r.scenario["stolen"])
    return total


def _shown(form, value):
    return "-" if value is None else form.format(value)


def print_table(results, bars=None):
    """Prints the table; whether all bars are met. bars: name -> bar, other than those above."""
    scenarios = list(dict.fromkeys(r.scenario["scenario"] for r in results))
    columns = [total_of([r for r in results if r.scenario["scenario"] == s]) for s in scenarios]
    total, good = total_of(results), True
    print(f"{'':54}" + "".join(f"{s:>14}" for s in scenarios) + f"{'all':>10}{'bar':>9}")
    for name, title, value_of, bar, more, form in BARS:
        bar = (bars or {}).get(name, bar)
        value = value_of(total)
        met = value is None or (value >= bar if more else value <= bar)
        good = good and met
        print(f"{title:54}" + "".join(f"{_shown(form, value_of(c)):>14}" for c in columns) + f"{_shown(form, value):>10}{_shown(form, bar):>9}{'' if met else '  MISSED'}")
    _print_counts(results, total)
    return good


def _print_counts(results, total):
    print(f"\n{len(results)} incidents, {sum(r.seconds for r in results):.0f} s; messages: " + ", ".join(f"{total[k]} {k}" for k in ("honest", "forged", "bounce", "spam")))
    accused = total["honest high"] + total["honest medium"]
    print(f"precision of severity high: {_shown('{:.2%}', _precision(total, ['high']))}, of high and medium: {_shown('{:.2%}', _precision(total, ['high', 'medium']))} "
          f"(honest mail accused: {accused}, low: {total['honest low']})")
    for kind, title in (("visible", "quoting a stored mail"), ("other", "quoting nothing that we hold"), ("hard", "by its headers genuine")):
        print(f"forged, {title}: {total[kind]}: " + ", ".join(f"{total[f'{kind} {s}']} {s}" for s in ("high", "medium", "low", "no hit")))
    print(f"first suspect was robbed: {total['any first ranked']} of {total['any first']} incidents; robbed mailboxes among the first as many: {total['ranked']} of {total['stolen']}, "
          f"with {CLEAR_HITS} or more visible hits each: {total['clear ranked']} of {total['clear']}; "
          f"bounces high: {total['bounce high']} of {total['bounce']}; spam high: {total['spam high']} of {total['spam']}; "
          f"hits on unknown mail: {total['hits unknown']}; incomplete runs: {total['incomplete']}")


def _precision(total, severities):
    true = sum(total[f"{kind} {s}"] for kind in ("visible", "other", "hard") for s in severities)
    return _share(true, true + sum(total[f"{label} {s}"] for label in ("honest", "spam", "bounce") for s in severities))


def print_heuristics(results):
    """Of the mails that are hits: how often each heuristic is among the reasons."""
    forged = sum((r.fires["forged"] for r in results), collections.Counter())
    honest = sum((r.fires["honest"] for r in results), collections.Counter())
    total = total_of(results)
    print(f"\n{'heuristic (in hits of any severity)':40}{'precision':>11}{'recall':>9}{'forged':>9}{'honest':>9}{'false per 10,000':>18}")
    for name in sorted(forged | honest, key=lambda n: (-forged[n], n)):
        false = _shown("{:.2f}", _share(honest[name], total["honest"], 10000))
        print(f"{name:40}{_shown('{:.1%}', _share(forged[name], forged[name] + honest[name])):>11}{_shown('{:.1%}', _share(forged[name], total['forged'])):>9}{forged[name]:>9}{honest[name]:>9}{false:>18}")


def print_calibration(results):
    """How often a suspect of such a probability is right."""
    pairs, low = [p for r in results for p in r.suspects], 0.0
    if not pairs:
        return
    print(f"\n{'probability of a suspect':28}{'suspects':>10}{'mean':>8}{'stolen':>8}")
    for high in BUCKETS:
        inside = [(p, right) for p, right in pairs if low <= p < high or p == high == 1.0]
        if inside:
            print(f"{low:.2f} to {high:.2f}{'':16}{len(inside):>10}{sum(p for p, _ in inside) / len(inside):>8.2f}{sum(r for _, r in inside) / len(inside):>8.2f}")
        low = high


def print_groups(title, counter):
    if counter:
        print(f"\n{title}")
        for key, count in sorted(counter.items(), key=lambda item: (-item[1], item[0])):
            print(f"{count:7}  " + "  ".join(key))


def print_all(results, bars=None):
    good = print_table(results, bars)
    print_heuristics(results)
    print_calibration(results)
    print_groups("missed, by kind, family, cause, what was found", sum((r.missed for r in results), collections.Counter()))
    print_groups("alarms on other mail, by severity, label, family, heuristics", sum((r.alarms for r in results), collections.Counter()))
    return good
