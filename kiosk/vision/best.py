"""Keeps the best of the frames that follow each other within a moment; only that one is compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.camera import Frame

if TYPE_CHECKING:
    from kiosk.vision.face import Found


@dataclass(frozen=True, repr=False)
class Kept:
    """A frame with its face; `arrived` is the monotonic second at which it came from the camera."""

    frame: Frame
    found: Found
    value: float
    arrived: float


class BestFrame:
    """The best of the good frames at the end of a moment that begins with the first one offered.

    Only those of the last `fresh_s` are kept: whoever waits for a decision need not wait for an older one.
    """

    def __init__(self, moment_s: float, fresh_s: float) -> None:
        self._moment_s = moment_s
        self._fresh_s = fresh_s
        self._ends: float | None = None
        self._kept: Kept | None = None

    def offer(self, frame: Frame, found: Found, value: float, arrived: float) -> Kept | None:
        """Takes a frame (it is copied when it may be the one) with its face and `Quality.value`.

        The best one when the moment is over, which then belongs to the caller, who overwrites it after use.
        """
        if self._ends is None:
            self._ends = arrived + self._moment_s
        if arrived < self._ends - self._fresh_s:
            return None
        if self._kept is None or value > self._kept.value:
            kept = Kept(frame.copy(), found, value, arrived)
            self._overwrite()
            self._kept = kept
        if arrived < self._ends:
            return None
        best, self._kept, self._ends = self._kept, None, None
        return best

    def drop(self) -> None:
        """Overwrites what is kept; the next frame begins a moment."""
        self._overwrite()
        self._ends = None

    def _overwrite(self) -> None:
        if self._kept is not None:
            self._kept.frame.fill(0)
            self._kept = None
