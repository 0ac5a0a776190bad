"""The camera as the host sees it: whether it is there, and a test in a process of its own. No cv2 here.

The vision process opens the camera for each face check; the host only looks whether it could.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from devices.camera import problems
from devices.camera.looked import Looked, read_looked
from devices.health import Check, SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.scanner.child import Child, Ended, TooLong
from devices.scanner.closing import Closing
from devices.settings import CameraSettings
from devices.state import Cancel, DeviceState

CONNECT_S = 1.0
LOOK_S = 5.0
_START_S = 7.0
"""How long the process may take to start and to end on a busy machine."""
_QUICK_S = 2.8
"""How long a quick test waits for a picture, the start of its process included."""
_LATE = "did not end in time"
_LARGEST = 16 * 1024 * 1024


class CameraProbe:
    """One camera, looked at from outside."""

    def __init__(
        self, settings: CameraSettings, *, program: tuple[str, ...] = (sys.executable, "-m", "devices.camera.look")
    ) -> None:
        self._settings = settings
        self._program = program
        self._child = Child(gentle_s=0.3)
        self._closing = Closing()
        self._closed = threading.Event()

    def open(self) -> None:
        """Looks whether the camera is there. Raises DeviceProblem."""
        self._closed.clear()
        self.poll()

    def close(self) -> None:
        """Ends a look under way. From any thread, in any state."""
        self._closed.set()
        self._closing.now()
        self._child.stop()

    def there(self) -> bool:
        """Whether the device node or the file exists; a camera on the network only answers when it is asked."""
        node = self._node()
        return node is None or node.exists()

    def poll(self) -> DeviceState:
        """BUSY while another process holds the device. Raises DeviceProblem `camera.absent`."""
        node = self._node()
        if node is None:
            self._knock()
        elif not node.exists():
            raise problems.lost(self._settings.source, "is not there")
        elif node.is_char_device() and _held(node):
            return DeviceState.BUSY
        return DeviceState.ONLINE

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """There, and frames come; movement, light and focus take the time of a self-test."""
        checks, looked = self._tried(lambda: self._looked(cancel, _QUICK_S), late_is_well=True)
        return SelfTest((*checks, *(looked.checks()[:1] if looked else ())))

    def look(self, cancel: Cancel) -> Looked:
        """Looks through the camera for at most 5 s, in a process of its own.

        Raises DeviceProblem `camera.absent`, `camera.busy`, `camera.frozen`, `camera.crashed`; Cancelled.
        """
        if self.poll() is DeviceState.BUSY:
            raise problems.busy(self._settings.source)
        try:
            return self._looked(cancel, LOOK_S + _START_S)
        except TooLong:
            raise problems.crashed(self._settings.source, _LATE) from None

    def _looked(self, cancel: Cancel, limit_s: float) -> Looked:
        ended = self._run(cancel, limit_s)
        looked = read_looked(ended.out) if ended.status == 0 else None
        if looked is None:
            raise self._explain(ended)
        return looked

    def self_test(self, cancel: Cancel) -> SelfTest:
        """There, frames, movement, exposure and focus, with a picture; a camera in use is well and not tried."""
        checks, looked = self._tried(lambda: self._looked(cancel, LOOK_S + _START_S))
        return SelfTest((*checks, *(looked.checks() if looked else ())), looked.jpeg if looked else None)

    def _tried(
        self, look: Callable[[], Looked], *, late_is_well: bool = False
    ) -> tuple[tuple[Check, ...], Looked | None]:
        """What was seen before there was a picture, or instead of one; and the picture.

        `late_is_well`: a camera without a picture is told in time, so a late process only says that this machine is
        busy.
        """
        states: list[DeviceState] = []
        looks: list[Looked] = []

        def there() -> str:
            states.append(self.poll())
            return self._settings.source

        def take() -> str:
            try:
                looks.append(look())
            except TooLong:
                if not late_is_well:
                    raise problems.crashed(self._settings.source, _LATE) from None
                return f"not seen within {_QUICK_S:g} s, because this machine is busy; the self-test waits longer"
            return "a picture came"

        checks: list[Check] = [checked("there", there)]
        if states == [DeviceState.BUSY]:
            checks.append(Check("frames", True, 0.0, "not tried: a face check is using the camera"))
        elif checks[0].ok:
            taken = checked("look", take)
            checks += [] if looks else [taken]
        return tuple(checks), looks[0] if looks else None

    def _node(self) -> Path | None:
        source = self._settings.source
        if source.startswith("http://"):
            return None
        return Path(f"/dev/video{source}" if source.isdigit() else source)

    def _knock(self) -> None:
        try:
            parts = urlsplit(self._settings.source)
            address = (parts.hostname or "", parts.port or 80)
            with contextlib.closing(socket.create_connection(address, CONNECT_S)):
                return
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise problems.lost(self._settings.source, f"does not answer ({why})") from error

    def _run(self, cancel: Cancel, limit_s: float) -> Ended:
        settings = self._settings
        look_s = min(LOOK_S, limit_s / 2)
        size = ["--width", str(settings.width), "--height", str(settings.height), "--limit", f"{look_s:g}"]
        with self._closing.stops(cancel) as either:
            ended = self._child.run(
                [*self._program, settings.source, *size],
                limit_s=limit_s,
                cancel=either,
                largest=_LARGEST,
            )
            either.check()  # a process that was ended while somebody closes has not crashed
            return ended

    def _explain(self, ended: Ended) -> problems.CameraProblem:
        told = ended.err.strip().rpartition("\n")[2]
        with contextlib.suppress(ValueError, TypeError, KeyError):
            return problems.told(self._settings.source, **json.loads(told))
        return problems.crashed(self._settings.source, f"ended with {ended.status}")


def _held(node: Path) -> bool:
    """Whether a process of this account has the device open; nobody else can be looked at."""
    wanted = str(node.resolve())
    for files in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            if any(os.readlink(file) == wanted for file in files.iterdir()):  # noqa: PTH115  a string is compared
                return True
    return False


DRIVER = DriverType(Kind.CAMERA, "opencv", CameraSettings, CameraProbe)
