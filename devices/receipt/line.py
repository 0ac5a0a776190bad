"""The wire to a receipt printer: a serial port, a TCP port, or the kernel's USB printer device."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import select
import socket
import termios
from pathlib import Path
from typing import Protocol

import serial

from devices.receipt import problems
from devices.settings import ReceiptPrinterSettings

CONNECT_S = 2.0
USB_PRINTERS = Path("/sys/class/usbmisc")
_USB = re.compile(r"usb://([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)
_TCP = re.compile(r"tcp://(\[[0-9a-f:]+\]|[^:/\[\]]+):(\d{1,5})", re.IGNORECASE)


class _Handle(Protocol):
    def fileno(self) -> int: ...
    def close(self) -> None: ...


class _Port(serial.Serial):
    """A serial port that keeps what arrived before it was opened: it may be the answer to a marker."""

    def _reset_input_buffer(self) -> None:
        """Forgets nothing."""


class _Device:
    """An open character device."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)

    def fileno(self) -> int:
        return self._fd

    def close(self) -> None:
        os.close(self._fd)


class Line:
    """An open wire. Reading and writing never wait longer than they are told; a lost wire raises `receipt.absent`."""

    def __init__(self, where: str, handle: _Handle) -> None:
        self._where = where
        self._handle: _Handle | None = handle

    def close(self) -> None:
        """Lets go. From any thread."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(OSError):
                handle.close()

    def read(self, wait_s: float) -> bytes:
        """What has arrived, after at most `wait_s` seconds; nothing when nothing did."""
        fd = self._fd()
        try:
            ready, _, _ = select.select([fd], [], [], wait_s)
            if not ready:
                return b""
            data = os.read(fd, 4096)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            raise problems.absent(self._where, f"hung up ({_name(error)})") from error
        if not data:
            raise problems.absent(self._where, "hung up")
        return data

    def write(self, data: bytes, wait_s: float) -> int:
        """Hands over as much as the wire takes within `wait_s` seconds; returns how many bytes."""
        fd = self._fd()
        try:
            _, ready, _ = select.select([], [fd], [], wait_s)
            return os.write(fd, data) if ready else 0
        except BlockingIOError:
            return 0
        except (OSError, ValueError) as error:
            raise problems.absent(self._where, f"hung up ({_name(error)})") from error

    def _fd(self) -> int:
        if self._handle is None:
            raise problems.absent(self._where, "was closed")
        return self._handle.fileno()


def connect(settings: ReceiptPrinterSettings, usb: Path = USB_PRINTERS) -> Line:
    """Opens the wire. Raises Problem `receipt.absent`, `receipt.forbidden` or `receipt.settings`."""
    where = settings.port
    try:
        if where.lower().startswith("tcp:"):
            return Line(where, _tcp(where))
        if where.lower().startswith("usb:"):
            return Line(where, _Device(_usb(where, usb)))
        return Line(where, _Port(where, settings.baud, timeout=0, exclusive=True))
    except (OSError, ValueError, termios.error) as error:
        if getattr(error, "errno", None) in (errno.EACCES, errno.EPERM):
            raise problems.forbidden(where) from None
        raise problems.absent(where, f"cannot be opened ({_name(error)})") from error


def _tcp(where: str) -> socket.socket:
    found = _TCP.fullmatch(where)
    if found is None or not 0 < int(found[2]) < 65536:
        raise problems.misconfigured(f"port {where!r} is no tcp://HOST:PORT")
    line = socket.create_connection((found[1].strip("[]"), int(found[2])), CONNECT_S)
    line.setblocking(False)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _usb(where: str, printers: Path) -> Path:
    """The device file of a USB printer, as the kernel's usblp lists it."""
    found = _USB.fullmatch(where)
    if found is None:
        raise problems.misconfigured(f"port {where!r} is no usb://VENDOR:PRODUCT in hexadecimal")
    wanted = (found[1].lower(), found[2].lower())
    for each in sorted(printers.glob("lp*")):
        device = (each / "device").resolve().parent
        with contextlib.suppress(OSError):
            ids = tuple((device / name).read_text().strip().lower() for name in ("idVendor", "idProduct"))
            if ids == wanted:
                return Path("/dev/usb") / each.name
    raise problems.absent(where, "no such USB printer (lsusb lists what is plugged in; the kernel needs usblp)")


def _name(error: BaseException) -> str:
    code = getattr(error, "errno", None)
    return errno.errorcode.get(code, str(code)) if isinstance(code, int) else type(error).__name__
