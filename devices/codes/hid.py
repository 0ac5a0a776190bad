"""Drives a code reader that types like a keyboard: grabs it, so that scans come here and never into a page."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import select
from collections.abc import Callable

from devices.codes import problems
from devices.codes.ear import READ_BYTES, Ear, EarTiming
from devices.codes.key_events import EVENT, KeyDecoder
from devices.health import SelfTest
from devices.kinds import DriverType, Kind
from devices.settings import HidCodeReaderSettings
from devices.state import Cancel, DeviceState

EVIOCGRAB = 0x40044590
"""_IOW('E', 0x90, int) of linux/input.h: from then on nobody else gets the device's events."""
_TIMING = EarTiming(pause_s=0.5)
"""Readers type a key every 2 to 30 ms."""


def grab(descriptor: int) -> None:
    """Takes an input device for this process alone. Raises OSError: ENOTTY when it is none, EBUSY when it is taken."""
    fcntl.ioctl(descriptor, EVIOCGRAB, 1)


class HidCodeReader:
    """One reader on one input device; see `devices.codes.CodeReader` for what it promises."""

    def __init__(
        self,
        settings: HidCodeReaderSettings,
        timing: EarTiming = _TIMING,
        take: Callable[[int], None] = grab,
    ) -> None:
        self._device = settings.device
        self._take = take
        self._descriptor: int | None = None
        self._ear = Ear(self._read, KeyDecoder(), timing)

    def open(self) -> None:
        """Opens and grabs the device. Raises Problem; without the grab it stays closed."""
        try:
            descriptor = os.open(self._device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except PermissionError:
            raise problems.forbidden(self._device, "input") from None
        except OSError as error:
            raise problems.absent(self._device, error.strerror or "cannot be opened") from error
        try:
            self._take(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise problems.not_grabbed(self._device, _why(error)) from error
        self._descriptor = descriptor
        self._ear.forget()

    def close(self) -> None:
        """Lets go of the device; the kernel ends the grab with it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def poll(self) -> DeviceState:
        """Looks whether the device is there, and drops what nobody asked for."""
        self._ear.forget()
        return DeviceState.ONLINE

    def read_code(self, cancel: Cancel) -> str:
        """Waits for the next code. Raises the Problems of the contract."""
        return self._ear.next_code(cancel)

    def forget(self) -> None:
        """Drops what was scanned."""
        self._ear.forget()

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Looks whether the device is there."""
        return self._ear.quick_test(self._device)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Looks at the device, and at a code when one is held under the reader."""
        return self._ear.test(self._device, cancel)

    def _read(self, seconds: float) -> bytes:
        descriptor = self._descriptor
        if descriptor is None:
            raise problems.absent(self._device, "was closed")
        try:
            ready, _, _ = select.select([descriptor], [], [], seconds)
            if not ready:
                return b""
            data = os.read(descriptor, READ_BYTES - READ_BYTES % EVENT.size)
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as error:
            raise problems.absent(self._device, "was unplugged") from error
        if not data:
            raise problems.absent(self._device, "was unplugged")
        return data


def _why(error: OSError) -> str:
    match error.errno:
        case errno.EBUSY:
            return "another process holds it"
        case errno.ENOTTY | errno.EINVAL:
            return "it is no input device"
        case _:
            return error.strerror or "refused"


DRIVER = DriverType(Kind.CODE_READER, "hid", HidCodeReaderSettings, HidCodeReader)
