"""systemd as the watchdog: it restarts the kiosk's process when that says nothing any more (WatchdogSec)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.settings import SystemdWatchdogSettings
from devices.state import Cancel, DeviceState
from devices.watchdog import problems
from sync.contract.supervision import Notifier

_WHERE = "systemd"


class SystemdWatchdog:
    """See `devices.watchdog.Watchdog`. A kiosk that systemd did not start is not supervised, which is no fault."""

    def __init__(
        self, settings: SystemdWatchdogSettings, environment: Mapping[str, str] = os.environ, pid: int | None = None
    ) -> None:
        self._notifier = Notifier.from_environment(environment, os.getpid() if pid is None else pid)

    @property
    def detail(self) -> str:
        """Who supervises, for the technician."""
        if not self._notifier.supervised:
            return "not supervised: systemd did not start this process (no NOTIFY_SOCKET)"
        if self._notifier.period_s is None:
            return "systemd hears notifications; WatchdogSec is not set, a hang is not noticed"
        return f"systemd restarts the kiosk after {self._notifier.period_s:g} s without a beat"

    def open(self) -> None:
        """Nothing is held open."""

    def close(self) -> None:
        """Nothing is held open."""

    def poll(self) -> DeviceState:
        """Online: whether systemd listens is seen when something is said; see `detail`."""
        return DeviceState.ONLINE

    def alive(self) -> None:
        """WATCHDOG=1."""
        self._tell(self._notifier.alive)

    def ready(self) -> None:
        """READY=1."""
        self._tell(self._notifier.ready)

    def stopping(self) -> None:
        """STOPPING=1."""
        self._tell(self._notifier.stopping)

    def status(self, text: str) -> None:
        """STATUS=, a line for `systemctl status` without anything personal."""
        self._tell(lambda: self._notifier.status(text))

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """The self-test is quick, and its line does no harm."""
        return self.self_test(cancel)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Says who supervises, and sends systemd a status line when it is that."""

        def notified() -> str:
            self.status("自检：看门狗正常")
            return self.detail

        return SelfTest((checked("supervision", notified),))

    @staticmethod
    def _tell(say: Callable[[], None]) -> None:
        try:
            say()
        except OSError as error:
            raise problems.absent(_WHERE, f"its socket takes nothing ({error.strerror or 'timed out'})") from error


DRIVER = DriverType(Kind.WATCHDOG, "systemd", SystemdWatchdogSettings, SystemdWatchdog)
