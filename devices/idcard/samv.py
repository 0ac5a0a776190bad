"""Drives a second-generation ID-card reader over its serial SAM_V protocol (GA 450)."""

from __future__ import annotations

import contextlib
import errno
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass

import serial

from devices.idcard import IdCard, problems
from devices.idcard.layouts import BLOCK, parse
from devices.idcard.portrait import cut_out
from devices.idcard.samv_frames import Command, Damage, Decoder, Reply, Status, opened, request
from devices.kinds import DriverType, Kind
from devices.settings import SamvSettings
from devices.state import Cancel, DeviceState

_PORTRAIT = 1024
_HEAD = BLOCK.to_bytes(2, "big") + _PORTRAIT.to_bytes(2, "big")
_FOUND = frozenset({Status.FOUND, Status.NOT_FOUND})
_SELECTED = frozenset({Status.OK, Status.NOT_SELECTED})
_PRESENT = frozenset({Status.OK, Status.NO_ITEM})
_GONE = frozenset({Status.READ_FAILED, Status.UNKNOWN_CARD})


@dataclass(frozen=True)
class SamvTiming:
    """Windows of time in seconds, and how often to try."""

    reply_s: float = 1.0
    """How long a short answer may take."""
    read_s: float = 2.5
    """How long text and portrait may take: the card itself needs about a second."""
    attempts: int = 3
    """How often a damaged answer is asked for again."""
    find_every_s: float = 0.2
    put_again_s: float = 2.0
    """After how long a card that was read before and still lies there is spoken of."""
    gap_s: float = 0.15
    """How long an answer may pause in its middle."""
    quiet_s: float = 0.05
    """Silence after which the rest of an old answer is over."""


