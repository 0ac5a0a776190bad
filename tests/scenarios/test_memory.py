"""What a process still holds is found in its memory, and what it has overwritten is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kiosk.scenario.memory import PIECE, SHORTEST, find_in_memory, forms

_HOLDER = """
import mmap, sys
kept, shared, large = bytearray(99), mmap.mmap(-1, 4096), bytearray(3 * {piece})
for kind, (place, start) in enumerate(((kept, 20), (shared, 100), (large, {piece} - 5))):
    for i in range(32):  # one by one: no second copy of it is anywhere
        place[start + i] = (i * i * 7 + i * (kind + 3) + kind) % 251
print("ready", flush=True)
for line in sys.stdin:
    for place in (kept, shared, large):
        place[:] = bytes(len(place))
    print("wiped", flush=True)
"""
NEEDLES = [bytes((i * i * 7 + i * (kind + 3) + kind) % 251 for i in range(32)) for kind in range(3)]
"""In a heap, in shared memory, across the border between two pieces."""


@pytest.fixture
def holder() -> Iterator[subprocess.Popen[str]]:
    """A process that holds each needle, and overwrites them when told."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER.format(piece=PIECE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def say(process: subprocess.Popen[str], told: str = "") -> str:
    assert process.stdin is not None and process.stdout is not None
    if told:
        process.stdin.write(told)
        process.stdin.flush()
    return process.stdout.readline().strip()


def test_what_a_process_holds_is_found_and_what_it_overwrote_is_not(holder: subprocess.Popen[str]) -> None:
    assert say(holder) == "ready"
    found = find_in_memory(holder.pid, NEEDLES)
    assert {finding.needle for finding in found} == {0, 1, 2}
    assert say(holder, "wipe\n") == "wiped"
    assert find_in_memory(holder.pid, NEEDLES) == []


def test_a_finding_tells_where_and_never_what(holder: subprocess.Popen[str]) -> None:
    say(holder)
    told = " ".join(map(str, find_in_memory(holder.pid, NEEDLES[:1])))
    assert "needle 0 at 0x" in told
    assert NEEDLES[0].decode("latin-1") not in told


def test_a_needle_that_would_be_found_by_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="by chance"):
        find_in_memory(os.getpid(), [b"long enough", b"x" * (SHORTEST - 1)])


def test_a_process_that_is_gone_is_an_error_and_no_clean_memory(holder: subprocess.Popen[str]) -> None:
    say(holder)
    holder.kill()
    holder.communicate()
    with pytest.raises(OSError, match=r"No such (file|process)"):
        find_in_memory(holder.pid, NEEDLES)


def test_a_name_has_many_forms() -> None:
    found = forms("张建国是居民")
    assert "张建国是居民".encode() in found and "张建国是居民".encode("gb18030") in found
    assert all(len(form) >= SHORTEST for form in found)
