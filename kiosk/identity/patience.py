"""How often faces that are not recognised may be shown to this kiosk: a few times, then pauses that grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

FREE = 3
"""Failures in a row that cost nothing: bad light, new glasses."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10))
"""After the third failure, the fourth …; the last one again and again. Nobody can close the way for a day."""
FORGIVEN_AFTER = timedelta(minutes=30)


class Patience:
    """Counts for the kiosk, not for a person: who is not recognised is nobody it knows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._failures = 0
        self._last_at: datetime | None = None

    @property
    def closed_until(self) -> datetime | None:
        """Until when nobody is looked for; None when it may be done."""
        if self._last_at is None or self._failures < FREE:
            return None
        until = self._last_at + PAUSES[min(self._failures - FREE, len(PAUSES) - 1)]
        now = self._clock()
        # A clock that was set back must not close for longer than any pause lasts.
        return min(until, now + PAUSES[-1]) if until > now else None

    def failed(self) -> datetime | None:
        """Counts a failure; until when it is closed now, if that closes it."""
        now = self._clock()
        if self._last_at is not None and now - self._last_at > FORGIVEN_AFTER:
            self._failures = 0
        self._failures, self._last_at = self._failures + 1, now
        return self.closed_until

    def passed(self) -> None:
        """Somebody was recognised and proved it."""
        self._failures, self._last_at = 0, None
