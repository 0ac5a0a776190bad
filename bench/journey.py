"""Ms Wang's visit at midnight, several times over: where the machine's time goes, page by page."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any


def measure(runs: int) -> dict[str, Any]:
    """Plays the scenario `runs` times.

    Returns:
        `machine_s` and `attended_s` (medians), and `steps`: page, median seconds of the machine and of the resident.
    """
    played = [_play() for _ in range(runs)]
    pages = [step["name"] for step in played[0]["steps"]]
    same = [run for run in played if [step["name"] for step in run["steps"]] == pages]
    return {
        "runs": runs,
        "outcomes": sorted({run["outcome"] for run in played}),
        "machine_s": round(statistics.median(run["machine_s"] for run in played), 2),
        "attended_s": round(statistics.median(run["attended_s"] for run in played), 2),
        "claim_s": played[0]["claim_s"],
        "steps": [
            {
                "page": page,
                "machine_s": round(statistics.median(run["steps"][at]["machine_s"] for run in same), 3),
                "resident_s": round(statistics.median(run["steps"][at]["resident_s"] for run in same), 1),
            }
            for at, page in enumerate(pages)
        ],
    }


def table(figures: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{'page'.ljust(24)}{'machine'.rjust(12)}{'resident'.rjust(12)}"]
    lines += [
        f"{step['page'].ljust(24)}{step['machine_s']:>10.3f} s{step['resident_s']:>10.1f} s"
        for step in figures["steps"]
    ]
    total = f"{figures['machine_s']} s of the machine, {figures['attended_s']} s in all"
    return "\n".join([*lines, f"{total}; promised are {figures['claim_s']} s. Median of {figures['runs']} runs."])


def _play() -> dict[str, Any]:
    command = [sys.executable, "-m", "kiosk", "scenario", "wang", "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the scenario ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))
