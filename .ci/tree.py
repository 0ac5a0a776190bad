"""Reads every tracked file and says what must not be in the repository: registry hosts, machine paths, binaries."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LARGEST = 400_000
"""Bytes of a tracked file; anything larger is fetched or made at set-up."""

LOCK = Path("requirements.lock")
PICTURES = {".png", ".webp"}

# Put together from halves so that this file does not find itself.
HOSTS = re.compile(
    "|".join(
        rf"{a}\.{b}" for a, b in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npm"), ("deb", "debian"))
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:roo[t]|wor[k]|hom[e])/\w")
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X])\b")


def tracked() -> list[Path]:
    """All files of the index that are still on the disk."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := Path(name)).is_file()]


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one file, each with its line."""
    content = path.read_bytes()
    if len(content) > LARGEST:
        yield f"{path}: {len(content)} bytes; the limit is {LARGEST}. Fetch it at set-up."
    if path.suffix in PICTURES:
        return
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError:
        yield f"{path}: not text. Fetch or make it at set-up."
        return
    for number, line in enumerate(lines, 1):
        if HOSTS.search(line):
            yield f"{path}:{number}: names a package registry. Leave that to the machine's own settings."
        if MACHINE_PATHS.search(line):
            yield f"{path}:{number}: a path of one machine. Make it relative or a setting."
        if path != LOCK and UNFINISHED.search(line):
            yield f"{path}:{number}: unfinished. Finish it or say in docs/ what is not there."


def main() -> int:
    """Prints every fault; 1 when there is one."""
    found = [fault for path in tracked() for fault in faults(path)]
    print("\n".join(found) if found else "tree: clean")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
