"""Searches what a running process has in its memory for pieces of personal data; Linux, a process of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.scenario.residue import patterns

PIECE = 4 << 20
"""Bytes that are read at a time."""
_UNTOUCHED = bytes(PIECE + (64 << 10))
SHORTEST = 8
"""Bytes of a needle: a shorter one would be found by chance."""


@dataclass(frozen=True)
class Finding:
    """One place where a needle lies. What lies there is not repeated."""

    needle: int
    """Which of the needles it is, counted from 0."""
    address: int
    mapping: str
    """The file or the kind of memory that is mapped there, `[heap]` for instance; empty for anonymous memory."""

    def __str__(self) -> str:
        return f"needle {self.needle} at {self.address:#x} {self.mapping or '(anonymous memory)'}"


def find_in_memory(pid: int, needles: Sequence[bytes]) -> list[Finding]:
    """Every place where one of `needles` lies in readable memory of process `pid`.

    Memory that shares a file is looked through as well: a shared picture is such a file. What cannot be read at all
    ([vvar], memory of a device) is left out, and what shows a file of the disk that nobody can write to from there.

    Raises:
        ValueError: a needle is shorter than SHORTEST bytes.
        OSError: there is no such process, or it is not ours to look into.
    """
    if short := [number for number, needle in enumerate(needles) if len(needle) < SHORTEST]:
        raise ValueError(f"needles {short} are shorter than {SHORTEST} bytes: they would be found by chance")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        return [
            Finding(number, address, mapping)
            for start, end, mapping in _mappings(pid)
            for number, address in _inside(memory.fileno(), start, end, needles)
        ]


def forms(value: str | bytes) -> tuple[bytes, ...]:
    """Every form in which a word or a picture may lie in memory, for `find_in_memory`: encodings, JSON, base64."""
    (found,) = patterns({"": value}).values()
    return tuple(form for form in found if len(form) >= SHORTEST)


def _mappings(pid: int) -> Iterator[tuple[int, int, str]]:
    for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        reach, rights, _, _, _, *mapping = line.split(maxsplit=5)
        on_disk = rights.endswith("p") and "w" not in rights and any(name.startswith("/") for name in mapping)
        if rights.startswith("r") and not (on_disk and not mapping[0].endswith("(deleted)")):
            start, _, end = reach.partition("-")
            yield int(start, 16), int(end, 16), mapping[0] if mapping else ""


def _inside(memory: int, start: int, end: int, needles: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Number of the needle and address, of every needle between two addresses."""
    overlap = max(map(len, needles), default=1) - 1
    for at in range(start, end, PIECE):
        data = _read(memory, at, min(PIECE + overlap, end - at))
        if data == _UNTOUCHED[: len(data)]:  # most of what a process has set aside
            continue
        for number, needle in enumerate(needles):
            place = data.find(needle)
            # One that begins in the next piece is found there.
            while 0 <= place < PIECE:
                yield number, at + place
                place = data.find(needle, place + 1)


def _read(memory: int, start: int, size: int) -> bytes:
    """What can be read there; pages that went away meanwhile, or are no ordinary memory, are empty."""
    try:
        return os.pread(memory, size, start)
    except OSError:
        return b""
