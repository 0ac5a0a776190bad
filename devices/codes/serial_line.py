"""Drives a code reader on a serial line (RS-232 or USB CDC): each code is its text and a line break."""

from __future__ import annotations

import contextlib
import errno
import termios
from dataclasses import replace

import serial

from devices.codes import problems
from devices.codes.code_text import LineDecoder
from devices.codes.ear import READ_BYTES, Ear, EarTiming
from devices.health import SelfTest
from devices.kinds import DriverType, Kind
from devices.settings import SerialCodeReaderSettings
from devices.state import Cancel, DeviceState

_HALF_S = 0.25
"""A reader that ends its codes with a line break is given more patience in the middle of one."""
_READ_S = 0.02


class SerialCodeReader:
    """One reader on one port; see `devices.codes.CodeReader` for what it promises.

    The wire tells nothing of a reader that is switched off behind its adapter: only a scan proves it.
    """

    def __init__(self, settings: SerialCodeReaderSettings, timing: EarTiming | None = None) -> None:
        self._settings = settings
        self._port: serial.Serial | None = None
        timing = timing or EarTiming()
        pauses = settings.end == "pause"
        if not pauses:
            timing = replace(timing, pause_s=max(timing.pause_s, _HALF_S))
        self._ear = Ear(self._read, LineDecoder(pause_ends=pauses), timing)

    def open(self) -> None:
        """Opens the port. Raises Problem."""
        port = self._settings.port
        try:
            self._port = serial.Serial(port, self._settings.baud, timeout=_READ_S, exclusive=True)
        except (OSError, ValueError, termios.error) as error:
            if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM):
                raise problems.forbidden(port, "dialout") from None
            raise problems.absent(port, "cannot be opened") from error
        self._ear.forget()

    def close(self) -> None:
        """Lets go of the port."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError, termios.error):
                port.close()

    def poll(self) -> DeviceState:
        """Looks whether the line is there, and drops what nobody asked for."""
        self._ear.forget()
        return DeviceState.ONLINE

    def read_code(self, cancel: Cancel) -> str:
        """Waits for the next code. Raises the Problems of the contract."""
        return self._ear.next_code(cancel)

    def forget(self) -> None:
        """Drops what was scanned."""
        self._ear.forget()

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Looks whether the line is there."""
        return self._ear.quick_test(self._settings.port)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Looks at the line, and at a code when one is held under the reader."""
        return self._ear.test(self._settings.port, cancel)

    def _read(self, seconds: float) -> bytes:
        port = self._port
        if port is None:
            raise problems.absent(self._settings.port, "was closed")
        try:
            waiting = port.in_waiting
            if not waiting and not seconds:
                return b""
            return bytes(port.read(min(max(waiting, 1), READ_BYTES)))
        except (OSError, TypeError, termios.error) as error:  # TypeError: closed from another thread
            raise problems.absent(self._settings.port, "was unplugged") from error


DRIVER = DriverType(Kind.CODE_READER, "serial", SerialCodeReaderSettings, SerialCodeReader)
