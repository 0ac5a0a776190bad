"""One row of the comparison, and how rows are set beside each other."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass
from typing import Any

ROWS = (
    ("first_frame_ms", "start to first frame", "ms"),
    ("usable_ms", "start to a home that can be touched", "ms"),
    ("tap_p50_ms", "tap to pressed frame, median", "ms"),
    ("tap_p95_ms", "tap to pressed frame, 95th percentile", "ms"),
    ("switch_p50_ms", "page switch, median", "ms"),
    ("switch_p95_ms", "page switch, 95th percentile", "ms"),
    ("idle_cpu_percent", "processor while idle, one core = 100", "%"),
    ("memory_mb", "memory (PSS, all its processes)", "MB"),
    ("window_memory_mb", "memory of the window's process alone", "MB"),
)


@dataclass(frozen=True)
class Figures:
    """What was measured of one subject; None where the subject has no such thing."""

    first_frame_ms: float
    usable_ms: float
    tap_p50_ms: float
    tap_p95_ms: float
    switch_p50_ms: float | None
    switch_p95_ms: float | None
    idle_cpu_percent: float
    memory_mb: float
    window_memory_mb: float | None
    """Without children: the kiosk's vision process, a browser's renderers."""

    def as_dict(self) -> dict[str, Any]:
        """Rounded to what the measurement can tell."""
        return {name: None if value is None else round(value, 1) for name, value in asdict(self).items()}


def percentiles(samples: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(samples), statistics.quantiles(samples, n=20, method="inclusive")[18]


def median(runs: list[Figures]) -> Figures:
    """The median of each figure over several runs."""

    def middle(name: str) -> float | None:
        values = [value for run in runs if (value := getattr(run, name)) is not None]
        return statistics.median(values) if values else None

    return Figures(**{name: middle(name) for name, _, _ in ROWS})  # type: ignore[arg-type]


def table(subjects: dict[str, Figures]) -> str:
    """Subjects side by side; behind each peer how the first subject compares with it."""
    names = list(subjects)
    first = subjects[names[0]].as_dict()
    lines = ["".join(["".ljust(40), *(name.rjust(20) for name in names)])]
    for key, label, unit in ROWS:
        cells = []
        for name in names:
            value = subjects[name].as_dict()[key]
            ratio = f" ({first[key] / value:.2f}×)" if name != names[0] and value and first[key] is not None else ""
            cells.append((f"{value} {unit}{ratio}" if value is not None else "–").rjust(20))
        lines.append("".join([label.ljust(40), *cells]))
    return "\n".join([*lines, f"(…×): {names[0]} divided by that peer; below 1 it is quicker or smaller"])
