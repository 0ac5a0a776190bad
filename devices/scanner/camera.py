"""Drives a document camera: a page is taken by itself as soon as one lies still under it.

What needs cv2 runs in a process of its own (`devices.scanner.table`); here is only what starts, hears and ends it.
"""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.scanner import Hint, Progress, ScannedPage, problems
from devices.scanner.child import Child, Ended, TooLong
from devices.scanner.closing import Closing
from devices.scanner.picture_wire import LARGEST, BrokenPicture, Picture, read_picture
from devices.scanner.table_wire import SHARES, Seen, Sight, read_seen
from devices.settings import DocumentCameraSettings
from devices.state import Cancel, DeviceState
from sync.contract.problem import Problem, Words

_Hear = Callable[[Seen], object]
_UNSTILL = Words(
    zh="请把材料平放在台面上，手离开后稍等一下。",
    en="Please lay your paper flat on the table, take your hands away and wait a moment.",
)
_EMPTY = Words(
    zh="台面上没有看到完整的一页，请把材料平放在台面中间。",
    en="There is no whole page on the table. Please lay your paper flat in the middle.",
)
_CUT_OFF = Words(
    zh="材料没有放全，请往台面中间挪一挪。", en="A part of your paper is out of sight. Please move it to the middle."
)
_GLARE = Words(
    zh="材料上有反光，请转个方向，或换个地方放平。",
    en="Your paper shines. Please turn it, or lay it elsewhere on the table.",
)
_BLURRED = Words(
    zh="看不清，请把材料铺平，不要拿在手里。",
    en="It cannot be seen clearly. Please lay your paper flat, not in your hand.",
)
_NEXT = Words(
    zh="这一页拍好了，请换下一页；要重拍就把它挪一下。",
    en="This page is taken. Please lay down the next one, or move it to take it again.",
)
_HINTS = {
    Sight.NO_PAGE: Words(zh="请把材料平放在台面中间。", en="Please lay your paper flat in the middle of the table."),
    Sight.MOVING: Words(zh="请放好后把手拿开。", en="Please take your hands away when it lies."),
    Sight.HOLD_STILL: Words(zh="看到了，请不要动…", en="Seen. Please do not move it…"),
    Sight.TAKEN: Words(zh="拍好了，请换下一页。", en="Taken. Please lay down the next page."),
    Sight.SAME: _NEXT,
    Sight.DARK: Words(zh="太暗了，看不清材料。", en="It is too dark to see your paper."),
    Sight.CUT_OFF: _CUT_OFF,
    Sight.GLARE: _GLARE,
    Sight.BLURRED: _BLURRED,
}
_NOT_TAKEN = {
    Sight.MOVING: ("no page lay still", _UNSTILL),
    Sight.SAME: ("the page that was taken before still lay there", _NEXT),
    Sight.HOLD_STILL: ("no page lay still for long enough", _UNSTILL),
    Sight.CUT_OFF: ("the page reached out of sight", _CUT_OFF),
    Sight.GLARE: ("a lamp mirrored in the page", _GLARE),
    Sight.BLURRED: ("the page was never sharp", _BLURRED),
}
"""By what was seen last: why no page was taken, for technicians and residents."""


@dataclass(frozen=True)
class TableTiming:
    """Windows of time in seconds."""

    connect_s: float = 1.0
    """How long a camera on the network may take to take a connection."""
    start_s: float = 6.0
    """How long the process may take to start and to end, besides the page."""
    test_s: float = 10.0
    """How long a picture of the whole table may take."""


