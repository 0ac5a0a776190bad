"""The scanner's contract: one page at a time, whole or not at all, from a feeder, a glass or a document camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from devices.state import Cancel, Driver
from sync.contract.problem import Words

Progress = Callable[[float], None]
"""Told how far a page is, 0 to 1, from the device's thread. Returns quickly and raises nothing."""
Hint = Callable[[Words], None]
"""Told what whoever lays the page should do, in the same way."""


@dataclass(frozen=True)
class ScannedPage:
    """The picture of one page, proven whole; it is never shown in logs."""

    data: bytes = field(repr=False)
    """A JPEG or PNG file."""
    media_type: str
    """`image/jpeg` or `image/png`, as the picture itself is."""
    dpi: int | None
    """Dots per inch, None when nobody knows."""
    width_px: int
    height_px: int


class Scanner(Driver, Protocol):
    """What every scanner and document camera does."""

    def scan(self, cancel: Cancel, progress: Progress | None = None, hint: Hint | None = None) -> ScannedPage:
        """Scans one page within the `page_s` of its settings. `hint` is told by devices that see the page lie.

        Raises:
            Problem: `scanner.no-paper` (expected); `scanner.jam`, `scanner.cover-open`, `scanner.feeder`,
                `scanner.busy`, `scanner.absent`, `scanner.timeout`, `scanner.gone`, `scanner.broken-picture`,
                `scanner.refused`, `scanner.stopped`, `scanner.crashed`, `scanner.dark` (all temporary);
                `scanner.denied`, `scanner.missing` (permanent).
            Cancelled: within 200 ms of being asked to stop; the page under way is given up.
        """
