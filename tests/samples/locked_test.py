#!/usr/bin/env python3
"""The locked files that are committed are what their generator writes. Packed members are left out: libraries may pack otherwise;
so is what takes long."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "samples"))
import locked  # noqa: E402

SLOW = {"r6.pdf"}
PACKED = ("deflated", "bzip2", "lzma", "xz")

if __name__ == "__main__":
    written = dict(locked.files())
    folder = ROOT / "samples" / "locked"
    problems = [path.name for path in folder.iterdir() if path.name not in written and path.name not in SLOW]
    problems += [name for name, data in written.items() if not any(kind in name for kind in PACKED) and (folder / name).read_bytes() != data]
    print("\n".join(problems) or f"{len(written)} files")
    sys.exit(1 if problems else 0)
