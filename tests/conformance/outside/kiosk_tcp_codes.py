"""A code reader on the network: one code a line over TCP. A driver of somebody else, in one file."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import ClassVar

from pydantic import Field

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.settings import CodeReaderSettings
from devices.state import Cancel, DeviceProblem, DeviceState
from sync.contract.problem import Family, Problem, Words

_AWAY = Words(
    zh="扫码器暂时用不了，您可以手工输入。", en="The code reader is not available. You can type the code instead."
)
_AGAIN = Words(zh="没有读清楚，请再扫一次。", en="The code could not be read. Please hold it up again.")
_LONGEST = 1024


class TcpCodesSettings(CodeReaderSettings):
    """Code reader on the network; each code ends with a line break."""

    driver: str = "tcp-lines"
    host: str = "127.0.0.1"
    """Where the reader is."""
    port: int = Field(default=9100, ge=1, le=65535)
    """Its TCP port."""

    address: ClassVar[str] = "host"


class TcpCodes:
    """One reader; see `devices.codes.CodeReader` for what it promises."""

    def __init__(self, settings: TcpCodesSettings) -> None:
        self._settings = settings
        self._wire: socket.socket | None = None

    def open(self) -> None:
        """Connects. Raises DeviceProblem `tcp-codes.absent`."""
        try:
            self._wire = socket.create_connection((self._settings.host, self._settings.port), 1.0)
        except OSError as error:
            raise self._absent("does not answer") from error
        self._wire.settimeout(0.05)

    def close(self) -> None:
        """Hangs up. From any thread: a reading under way sees it at its next look."""
        wire, self._wire = self._wire, None
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()

    def poll(self) -> DeviceState:
        """Looks whether the reader has hung up. Raises DeviceProblem `tcp-codes.absent`."""
        self._look()
        return DeviceState.ONLINE

    def forget(self) -> None:
        """Drops what was scanned before anybody asked. Raises DeviceProblem `tcp-codes.absent`."""
        until = time.monotonic() + 1.0
        while self._look() and time.monotonic() < until:
            self._take()

    def read_code(self, cancel: Cancel) -> str:
        """Waits for the next code. Raises Problem `tcp-codes.unreadable` (expected) and `tcp-codes.absent`."""
        self.forget()
        line = b""
        while not line.endswith(b"\n"):
            cancel.check()
            line += self._take()
            if len(line) > _LONGEST:
                raise self._unreadable()
        try:
            text = line.splitlines()[0].decode()
        except UnicodeDecodeError:
            raise self._unreadable() from None
        if not text.isprintable():
            raise self._unreadable()
        return text

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Whether the connection stands."""
        return SelfTest((checked("connection", lambda: f"{self._settings.where}: {self.poll().value}"),))

    def _look(self) -> bool:
        """Whether something was scanned that nobody took yet."""
        try:
            waiting = self._open_wire().recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return False
        except OSError as error:
            raise self._absent("was unplugged") from error
        if not waiting:
            raise self._absent("hung up")
        return True

    def _take(self) -> bytes:
        """What comes within 50 ms."""
        try:
            data = self._open_wire().recv(_LONGEST)
        except TimeoutError:
            return b""
        except OSError as error:
            raise self._absent("was unplugged") from error
        if not data:
            raise self._absent("hung up")
        return data

    def _open_wire(self) -> socket.socket:
        if self._wire is None:
            raise self._absent("was closed")
        return self._wire

    def _absent(self, why: str) -> DeviceProblem:
        return DeviceProblem(
            "tcp-codes.absent",
            Family.TEMPORARY,
            resident=_AWAY,
            technician=f"Code reader at {self._settings.where}:{self._settings.port} {why}. Check its power and its "
            "network cable, and [devices.code_reader] host.",
            state=DeviceState.ABSENT,
        )

    def _unreadable(self) -> Problem:
        return Problem(
            "tcp-codes.unreadable",
            Family.EXPECTED,
            resident=_AGAIN,
            technician="The code reader sent something that is no code. Nothing to do.",
        )


DRIVER = DriverType(Kind.CODE_READER, "tcp-lines", TcpCodesSettings, TcpCodes)
