#!/usr/bin/env python3
"""Checks the structure of the tree: floors, circles, unique names, first lines, sizes. Prints every breach; exit 1 on any."""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLOORS = {
    "base": set(),
    "model": {"base"},
    "store": {"model", "base"},
    "inspect": {"model", "base"},
    "case": {"model", "base"},
    "decode": {"store", "model", "base"},
    "scan": {"decode", "inspect", "store", "case", "model", "base"},
    "heuristics": {"model", "base"},
    "judge": {"heuristics", "case", "model", "base"},
    "report": {"case", "model", "base"},
    "notify": {"report", "case", "model", "base"},
    "cmd": {"notify", "scan", "judge", "report", "heuristics", "decode", "inspect", "store", "case", "model", "base"},
    "main.c": {"cmd"},
}
HEURISTICS_MAY_ALSO = {"case/case_read.h"}
FILE_LINES, FUNCTION_LINES = 1000, 120


def sources():
    for top in ("src", "heuristics"):
        yield from sorted(path for path in (ROOT / top).rglob("*") if path.suffix in (".c", ".h"))


def room_of(path):
    parts = path.relative_to(ROOT).parts
    return "heuristics" if parts[0] == "heuristics" else parts[1]


def includes(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if found and not found.group(1).endswith(".inc"):
            yield found.group(1)


def check_floors(problems):
    for path in sources():
        room = room_of(path)
        for name in includes(path):
            other = name.split("/")[0]
            if other == room or other in FLOORS[room]:
                continue
            if room == "heuristics" and name in HEURISTICS_MAY_ALSO:
                continue
            problems.append(f"{path.relative_to(ROOT)} includes {name}: {room} may not see {other}")


def check_circles(problems):
    graph = {}
    for path in sources():
        if path.suffix == ".h":
            parts = path.relative_to(ROOT).parts
            graph["/".join(parts if parts[0] == "heuristics" else parts[1:])] = set(includes(path))
    state = {}

    def visit(name, trail):
        if state.get(name) == "done" or name not in graph:
            return
        if state.get(name) == "open":
            problems.append("circle: " + " -> ".join(trail[trail.index(name):] + [name]))
            return
        state[name] = "open"
        for other in sorted(graph[name]):
            visit(other, trail + [name])
        state[name] = "done"

    for name in sorted(graph):
        visit(name, [])


def check_names(problems):
    seen = collections.defaultdict(list)
    for path in sources():
        seen[path.name].append(str(path.relative_to(ROOT)))
    for name, places in seen.items():
        if len(places) > 1:
            problems.append(f"{name} stands twice: {', '.join(places)}")


def check_files(problems):
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        place = path.relative_to(ROOT)
        if not lines or not lines[0].startswith("/*"):
            problems.append(f"{place}: line 1 does not say what the file is")
        if len(lines) > FILE_LINES:
            problems.append(f"{place}: {len(lines)} lines")
        start = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                start = number
            elif line == "}" and start:
                if number - start > FUNCTION_LINES:
                    problems.append(f"{place}:{start}: a function of {number - start} lines")
                start = None


def main():
    problems = []
    for check in (check_floors, check_circles, check_names, check_files):
        check(problems)
    for problem in problems:
        print(problem)
    print(f"{len(list(sources()))} files, {len(problems)} breaches")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
