"""`python -m tests.fuzz [WIRE …] [--bytes N]`: hostile bytes for every decoder, N of them each, chosen by coverage.

Each runs in a process of its own under atheris (libFuzzer). What it finds stays in the corpus folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.table import WIRES


def main(argv: list[str]) -> int:
    """0 when no decoder failed."""
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    parser.add_argument("wires", nargs="*", metavar="WIRE", help=f"default: all of {', '.join(WIRES)}")
    parser.add_argument("--bytes", type=int, default=10_000_000, help="for each wire; default: %(default)s")
    parser.add_argument("--corpus", type=Path, default=Path("var/fuzz"), help="default: %(default)s")
    parser.add_argument("--jobs", type=int, default=max(1, (os.cpu_count() or 2) // 2), help="default: %(default)s")
    args = parser.parse_args(argv)
    unknown = [name for name in args.wires if name not in WIRES]
    if unknown:
        parser.error(f"there is no wire {unknown[0]!r}; there are: {', '.join(WIRES)}")
    with ThreadPoolExecutor(args.jobs) as pool:
        went = list(pool.map(lambda name: _run(name, args.bytes, args.corpus), args.wires or WIRES))
    return 0 if all(went) else 1


def _run(name: str, budget: int, corpus: Path) -> bool:
    """Fuzzes one wire in its own process and prints a line about it."""
    folder = corpus / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.guided", name, str(budget), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    told = [line for line in done.stdout.splitlines() if line.startswith('{"runs"')]
    if done.returncode == 0 and told:
        figures = json.loads(told[-1])
        print(f"{name:16} well     {figures['bytes']:>12,} bytes {figures['runs']:>9,} inputs {figures['s']:>7.1f} s")
        return True
    print(f"{name:16} FAILED   see {folder}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
