"""The watchdog's contract: it hears that the kiosk is alive, and restarts what does not say so any more."""

from __future__ import annotations

from typing import Protocol

from devices.state import DeviceState


class Watchdog(Protocol):
    """Called in the device's thread, which lives on when the screen hangs: so nothing here beats by itself."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def alive(self) -> None:
        """The whole kiosk is well. Raises Problem `watchdog.absent`."""

    def ready(self) -> None:
        """The kiosk serves now. Raises Problem `watchdog.absent`."""

    def stopping(self) -> None:
        """The kiosk ends because it was asked to. Raises Problem `watchdog.absent`."""
