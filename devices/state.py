"""What a device can be doing, and how a command is told to stop."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from sync.contract.problem import Family, Problem, Words


class DeviceState(StrEnum):
    """The states of a device, after CEN/XFS `fwDevice`."""

    STARTING = "starting"
    ONLINE = "online"
    BUSY = "busy"
    """It is at work: a printer with a job."""
    NO_MEDIA = "no-media"
    """Paper is out; staff or the resident can put some in."""
    USER_ERROR = "user-error"
    """A person must set something right: a jam, an open cover."""
    HARDWARE_ERROR = "hardware-error"
    OFFLINE = "offline"
    """There is a wire and nobody answers."""
    ABSENT = "absent"
    """There is no wire."""

    @property
    def lost(self) -> bool:
        """Whether the driver has to be closed and opened again."""
        return self in (DeviceState.OFFLINE, DeviceState.ABSENT)


@dataclass(frozen=True)
class DeviceStatus:
    """A state, since when (Unix seconds), and the problem behind it, if there is one."""

    state: DeviceState
    since: float
    problem: Problem | None = None


class DeviceProblem(Problem):
    """A problem that also says what state the device is in.

    With a lost state the host closes the driver and opens it again with back-off.
    """

    def __init__(self, code: str, family: Family, *, resident: Words, technician: str, state: DeviceState) -> None:
        super().__init__(code, family, resident=resident, technician=technician)
        self.state = state


class Cancelled(Exception):  # noqa: N818  it is what happened, not a fault
    """A driver stopped because it was asked to."""


class Cancel:
    """Handed to every command; a driver looks at it at least every 100 ms."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        """Asks the command to stop. From any thread."""
        self._event.set()

    def requested(self) -> bool:
        """Whether the command should stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raises Cancelled when the command should stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleeps `seconds`, or raises Cancelled as soon as the command should stop."""
        if self._event.wait(seconds):
            raise Cancelled


@runtime_checkable
class Findable(Protocol):
    """A driver that can see cheaply whether its device is there, also while it is closed."""

    def there(self) -> bool:
        """Looks without opening anything, in about 50 ms at most. Raises nothing."""


class Driver(Protocol):
    """What the host needs of every driver. All three run in the device's own thread and have limits."""

    def open(self) -> None:
        """Takes hold of the device. Raises Problem when it is not there."""

    def close(self) -> None:
        """Lets go. Safe in any state and from any thread."""

    def poll(self) -> DeviceState:
        """Looks how the device is. Raises DeviceProblem to say more, or when it was lost."""
