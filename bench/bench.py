#!/usr/bin/env python3
"""Measures `replytrace scan` beside peers on the same bytes in the same run: CPU seconds, wall clock, peak memory, as ratios.

bench.mbox: 25,698 honest list mails, beside mu index, notmuch new and grep -c. Two generated PSTs of 1 GB with 40,000 mails, one all
text, one of shorter texts and attachments, which is nearer to a real mailbox: beside readpst and a bare walk of libpst (scan / loop and
scan / libpst with its index; the bar is 1.5). One of 200,000 small mails beside one of 50,000: four times the mail takes four times
the time. One of 100,000 is scanned, and judged beside it. Lists and drafts for a mailbox of 50,000 (bar 10 s).
An incident of 5,000 reports: where they are from, beside the scan (bar 2 CPU seconds). Medians of --runs. What is not installed or not there is said to be skipped."""
import argparse
import contextlib
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SHARED_MBOX = ROOT.parent / "shared/data/mail/bench.mbox.zst"


def measure(command, env=None, cwd=None):
    """CPU seconds of the process and all its children, wall seconds, peak RSS of the largest one in MB, exit status."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, cwd=cwd)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024, process.returncode


def median(runs, prepare, command, env=None, cwd=None):
    rows = []
    for _ in range(runs):
        prepare()
        rows.append(measure(command, env, cwd))
    return [statistics.median(row[i] for row in rows) for i in range(4)]


def empty(path):
    shutil.rmtree(path, ignore_errors=True)
    if os.path.isfile(path):
        os.unlink(path)


def table(title, size, rows):
    base = rows[0][1][0]
    print(f"\n{title}: {size / 1e6:.0f} MB")
    print(f"  {'program':<22}{'CPU s':>9}{'wall s':>9}{'MB/CPU s':>10}{'RSS MB':>9}{'CPU ratio':>11}{'exit':>6}")
    for name, (cpu, wall, memory, status) in rows:
        print(f"  {name:<22}{cpu:>9.2f}{wall:>9.2f}{size / 1e6 / max(cpu, 1e-9):>10.1f}{memory:>9.0f}{cpu / base:>11.2f}{int(status):>6}")


def split_maildir(mbox, folder):
    """mu and notmuch read Maildirs: one file a mail, written outside of the measurement."""
    cur = folder / "cur"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    data, number, start = mbox.read_bytes(), 0, 0
    while start < len(data):
        end = data.find(b"\n\nFrom ", start)
        end = len(data) if end < 0 else end + 2
        body = data[data.find(b"\n", start) + 1:end]
        (cur / f"{number:06}.bench:2,S").write_bytes(body)
        start, number = end, number + 1
    return number


def bench_mbox(binary, work, runs):
    if not SHARED_MBOX.exists() or not shutil.which("zstd"):
        print("skipped: bench.mbox (../shared/data/mail or zstd is not there)")
        return
    mbox = work / "bench.mbox"
    subprocess.run(["zstd", "-q", "-d", "-f", str(SHARED_MBOX), "-o", str(mbox)], check=True)
    size = mbox.stat().st_size
    case = str(work / "mbox.case")
    rows = [("replytrace scan", median(runs, lambda: empty(case), [binary, "scan", "--no-judge", "-c", case, str(mbox)])),
            ("replytrace judge", median(runs, lambda: None, [binary, "judge", "-c", case])),
            ("grep -c", median(runs, lambda: None, ["grep", "-c", "^From ", str(mbox)]))]
    maildir = work / "maildir"
    if shutil.which("mu") or shutil.which("notmuch"):
        print(f"bench.mbox: {split_maildir(mbox, maildir)} mails as Maildir for mu and notmuch; case file "
              f"{os.path.getsize(case) / 1e6:.0f} MB")
    if shutil.which("mu"):
        home = str(work / "mu")

        def prepare_mu():
            empty(home)
            subprocess.run(["mu", "init", f"--muhome={home}", f"--maildir={maildir}"], stdout=subprocess.DEVNULL, check=True)
        rows.append(("mu index", median(runs, prepare_mu, ["mu", "index", f"--muhome={home}", "--quiet"])))
    else:
        print("skipped: mu is not installed")
    if shutil.which("notmuch"):
        config = work / "notmuch-config"
        config.write_text(f"[database]\npath={maildir}\n[user]\nname=bench\nprimary_email=bench@example.org\n[new]\ntags=\n")
        env = dict(os.environ, NOTMUCH_CONFIG=str(config))
        rows.append(("notmuch new", median(runs, lambda: empty(maildir / ".notmuch"), ["notmuch", "new", "--quiet"], env)))
    else:
        print("skipped: notmuch is not installed")
    table("bench.mbox", size, rows)


def walk_programs(binary):
    """The yardsticks that were built beside the program: cmake --build BUILD --target libpst_walk store_walk."""
    folder = os.path.dirname(os.path.abspath(binary))
    missing = [name for name in ("libpst_walk", "store_walk") if not os.path.exists(f"{folder}/{name}")]
    if missing:
        print(f"skipped: {', '.join(missing)}: cmake --build {folder} --target {' '.join(missing)}")
    return {name: f"{folder}/{name}" for name in ("libpst_walk", "store_walk") if name not in missing}


def loop_seconds(program, pst, runs):
    """CPU seconds that libpst_walk itself says of its pst_parse_item loop, without the index."""
    texts = [subprocess.run([program, str(pst)], stdout=subprocess.PIPE, text=True, check=True).stdout for _ in range(runs)]
    return statistics.median(float(text.rsplit(":", 1)[1]) for text in texts)


def write_pst(pst, *options):
    subprocess.run([sys.executable, str(ROOT / "samples/pst_writer.py"), *options, str(pst)], check=True)


def pst_ratios(rows):
    """Scan beside what libpst takes for its loop alone, and with the index that it has to load first."""
    seconds = {name: row[0] for name, row in rows}
    for yardstick in ("pst_parse_item loop", "libpst, with its index"):
        if yardstick in seconds:
            print(f"  scan / {yardstick}: {seconds['replytrace scan'] / seconds[yardstick]:.2f} (bar 1.50)")


def bench_pst(binary, work, runs, shape, mails, *options):
    pst, case = work / "generated.pst", str(work / "pst.case")
    write_pst(pst, "--messages", str(mails), *options)
    programs = walk_programs(binary)
    rows = []
    if "libpst_walk" in programs:
        walk = median(runs, lambda: None, [programs["libpst_walk"], str(pst)])
        rows = [("pst_parse_item loop", [loop_seconds(programs["libpst_walk"], pst, runs), *walk[1:]]), ("libpst, with its index", walk)]
    if "store_walk" in programs:
        rows.append(("replytrace, reading", median(runs, lambda: None, [programs["store_walk"], str(pst)])))
    rows.append(("replytrace scan", median(runs, lambda: empty(case), [binary, "scan", "--no-judge", "-c", case, str(pst)])))
    if shutil.which("readpst"):
        out = work / "readpst"

        def prepare():
            empty(out)
            out.mkdir()
        rows.append(("readpst -j0", median(runs, prepare, ["readpst", "-j0", "-q", "-o", str(out), str(pst)])))
        empty(out)
    else:
        print("skipped: readpst is not installed")
    table(f"generated PST, {mails} mails, {shape}", pst.stat().st_size, rows)
    pst_ratios(rows)


def bench_linear(binary, work, runs, mails):
    rows, size, case = [], 0, str(work / "linear.case")
    for count in (mails // 4, mails):
        pst = work / "linear.pst"
        write_pst(pst, "--messages", str(count))
        size = pst.stat().st_size
        rows.append((f"scan, {count} mails", median(runs, lambda: empty(case), [binary, "scan", "--no-judge", "-c", case, str(pst)])))
        program = walk_programs(binary).get("store_walk")
        if program:
            rows.append((f"reading, {count} mails", median(runs, lambda: None, [program, str(pst)])))
    table("generated PST of small mails (MB/s for the larger)", size, rows)


def bench_judge(binary, work, runs, mails):
    """What judging takes beside the scan, and what the fingerprints weigh in the case."""
    pst, case = work / "judge.pst", str(work / "judge.case")
    write_pst(pst, "--messages", str(mails))
    rows = [(f"scan, {mails} mails", median(runs, lambda: empty(case), [binary, "scan", "--no-judge", "-c", case, str(pst)])),
            ("judge", median(runs, lambda: None, [binary, "judge", "-c", case]))]
    table("generated PST of small mails, judged", pst.stat().st_size, rows)
    with contextlib.closing(sqlite3.connect(case)) as db:
        postings, = db.execute("SELECT sum(length(data)) FROM posting").fetchone()
    print(f"  fingerprints {postings / mails:.0f} bytes a mail, case {os.path.getsize(case) / mails:.0f}")


def bench_notify(binary, work, runs, mails):
    """Lists, drafts and facts for the whole mailbox, and what was in it."""
    pst, case, out = work / "notify.pst", str(work / "notify.case"), work / "notify"
    write_pst(pst, "--messages", str(mails))
    subprocess.run([binary, "scan", "-c", case, str(pst)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    with contextlib.closing(sqlite3.connect(case)) as db:
        owner, = db.execute("SELECT owner FROM store").fetchone()
    rows = [(f"notify, {mails} mails", median(runs, lambda: empty(out), [binary, "notify", "-c", case, "-o", str(out), "--mailbox", owner])),
            ("exposure", median(runs, lambda: None, [binary, "exposure", "-c", case, "--mailbox", owner]))]
    table("generated PST of small mails, those to be told", pst.stat().st_size, rows)
    print(f"  wall seconds of notify: {rows[0][1][1]:.2f} (bar 10)")


def bench_bounces(binary, work, runs, each):
    """What thousands of reports take once they are read: judging where they are from, with the other mails, and telling it."""
    folder, case = work / "bounces", str(work / "bounces.case")
    subprocess.run([sys.executable, "-B", str(ROOT / "samples/generate.py"), "--seed", "7", "--mails", "6000", "--bounces", str(each), "--out", str(folder)], check=True)
    scan = [binary, "scan", "--no-judge", "-c", case, str(folder / "stores")]
    rows = [("scan", median(runs, lambda: empty(case), scan)), ("judge", median(runs, lambda: None, [binary, "judge", "-c", case])),
            ("bounces", median(runs, lambda: None, [binary, "bounces", "-c", case]))]
    with contextlib.closing(sqlite3.connect(case)) as db:
        reports, = db.execute("SELECT count(*) FROM report").fetchone()
        mails, = db.execute("SELECT count(*) FROM message").fetchone()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    table(f"generated incident of {reports} reports among {mails} mails", size, rows)
    print(f"  CPU seconds of judge and bounces: {rows[1][1][0] + rows[2][1][0]:.2f} (bar 2 for 5,000 reports, the other mails not counted)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / "build/release/replytrace"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pst-mails", type=int, default=40000)
    parser.add_argument("--pst-body", type=int, default=29000, help="bytes of text added to each of them")
    parser.add_argument("--mixed-body", type=int, default=4000, help="the same for the PST with attachments")
    parser.add_argument("--mixed-attached", type=int, default=20000, help="bytes of each attachment there")
    parser.add_argument("--linear-mails", type=int, default=200000)
    parser.add_argument("--judge-mails", type=int, default=100000)
    parser.add_argument("--notify-mails", type=int, default=50000)
    parser.add_argument("--bounces-each", type=int, default=600, help="reports of each kind of origin")
    parser.add_argument("--only", choices=("mbox", "pst", "linear", "judge", "notify", "bounces"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="replytrace-bench-") as folder:
        work = pathlib.Path(folder)
        if options.only in (None, "mbox"):
            bench_mbox(options.binary, work, options.runs)
        if options.only in (None, "pst"):
            bench_pst(options.binary, work, options.runs, "all text", options.pst_mails, "--body", str(options.pst_body))
            bench_pst(options.binary, work, options.runs, "text and attachments", options.pst_mails,
                      "--body", str(options.mixed_body), "--attached", str(options.mixed_attached))
        if options.only in (None, "linear"):
            bench_linear(options.binary, work, options.runs, options.linear_mails)
        if options.only in (None, "judge"):
            bench_judge(options.binary, work, options.runs, options.judge_mails)
        if options.only in (None, "notify"):
            bench_notify(options.binary, work, options.runs, options.notify_mails)
        if options.only in (None, "bounces"):
            bench_bounces(options.binary, work, options.runs, options.bounces_each)


if __name__ == "__main__":
    main()