class SamvReader:
    """One reader on one port; see `devices.idcard.IdCardReader` for what it promises.

    After a read most readers answer FIND with 80 until the card is lifted. Whether it still lies there
    is asked with NEW ADDRESS: 90 and 91 mean present, 40 and 41 gone. That, and that READ may be asked
    again after a damaged answer, is assumed from public programs and not from a standard.
    """

    def __init__(
        self,
        settings: SamvSettings,
        timing: SamvTiming | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._timing = timing or SamvTiming()
        self._clock = clock
        self._serial: serial.Serial | None = None
        self._dirty = False

    def open(self) -> None:
        """Opens the port and asks the reader how it is. Raises Problem."""
        port = self._settings.port
        try:
            self._serial = serial.Serial(port, self._settings.baud, timeout=0.02, write_timeout=1.0, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM):
                raise problems.forbidden(port) from None
            raise problems.absent(port, "cannot be opened") from error
        self._dirty = True
        self.poll()

    def close(self) -> None:
        """Lets go of the port."""
        port, self._serial = self._serial, None
        if port is not None:
            with contextlib.suppress(OSError):
                port.close()

    def poll(self) -> DeviceState:
        """Asks for the self-test's result."""
        answer = self._ask(Command.STATUS, {Status.OK, Status.SELF_TEST}, Cancel())
        if answer.status != Status.OK:
            raise problems.self_test(self._settings.port, answer.status)
        return DeviceState.ONLINE

    def present(self) -> bool:
        """Whether a card is there, read or not."""
        cancel = Cancel()
        return self._find(cancel) or self._still_there(cancel)

    def wait_lifted(self, cancel: Cancel) -> None:
        """Waits until no card is there."""
        while self._find(cancel) or self._still_there(cancel):
            cancel.wait(self._timing.find_every_s)

    def read_card(self, cancel: Cancel) -> IdCard:
        """Waits for a card and reads it. Raises the Problems of the contract."""
        started = self._clock()
        while not self._find(cancel):
            if self._clock() - started >= self._timing.put_again_s and self._still_there(cancel):
                raise problems.put_again()
            cancel.wait(self._timing.find_every_s)
        return self._read(cancel)

    def read_new(self, cancel: Cancel) -> IdCard | None:
        """Reads a card only if one was put down since the last read. Raises the Problems of the contract."""
        return self._read(cancel) if self._find(cancel) else None

    def _read(self, cancel: Cancel) -> IdCard:
        """Reads the card that was found."""
        answer = self._ask(Command.SELECT, _SELECTED, cancel)
        if answer.status != Status.OK:
            raise problems.lifted()
        answer = self._ask(Command.READ, {Status.OK, *_GONE}, cancel)
        if answer.status != Status.OK:
            raise problems.unreadable(answer.status) if self._still_there(cancel) else problems.lifted()
        return self._card(answer.data)

    def _card(self, data: bytes) -> IdCard:
        if len(data) != len(_HEAD) + BLOCK + _PORTRAIT or data[: len(_HEAD)] != _HEAD:
            raise problems.bad_record("its parts have other lengths than 256 and 1024 bytes")
        text, portrait = data[len(_HEAD) : len(_HEAD) + BLOCK], data[len(_HEAD) + BLOCK :]
        return parse(text, cut_out(portrait, self._settings.portrait_decoder))

    def _find(self, cancel: Cancel) -> bool:
        return self._ask(Command.FIND, _FOUND, cancel).status == Status.FOUND

    def _still_there(self, cancel: Cancel) -> bool:
        return self._ask(Command.NEW_ADDRESS, _PRESENT | _GONE, cancel).status in _PRESENT

    def _ask(self, command: Command, good: set[Status] | frozenset[Status], cancel: Cancel) -> Reply:
        """Sends a request until an answer comes that belongs to it, a bounded number of times.

        Replies do not name their request, so one with a status that is none of `good` counts as damaged.
        """
        limit = self._timing.read_s if command is Command.READ else self._timing.reply_s
        silences = 0
        try:
            for _ in range(self._timing.attempts):
                self._send(command, cancel)
                answer = self._receive(limit, cancel)
                if answer is None:
                    silences += 1
                    if silences == 2:
                        raise problems.silent(self._settings.port, limit * silences)
                elif isinstance(answer, Reply) and answer.status in good:
                    return answer
        except (OSError, TypeError, termios.error) as error:  # TypeError: closed from another thread
            raise problems.absent(self._settings.port, "was unplugged") from error
        raise problems.garbled(self._settings.port, self._timing.attempts)

    def _send(self, command: Command, cancel: Cancel) -> None:
        port = self._port()
        deadline = self._clock() + self._timing.reply_s
        quiet_since = self._clock()
        while self._dirty and self._clock() < deadline and self._clock() - quiet_since < self._timing.quiet_s:
            cancel.check()
            if port.read(max(port.in_waiting, 1)):
                quiet_since = self._clock()
        port.reset_input_buffer()
        self._dirty = True
        port.write(request(command))

    def _receive(self, limit_s: float, cancel: Cancel) -> Reply | Damage | None:
        """The next whole reply, damage, or None when nothing at all came in time."""
        port = self._port()
        decoder = Decoder()
        damage: Damage | None = None
        last = started = self._clock()
        while self._clock() - started < limit_s:
            cancel.check()
            data = port.read(max(port.in_waiting, 1))
            if data:
                last = self._clock()
            elif (damage or decoder.pending) and self._clock() - last > self._timing.gap_s:
                return damage or Damage.LENGTH
            for found in decoder.feed(data):
                answer = found if isinstance(found, Damage) else opened(found)
                if isinstance(answer, Reply):
                    self._dirty = False
                    return answer
                damage = answer or damage
        return damage or (Damage.LENGTH if last > started else None)

    def _port(self) -> serial.Serial:
        if self._serial is None:
            raise problems.absent(self._settings.port, "was closed")
        return self._serial


DRIVER = DriverType(Kind.ID_READER, "samv", SamvSettings, SamvReader)
