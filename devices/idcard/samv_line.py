"""The serial line to a SAM_V reader: one question at a time, answers that belong to it, a limit on everything.

A reader answers in the order it is asked: an answer to READ that is still owed comes before those to the FIND and
SELECT of the next card, and is passed over there.
"""

from __future__ import annotations

import contextlib
import errno
import termios
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import serial

from devices.idcard import problems
from devices.idcard.samv_answers import Fit, fit
from devices.idcard.samv_frames import Command, Damage, Decoder, Reply, opened, request
from devices.state import Cancel

_DOUBT_S = 60.0
_READS = frozenset({Command.READ, Command.READ_FINGERPRINT})


@dataclass(frozen=True)
class SamvTiming:
    """Windows of time in seconds, and how often to try."""

    reply_s: float = 1.0
    """How long a short answer may take."""
    read_s: float = 2.5
    """How long text and portrait may take: the card itself needs about a second."""
    attempts: int = 3
    """How often a damaged answer is asked for again."""
    find_every_s: float = 0.01
    """Between two looks for a card; a look takes 2 ms of the line, and what is waited is lost to the resident."""
    put_again_s: float = 2.0
    """After how long a card that was read before and still lies there is spoken of."""
    gone_s: float = 0.3
    """After how long a card that was found and is found no more was lifted."""
    gap_s: float = 0.15
    """How long an answer may pause in its middle; twice as long with every further attempt."""
    quiet_s: float = 0.05
    """Silence after which the rest of an old answer is over."""
    probe_s: float = 0.25
    """How long a reader may take to answer at a speed that it is looked for at."""
    extra_s: float = 0.4
    """How long what can be done without may take: the new address."""


class SamvLine:
    """One port. Raises the DeviceProblems of devices.idcard.problems and Cancelled, nothing else."""

    def __init__(self, port: str, timing: SamvTiming, clock: Callable[[], float] = time.monotonic) -> None:
        self.where = port
        self._timing = timing
        self._clock = clock
        self._serial: serial.Serial | None = None
        self._using = threading.Lock()
        self._dirty = True
        self._damaged_at: float | None = None

    @property
    def doubtful(self) -> bool:
        """Whether an answer came damaged in the last minute: what looks whole may not be."""
        return self._damaged_at is not None and self._clock() - self._damaged_at < _DOUBT_S

    def there(self) -> bool:
        """Whether the port exists; nothing is opened."""
        return Path(self.where).exists()

    def open(self, baud: int) -> None:
        """Takes the port. Raises Problem `idcard.absent` or `idcard.forbidden`."""
        self.close()
        try:
            port = serial.Serial(self.where, baud, timeout=0.02, write_timeout=1.0, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM):
                raise problems.forbidden(self.where) from None
            raise problems.absent(self.where, "cannot be opened") from error
        self._serial, self._dirty = port, True

    def close(self) -> None:
        """Lets go of the port; from another thread it ends a question under way within 20 ms."""
        port, self._serial = self._serial, None
        if port is not None:
            with self._using, contextlib.suppress(OSError, termios.error):
                port.close()

    def change_speed(self, baud: int) -> None:
        """Goes on at another speed. Raises Problem `idcard.absent`."""
        try:
            with self._using:
                self._port().baudrate = baud
        except (OSError, ValueError, termios.error) as error:
            raise problems.absent(self.where, "was unplugged") from error
        self._dirty = True

    def ask(
        self, command: Command, cancel: Cancel, *, limit_s: float | None = None, attempts: int | None = None
    ) -> Reply:
        """Asks until an answer comes that belongs to the question, a bounded number of times.

        Raises:
            DeviceProblem: `idcard.silent` after two silences, `idcard.checksum` when only damage comes,
                `idcard.out-of-step` when only answers to something else come, `idcard.absent`.
        """
        limit = limit_s or (self._timing.read_s if command in _READS else self._timing.reply_s)
        times = attempts or self._timing.attempts
        came: list[Fit | Damage | None] = []
        try:
            for attempt in range(times):
                self._send(command, cancel)
                answer = self._receive(command, limit, self._timing.gap_s * 2**attempt, cancel)
                if isinstance(answer, Reply):
                    self._dirty = attempt > 0
                    return answer
                came.append(answer)
                if isinstance(answer, Damage):
                    self._damaged_at = self._clock()
                if came.count(None) == min(2, times):
                    raise problems.silent(self.where, limit * came.count(None))
        except (OSError, TypeError, termios.error) as error:
            raise problems.absent(self.where, "was unplugged") from error
        if came[-1] is Fit.STRAY:
            raise problems.out_of_step(self.where, times)
        raise problems.garbled(self.where, times)

    def _send(self, command: Command, cancel: Cancel) -> None:
        """Sends a question once what is left of older answers has passed."""
        now = self._clock()
        longest, quiet_at = now + self._timing.reply_s, now + self._timing.quiet_s
        while self._dirty and now < min(quiet_at, longest):
            cancel.check()
            if self._read():
                quiet_at = self._clock() + self._timing.quiet_s
            now = self._clock()
        with self._using:
            self._port().reset_input_buffer()
            self._port().write(request(command))
        self._dirty = True

    def _receive(self, command: Command, limit_s: float, gap_s: float, cancel: Cancel) -> Reply | Fit | Damage | None:
        """The answer; or what came instead of it: damage, a stray, or None for nothing at all."""
        decoder = Decoder()
        instead: Fit | Damage | None = None
        last = started = self._clock()
        while self._clock() - started < limit_s:
            cancel.check()
            data = self._read()
            if data:
                last = self._clock()
            elif (decoder.pending or instead not in (None, Fit.STRAY)) and self._clock() - last > gap_s:
                return Damage.LENGTH if instead in (None, Fit.STRAY) else instead
            for found in decoder.feed(data):
                answer = found if isinstance(found, Damage) else opened(found)
                if isinstance(answer, Reply):
                    fits = fit(command, answer)
                    if fits is Fit.ANSWER:
                        return answer
                    instead = fits
                else:
                    instead = answer or instead
        return instead or (Damage.LENGTH if last > started else None)

    def _read(self) -> bytes:
        with self._using:
            port = self._port()
            return bytes(port.read(max(port.in_waiting, 1)))

    def _port(self) -> serial.Serial:
        if self._serial is None:
            raise problems.absent(self.where, "was closed")
        return self._serial
