"""The kiosk's window beside a bare Qt window and a browser page: start, touch, page switch, idling."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench import chromium
from bench.figures import Figures, median, percentiles
from bench.processes import cpu_percent, memory_mb, tree

LIMIT_S = 60.0


def measure(runs: int, taps: int, idle_s: float, config: Path) -> dict[str, Figures]:
    """Measures every subject `runs` times, in turns, so that a busy moment of the machine hits all alike."""
    subjects: dict[str, Callable[[], Figures]] = {
        "kiosk": lambda: qt("kiosk", taps, idle_s, str(config)),
        "bare Qt window": lambda: qt("bare", taps, idle_s),
        "Chromium page": lambda: chromium.measure(taps, idle_s),
    }
    taken: dict[str, list[Figures]] = {name: [] for name in subjects}
    for _ in range(runs):
        for name, take in subjects.items():
            taken[name].append(take())
    return {name: median(figures) for name, figures in taken.items()}


def qt(subject: str, taps: int, idle_s: float, *arguments: str) -> Figures:
    """One cold start of a Qt window in a process of its own."""
    began = 1000 * time.time()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.window", subject, str(taps), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    patience = threading.Timer(LIMIT_S, process.kill)
    patience.start()
    try:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"bench.window {subject} ended with {process.wait(LIMIT_S)}; its words are above")
        told = json.loads(line)
        idle = cpu_percent(process.pid, idle_s)
        memory, window_memory = memory_mb(tree(process.pid)), memory_mb([process.pid])
    finally:
        patience.cancel()
        process.stdin.close()
        process.wait(LIMIT_S)
    tapped = percentiles(told["taps"])
    switched = percentiles(told["switches"]) if told["switches"] else (None, None)
    return Figures(
        first_frame_ms=told["first_frame"] - began,
        usable_ms=told["usable"] - began,
        tap_p50_ms=tapped[0],
        tap_p95_ms=tapped[1],
        switch_p50_ms=switched[0],
        switch_p95_ms=switched[1],
        idle_cpu_percent=idle,
        memory_mb=memory,
        window_memory_mb=window_memory,
    )
