"""The machine's own watchdog: it resets the machine when nobody writes to /dev/watchdog any more."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import struct

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.settings import DeviceWatchdogSettings
from devices.state import Cancel, DeviceState
from devices.watchdog import problems

WDIOC_SETTIMEOUT = 0xC0045706
"""_IOWR('W', 6, int) of linux/watchdog.h."""
WDIOC_GETTIMEOUT = 0x80045707
"""_IOR('W', 7, int)."""
_INT = struct.Struct("@i")
_BEAT = b"\0"
_MAGIC_CLOSE = b"V"
"""Written last it stops the timer; a process that dies has not written it, and the machine is reset."""


class DeviceWatchdog:
    """See `devices.watchdog.Watchdog`. The timer runs from `open` on; only `alive` starts it anew, never `poll`."""

    def __init__(self, settings: DeviceWatchdogSettings) -> None:
        self._settings = settings
        self._where = str(settings.device)
        self._descriptor: int | None = None
        self.timeout_s: int | None = None
        """After how many seconds the machine is reset, as the device told it."""

    def open(self) -> None:
        """Opens the device, which starts it. Raises Problem."""
        try:
            self._descriptor = os.open(self._settings.device, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except PermissionError:
            raise problems.forbidden(self._where) from None
        except OSError as error:
            if error.errno == errno.EBUSY:
                raise problems.taken(self._where) from None
            raise problems.absent(self._where, error.strerror or "cannot be opened") from error
        self.timeout_s = self._set_timeout(self._descriptor)

    def close(self) -> None:
        """Stops the timer and lets go: this is a clean end."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        try:
            with contextlib.suppress(OSError):
                os.write(descriptor, _MAGIC_CLOSE)
        finally:
            os.close(descriptor)

    def poll(self) -> DeviceState:
        """Looks whether the device is still there, without a beat."""
        if self._descriptor is None or not self._settings.device.exists():
            raise problems.absent(self._where, "is gone")
        return DeviceState.ONLINE

    def alive(self) -> None:
        """A beat."""
        descriptor = self._descriptor
        if descriptor is None:
            raise problems.absent(self._where, "is not open")
        try:
            os.write(descriptor, _BEAT)
        except OSError as error:
            raise problems.absent(self._where, error.strerror or "cannot be written") from error

    def ready(self) -> None:
        """It knows no such word: a beat."""
        self.alive()

    def stopping(self) -> None:
        """It knows no such word: the last beat before `close`."""
        self.alive()

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Looks whether it is there; a beat is not for a test to give while the kiosk may hang."""

        def there() -> str:
            self.poll()
            after = "" if self.timeout_s is None else f"; the machine is reset after {self.timeout_s} s without a beat"
            return f"{self._where}{after}"

        return SelfTest((checked("there", there),))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Beats once, and says when the machine would be reset."""

        def beat() -> str:
            self.poll()
            self.alive()
            if self.timeout_s is None:
                return "took a beat; it does not tell its time"
            return f"took a beat; the machine is reset after {self.timeout_s} s without one"

        return SelfTest((checked("beat", beat),))

    def _set_timeout(self, descriptor: int) -> int | None:
        """Some devices have one time only, and some are files: the time that counts is what it tells."""
        for request in (WDIOC_SETTIMEOUT, WDIOC_GETTIMEOUT):
            try:
                told = fcntl.ioctl(descriptor, request, _INT.pack(self._settings.timeout_s))
            except OSError:
                continue
            return int(_INT.unpack(told)[0])
        return None


DRIVER = DriverType(Kind.WATCHDOG, "device", DeviceWatchdogSettings, DeviceWatchdog)
