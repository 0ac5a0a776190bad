"""What the document camera's own process tells of the table, line by line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum


class Sight(StrEnum):
    """What is to be seen."""

    NO_PAGE = "no-page"
    """The table is empty, or no page lies wholly in sight."""
    MOVING = "moving"
    HOLD_STILL = "hold-still"
    TAKEN = "taken"
    DARK = "dark"
    BLURRED = "blurred"
    """A page lies still and is out of focus, or bent."""
    GLARE = "glare"
    """A lamp mirrors in the page."""
    SAME = "same"
    """The page that was taken last still lies there."""
    CUT_OFF = "cut-off"
    """A page lies still and reaches out of sight."""
    WHOLE = "whole"
    """The table as it is was taken, page or not."""
    AWAY = "away"
    """The camera is not there, or sends nothing new."""


SHARES = {
    Sight.NO_PAGE: 0.0,
    Sight.DARK: 0.0,
    Sight.SAME: 0.0,
    Sight.CUT_OFF: 0.2,
    Sight.MOVING: 0.3,
    Sight.BLURRED: 0.5,
    Sight.GLARE: 0.5,
    Sight.HOLD_STILL: 0.6,
    Sight.TAKEN: 1.0,
}
"""How far a page is, for whoever waits for it."""


LONGEST = 4000
"""Characters of a line."""


@dataclass(frozen=True)
class Seen:
    """One line."""

    sight: Sight
    dpi: int | None = None
    light: int | None = None
    """Mean grey level, 0 to 255."""
    sharpness: int | None = None
    code: str = ""
    table: str = ""
    """How light the table is, place by place, in base64: to know again a page that still lies there."""


def read_seen(line: str) -> Seen | None:
    """Reads one line; None when it is none of ours, such as a warning of a library."""
    if not line.startswith("{") or len(line) > LONGEST:
        return None
    try:
        told = json.loads(line)
        return Seen(
            Sight(told["sight"]),
            _number(told.get("dpi")),
            _number(told.get("light")),
            _number(told.get("sharpness")),
            str(told.get("code", "")),
            str(told.get("table", "")),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else None
