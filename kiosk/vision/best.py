"""Keeps the best of the frames that follow each other within a moment; only that one is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.camera import Frame

if TYPE_CHECKING:
    from kiosk.vision.face import Found


class BestFrame:
    """The best good frame of a moment that begins with the first one offered."""

    def __init__(self, moment_s: float) -> None:
        self._moment_s = moment_s
        self._ends = 0.0
        self._kept: tuple[float, Frame, Found] | None = None

    def offer(self, frame: Frame, found: Found, value: float, now: float) -> tuple[Frame, Found] | None:
        """Takes a frame (it is copied) with its face and `Quality.value`, at monotonic second `now`.

        The best one when the moment is over, which then belongs to the caller, who overwrites it after use.
        """
        if self._kept is None:
            self._ends = now + self._moment_s
        if self._kept is None or value > self._kept[0]:
            self.drop()
            self._kept = (value, frame.copy(), found)
        if now < self._ends:
            return None
        _, best, whose = self._kept
        self._kept = None
        return best, whose

    def drop(self) -> None:
        """Overwrites what is kept."""
        if self._kept is not None:
            self._kept[1].fill(0)
            self._kept = None
