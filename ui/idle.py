"""When a visit that nobody answers ends."""

from __future__ import annotations

import math
from collections.abc import Callable


class IdleWatch:
    """Counts the seconds since the last touch on a monotonic clock; `limit_s` includes the warning."""

    def __init__(self, limit_s: float, warning_s: float, clock: Callable[[], float]) -> None:
        self._limit_s = limit_s
        self._warning_s = min(warning_s, limit_s)
        self._clock = clock
        self._since: float | None = None

    def watch(self) -> None:
        """Counts from now."""
        self._since = self._clock()

    def rest(self) -> None:
        """Stops counting: the machine is working, or nobody is expected."""
        self._since = None

    def touch(self) -> None:
        """Somebody is there: counts from now, if it counts at all."""
        if self._since is not None:
            self._since = self._clock()

    @property
    def left_s(self) -> float:
        """Seconds until the visit ends; infinite while nothing is counted."""
        return math.inf if self._since is None else max(0.0, self._limit_s - (self._clock() - self._since))

    @property
    def warning(self) -> bool:
        """Whether the resident should be asked."""
        return self.left_s <= self._warning_s

    @property
    def over(self) -> bool:
        """Whether nobody answered in time."""
        return self.left_s <= 0.0