class DocumentCamera:
    """One document camera; see `devices.scanner.Scanner` for what it promises."""

    def __init__(
        self,
        settings: DocumentCameraSettings,
        timing: TableTiming | None = None,
        *,
        program: tuple[str, ...] = (sys.executable, "-m", "devices.scanner.table"),
    ) -> None:
        self._settings = settings
        self._timing = timing or TableTiming()
        self._program = program
        self._where = settings.source
        self._child = Child(gentle_s=0.3)
        self._closing = Closing()
        self._taken = ""
        """The table from which a page was taken last."""

    def open(self) -> None:
        """Looks whether there is a camera. Raises DeviceProblem."""
        self.poll()

    def close(self) -> None:
        """Gives up a scan under way and ends its process."""
        self._closing.now()
        self._child.stop()

    def poll(self) -> DeviceState:
        """Looks whether the camera is there, without taking a picture. Raises DeviceProblem."""
        source = self._where
        if source.startswith("http://"):
            self._knock()
        elif not Path(f"/dev/video{source}" if source.isdigit() else source).exists():
            raise problems.absent(source, "there is no such camera", DeviceState.ABSENT)
        return DeviceState.ONLINE

    def scan(self, cancel: Cancel, progress: Progress | None = None, hint: Hint | None = None) -> ScannedPage:
        """Waits for a page that lies still, and takes it. `progress`: 0 no page, 0.3 moving, 0.6 hold still, 1 taken.

        A page that never lies still within the limit is none: `scanner.no-paper` says what was seen instead.
        """
        seen: list[Seen] = []

        def hear(one: Seen) -> None:
            seen.append(one)
            if one.sight is Sight.NO_PAGE:
                self._taken = ""
            if progress is not None and one.sight in SHARES:
                progress(SHARES[one.sight])
            if hint is not None and one.sight in _HINTS:
                hint(_HINTS[one.sight])

        limits = ["--limit", f"{self._settings.page_s:g}", "--taken", self._taken]
        ended = self._look(limits, self._settings.page_s, cancel, hear)
        last = seen[-1] if seen else Seen(Sight.NO_PAGE)
        if ended.status != 0:
            raise self._explain(ended, last)
        picture = self._picture(ended)
        self._taken = last.table
        return ScannedPage(ended.out, picture.media_type, last.dpi, picture.width_px, picture.height_px)

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Looks for the camera; takes no picture."""

        def there() -> str:
            self.poll()
            return self._where

        return SelfTest((checked("answers", there),))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Looks for the camera, and takes the whole table as it is."""
        pictures: list[bytes] = []

        def table() -> str:
            seen: list[Seen] = []
            ended = self._look(["--whole"], self._timing.test_s, cancel, seen.append)
            last = seen[-1] if seen else Seen(Sight.AWAY)
            if ended.status != 0:
                raise self._explain(ended, last)
            picture = self._picture(ended)
            pictures.append(ended.out)
            if last.sight is Sight.DARK:
                raise problems.dark(self._where)
            size = f"{picture.width_px} × {picture.height_px} pixels"
            return f"{size}, light {last.light} of 255, sharpness {last.sharpness}"

        found = self.quick_test(cancel)
        if not found.ok:
            return found
        return SelfTest((*found.checks, checked("picture", table)), pictures[0] if pictures else None)

    def _knock(self) -> None:
        try:
            parts = urlsplit(self._where)
            address = (parts.hostname or "", parts.port or 80)
            with contextlib.closing(socket.create_connection(address, self._timing.connect_s)):
                return
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise problems.absent(self._where, f"it does not answer ({why})") from error

    def _look(self, arguments: list[str], limit_s: float, cancel: Cancel, hear: _Hear) -> Ended:
        size = ["--width", str(self._settings.width), "--height", str(self._settings.height)]

        def hear_line(line: str) -> bool:
            one = read_seen(line)
            if one is not None:
                hear(one)
            return False

        try:
            with self._closing.stops(cancel) as either:
                return self._child.run(
                    [*self._program, self._where, *size, *arguments],
                    limit_s=limit_s + self._timing.start_s,
                    cancel=either,
                    largest=LARGEST,
                    hear=hear_line,
                )
        except FileNotFoundError as error:
            raise problems.missing(self._where, self._program[0]) from error
        except TooLong as error:
            raise problems.timeout(self._where, limit_s) from error

    def _picture(self, ended: Ended) -> Picture:
        try:
            return read_picture(ended.out)
        except BrokenPicture as error:
            raise problems.broken_picture(self._where, str(error)) from error

    def _explain(self, ended: Ended, last: Seen) -> Problem:
        if ended.status == 4:
            frozen = last.code == "camera.frozen"
            why = "it sends no new picture" if frozen else "it cannot be opened, or went away"
            return problems.absent(self._where, why)
        if ended.status != 3:
            return problems.crashed(self._where, "the process that looks at the table crashed")
        if last.sight is Sight.DARK:
            return problems.dark(self._where)
        return problems.no_paper(self._where, *_NOT_TAKEN.get(last.sight, ("no whole page lay on the table", _EMPTY)))


DRIVER = DriverType(Kind.SCANNER, "camera", DocumentCameraSettings, DocumentCamera)
