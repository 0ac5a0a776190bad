"""The kiosk's own lock before technician mode: too many failures close it for a while, each time longer.

It is kept in a file, so that switching the kiosk off and on opens nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sync.contract.problem import Words
from sync.contract.whole import write_whole

log = logging.getLogger(__name__)

ALLOWED = 5
WITHIN = timedelta(minutes=15)
FIRST = timedelta(minutes=15)
LONGEST = timedelta(hours=24)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    failures: tuple[AwareDatetime, ...] = ()
    locked_until: AwareDatetime | None = None
    locks: int = 0
    """How many times it has locked since somebody last came in."""


class Lockout:
    """Five failures within 15 minutes lock for 15 minutes, then for twice as long each time, a day at most."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock

    def locked_until(self) -> datetime | None:
        """Until when nobody is let in; None when somebody may try."""
        until: datetime | None = self._read().locked_until
        now = self._clock()
        # A clock that was set back must not lock for longer than any lock lasts.
        if until is None or until <= now:
            return None
        return min(until, now + LONGEST)

    def failed(self) -> datetime | None:
        """Writes down a failure; until when it is locked now, if it is."""
        kept, now = self._read(), self._clock()
        recent = (*(each for each in kept.failures if now - WITHIN < each <= now), now)
        if len(recent) < ALLOWED:
            self._write(kept.model_copy(update={"failures": recent}))
            return self.locked_until()
        until = now + min(LONGEST, FIRST * (1 << min(kept.locks, 10)))
        self._write(_Kept(locked_until=until, locks=kept.locks + 1))
        log.warning("technician mode is locked until %s after %d failures", until.isoformat(), len(recent))
        return until

    def passed(self) -> None:
        """Somebody came in: what was counted is forgotten."""
        self._write(_Kept())

    def _read(self) -> _Kept:
        try:
            return _Kept.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return _Kept()
        except (OSError, ValidationError):
            # Whoever damages the file to get rid of the lock gets one.
            log.warning("%s cannot be read; technician mode is locked for a while", self._path.name)
            locked = _Kept(locked_until=self._clock() + FIRST, locks=1)
            self._write(locked)
            return locked

    def _write(self, kept: _Kept) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path, kept.model_dump_json().encode())


def lock_path(state: Path) -> Path:
    """Where the lock of a kiosk is."""
    return state / "keys" / "technician-lock.json"


def locked_words(until: datetime) -> Words:
    """What a member of staff reads while it is locked; `until` in local time."""
    return Words(
        zh=f"失败次数太多，维护模式已锁定，{until:%m月%d日 %H:%M} 以后再试。",
        en=f"Too many failures. Technician mode is locked until {until:%H:%M on %d %b}.",
    )
