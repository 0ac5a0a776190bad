"""Listens to a code reader: only what is scanned after somebody asked counts, and a code twice at once is one scan."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.codes import problems
from devices.codes.code_text import CodeDecoder, Damage
from devices.health import SelfTest, checked
from devices.state import Cancel

READ_BYTES = 4096


@dataclass(frozen=True)
class EarTiming:
    """Windows of time in seconds."""

    pause_s: float = 0.05
    """How long the line is quiet after a code; longer than any pause within one."""
    same_s: float = 1.0
    """Within this time the same code again is the same scan."""
    test_s: float = 2.0
    """How long a self-test looks for a code."""


class Ear:
    """What both drivers share. `read(seconds)` waits at most so long for bytes and may raise `codes.absent`."""

    def __init__(
        self,
        read: Callable[[float], bytes],
        decoder: CodeDecoder,
        timing: EarTiming,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._decoder = decoder
        self._timing = timing
        self._clock = clock
        self._heard_at = clock()
        self._last = ""
        self._last_at = -timing.same_s
        self._delivered = False

    def forget(self) -> None:
        """Drops what was scanned, the beginning of a code included: its rest is dropped when it comes."""
        while data := self._read(0.0):
            self._heard_at = self._clock()
            for found in self._decoder.feed(data):
                self._new(found)

    def next_code(self, cancel: Cancel) -> str:
        """See `devices.codes.CodeReader.read_code`."""
        self.forget()
        began_before = self._decoder.pending
        while True:
            cancel.check()
            for found in self._listen():
                if began_before:
                    began_before = False
                    self._new(found)
                elif isinstance(found, Damage):
                    raise problems.unreadable(found.value)
                elif self._new(found, delivered=True):
                    return found

    def quick_test(self, where: str) -> SelfTest:
        """Looks whether the line is there."""

        def line() -> str:
            self.forget()
            return f"{where} is open"

        return SelfTest((checked("line", line),))

    def test(self, where: str, cancel: Cancel) -> SelfTest:
        """As the quick test; when a code is held under the reader, also whether it comes whole."""

        def scan() -> str:
            until = self._clock() + self._timing.test_s
            while self._clock() < until:
                cancel.check()
                for found in self._listen():
                    if isinstance(found, Damage):
                        raise problems.unreadable(found.value)
                    return f"a code of {len(found)} characters came whole"
            return f"nothing was held under it for {self._timing.test_s:g} s; hold any code there to prove it"

        found = self.quick_test(where)
        if not found.ok:
            return found
        return SelfTest((*found.checks, checked("scan", scan)))

    def _listen(self) -> list[str | Damage]:
        data = self._read(min(0.05, self._timing.pause_s))
        if data:
            self._heard_at = self._clock()
            return self._decoder.feed(data)
        if self._decoder.pending and self._clock() - self._heard_at >= self._timing.pause_s:
            return self._decoder.pause()
        return []

    def _new(self, found: str | Damage, *, delivered: bool = False) -> bool:
        """Whether a code is another scan than the last one.

        A code that lies there and is told again and again stays one scan for as long as that goes on, once it was
        delivered; one that nobody had asked for is told after `same_s`.
        """
        if isinstance(found, Damage):
            return False
        now = self._clock()
        again = found == self._last and now - self._last_at < self._timing.same_s
        if not again:
            self._last, self._last_at, self._delivered = found, now, delivered
        elif self._delivered:
            self._last_at = now
        return not again
