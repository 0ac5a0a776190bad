"""What a process and its children use, read from Linux's /proc."""

from __future__ import annotations

import os
import time
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """The process and all its descendants that are alive."""
    found = [pid] if Path(f"/proc/{pid}").exists() else []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += tree(int(child))
    return found


def memory_mb(pids: list[int]) -> float:
    """Proportional set size: pages that several processes share are counted once in all."""
    total_kb = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total_kb += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total_kb / 1024


def cpu_percent(pid: int, seconds: float) -> float:
    """Processor time of a process tree over a span of doing nothing; 100 is one core."""
    pids = tree(pid)
    before = sum(_cpu_seconds(each) for each in pids)
    began = time.monotonic()
    time.sleep(seconds)
    return 100 * (sum(_cpu_seconds(each) for each in pids) - before) / (time.monotonic() - began)


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
