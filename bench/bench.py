#!/usr/bin/env python3
"""Measures `replytrace scan` beside peers on the same bytes in the same run: CPU seconds, wall clock, peak memory, as ratios.

bench.mbox: 25,698 honest list mails, beside mu index, notmuch new and grep -c. A generated PST: beside readpst. Medians of --runs.
What is not installed or not there is said to be skipped."""
import argparse
import os
import pathlib
import shutil
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


def bench_pst(binary, work, runs, mails):
    pst = work / "generated.pst"
    subprocess.run([sys.executable, str(ROOT / "samples/pst_writer.py"), "--messages", str(mails), str(pst)], check=True)
    case = str(work / "pst.case")
    rows = [("replytrace scan", median(runs, lambda: empty(case), [binary, "scan", "--no-judge", "-c", case, str(pst)]))]
    if shutil.which("readpst"):
        out = work / "readpst"

        def prepare():
            empty(out)
            out.mkdir()
        rows.append(("readpst -j0", median(runs, prepare, ["readpst", "-j0", "-q", "-o", str(out), str(pst)])))
    else:
        print("skipped: readpst is not installed")
    table(f"generated PST, {mails} mails", pst.stat().st_size, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(ROOT / "build/release/replytrace"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pst-mails", type=int, default=20000)
    parser.add_argument("--only", choices=("mbox", "pst"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="replytrace-bench-") as folder:
        work = pathlib.Path(folder)
        if options.only != "pst":
            bench_mbox(options.binary, work, options.runs)
        if options.only != "mbox":
            bench_pst(options.binary, work, options.runs, options.pst_mails)


if __name__ == "__main__":
    main()
