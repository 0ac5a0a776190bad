"""What an IPP printer says of its paper and toner: PWG 5100.13 and RFC 3805 words, and the older marker attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from devices.health import Supply

TRAYS = "printer-input-tray"
ATTRIBUTES = (
    "marker-names",
    "marker-levels",
    "marker-low-levels",
    "printer-supply",
    "printer-supply-description",
    TRAYS,
    "media-ready",
    "media-col-ready",
)
A4_NAME = "iso_a4_210x297mm"
_A4_SIZE = (21000, 29700)
"""Hundredths of a millimetre."""


def supplies(says: Mapping[str, Any], reasons: Sequence[str]) -> tuple[Supply, ...]:
    """Paper, then toner or ink and waste boxes. Of waste boxes the printer tells how much still goes in."""
    return (_paper(says, reasons), *_markers(says, reasons))


def a4_ready(says: Mapping[str, Any]) -> bool | None:
    """Whether A4 lies in a tray; None when the printer does not tell."""
    names = [str(each) for each in listed(says.get("media-ready"))]
    columns = [each for each in listed(says.get("media-col-ready")) if isinstance(each, dict)]
    if not names and not columns:
        return None
    if A4_NAME in names:
        return True
    return any(each.get("media-size-name") == A4_NAME or _size(each.get("media-size")) == _A4_SIZE for each in columns)


def _size(size: Any) -> tuple[Any, Any]:
    return (size.get("x-dimension"), size.get("y-dimension")) if isinstance(size, dict) else (None, None)


def _paper(says: Mapping[str, Any], reasons: Sequence[str]) -> Supply:
    """All trays as one: the fullest counts, since a printer takes its sheets from there."""
    return Supply("paper", max(_trays(says), default=None), _told(reasons, "media-low", "media-empty", "media-needed"))


def trays_empty(says: Mapping[str, Any]) -> bool:
    """Whether every tray whose level is known holds nothing."""
    return max(_trays(says), default=None) == 0


def _trays(says: Mapping[str, Any]) -> list[int]:
    """Levels in percent of the trays that know theirs."""
    trays = [_fields(each) for each in listed(says.get(TRAYS))]
    levels = [_percent(tray.get("level"), tray.get("maxcapacity")) for tray in trays]
    return [level for level in levels if level is not None]


def _markers(says: Mapping[str, Any], reasons: Sequence[str]) -> list[Supply]:
    names = [str(each) for each in listed(says.get("marker-names"))]
    levels = listed(says.get("marker-levels"))
    if names and len(names) == len(levels):
        lows = listed(says.get("marker-low-levels"))
        lows = lows if len(lows) == len(names) else [None] * len(names)
        return [_marker(name, _percent(level, 100), low) for name, level, low in zip(names, levels, lows, strict=True)]
    fields = [_fields(each) for each in listed(says.get("printer-supply"))]
    told = [str(each) for each in listed(says.get("printer-supply-description"))]
    if not fields:
        low = _told(reasons, "toner-low", "toner-empty", "marker-supply-low", "marker-supply-empty")
        return [Supply("toner", None, low)] if low else []
    names = told if len(told) == len(fields) else [each.get("type", "supply") for each in fields]
    percents = [_percent(each.get("level"), each.get("maxcapacity")) for each in fields]
    return [_marker(name, percent, None) for name, percent in zip(names, percents, strict=True)]


def _marker(name: str, percent: int | None, low: Any) -> Supply:
    return Supply(name, percent, percent is not None and isinstance(low, int) and percent <= low)


def _percent(level: Any, capacity: Any) -> int | None:
    """Negative numbers mean unknown, or some."""
    try:
        left, whole = int(level), int(capacity)
    except (TypeError, ValueError):
        return None
    return min(100, round(100 * left / whole)) if left >= 0 and whole > 0 else None


def _fields(value: Any) -> dict[str, str]:
    """`type=toner;level=75;` as a dict."""
    pairs = (part.partition("=") for part in str(value).split(";"))
    return {name.strip(): content.strip() for name, _, content in pairs if name.strip()}


def _told(reasons: Sequence[str], *keywords: str) -> bool:
    return any(reason.startswith(keyword) for reason in reasons for keyword in keywords)


def listed(value: Any) -> list[Any]:
    """pyipp gives a single value bare and several as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
