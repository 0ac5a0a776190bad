"""Drives a scanner that SANE knows, by `scanimage` in a process of its own: a backend that crashes takes nobody along.

Looking for the device costs seconds with some backends, so between pages it is looked at now and then only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.health import Check, SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.scanner import Hint, Progress, ScannedPage, problems
from devices.scanner.child import Child, Ended, TooLong
from devices.scanner.closing import Closing
from devices.scanner.picture_wire import LARGEST, BrokenPicture
from devices.scanner.pnm_wire import read_pnm, write_png
from devices.scanner.sane_wire import (
    Failure,
    Option,
    is_last_word,
    nearest_resolution,
    read_devices,
    read_failure,
    read_options,
    read_progress,
)
from devices.settings import SaneSettings
from devices.state import Cancel, DeviceProblem, DeviceState
from sync.contract.problem import Problem

_COLOUR = ("Color", "24bit Color", "24bit Color[Fast]", "Gray", "Grayscale", "True Gray")
_FEEDERS = ("ADF", "ADF Front", "ADF Simplex", "Automatic Document Feeder")
_GLASSES = ("Flatbed", "FlatBed", "Document Table", "Platen")


@dataclass(frozen=True)
class SaneTiming:
    """Windows of time in seconds."""

    list_s: float = 20.0
    """How long looking for all devices may take."""
    look_s: float = 8.0
    """How long opening the device may take."""
    look_every_s: float = 20.0
    """How often the device is looked at between pages."""
    busy_s: float = 6.0
    """How long a busy device is waited for."""
    retry_s: float = 0.5
    """Pause before a busy device is asked again."""
    test_s: float = 10.0
    """How long the page of a self-test may take."""


class SaneScanner:
    """One scanner; see `devices.scanner.Scanner` for what it promises."""

    def __init__(
        self,
        settings: SaneSettings,
        timing: SaneTiming | None = None,
        *,
        program: tuple[str, ...] = ("scanimage",),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._timing = timing or SaneTiming()
        self._program = program
        self._clock = clock
        self._child = Child()
        self._closing = Closing()
        self._name = settings.device
        self._options: dict[str, Option] = {}
        self._looked = 0.0

    @property
    def _where(self) -> str:
        return self._name or "of SANE"

    def open(self) -> None:
        """Finds the device and learns its options. Raises DeviceProblem."""
        self._find(Cancel())

    def close(self) -> None:
        """Gives up a scan under way and ends its process."""
        self._closing.now()
        self._child.stop()

    def poll(self) -> DeviceState:
        """Looks at the device now and then. Raises DeviceProblem."""
        if self._clock() - self._looked > self._timing.look_every_s:
            self._look(Cancel())
        return DeviceState.ONLINE

    def scan(self, cancel: Cancel, progress: Progress | None = None, hint: Hint | None = None) -> ScannedPage:
        """Scans one page: from the feeder when a sheet lies there, else from the glass."""
        return self._scan(cancel, progress, self._settings.page_s)

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """When the device answered last; opening it costs seconds with some backends."""

        def answered() -> str:
            return f"{self._name}, {len(self._options)} options, {self._clock() - self._looked:.0f} s ago"

        return SelfTest((checked("answered", answered),))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """Opens the device, and scans what lies in it."""
        pages: list[ScannedPage] = []

        def look() -> str:
            self._find(cancel)
            return f"{self._name}, {len(self._options)} options"

        def page() -> str:
            try:
                found = self._scan(cancel, None, min(self._settings.page_s, self._timing.test_s))
            except Problem as problem:
                if problem.code != "scanner.no-paper":
                    raise
                return "no page in it; put one in and test again to see it"
            pages.append(found)
            return f"{found.width_px} × {found.height_px} pixels, {found.media_type}"

        checks: list[Check] = [checked("answers", look)]
        if checks[0].ok:
            checks.append(checked("page", page))
        return SelfTest(tuple(checks), pages[0].data if pages else None)

    def _find(self, cancel: Cancel) -> None:
        if not self._settings.device:
            listed = self._run(["--formatted-device-list=%d%n"], self._timing.list_s, cancel)
            found = read_devices(listed.out.decode(errors="replace"))
            if not found:
                raise problems.absent("of SANE", "SANE finds no device", DeviceState.ABSENT)
            self._name = found[0]
        self._look(cancel)

    def _look(self, cancel: Cancel) -> None:
        ended = self._run(["--device-name", self._name, "--all-options"], self._timing.look_s, cancel)
        if ended.status != 0:
            raise self._explain(read_failure(ended.status, ended.err), lost=True)
        self._options = read_options(ended.out.decode(errors="replace"))
        self._looked = self._clock()

    def _scan(self, cancel: Cancel, progress: Progress | None, limit_s: float) -> ScannedPage:
        deadline = self._clock() + limit_s
        *first, last = self._sources()
        with self._closing.stops(cancel) as either:
            for source in first:
                try:
                    return self._page(source, either, progress, deadline, limit_s)
                except Problem as problem:
                    if problem.code != "scanner.no-paper":
                        raise
            return self._page(last, either, progress, deadline, limit_s)

    def _sources(self) -> list[str | None]:
        """The names of the sources to try, one after the other; None when the device has only one."""
        option = self._options.get("source")
        choices = option.choices if option and option.active else ()
        feeders = [name for name in _FEEDERS if name in choices][:1]
        glasses = [name for name in _GLASSES if name in choices][:1]
        wanted: dict[str, list[str]] = {"auto": feeders + glasses, "feeder": feeders, "glass": glasses}
        return [*wanted[self._settings.source]] or [None]

    def _page(
        self, source: str | None, cancel: Cancel, progress: Progress | None, deadline: float, limit_s: float
    ) -> ScannedPage:
        dpi = nearest_resolution(self._options.get("resolution", Option()), self._settings.dpi)
        started = self._clock()
        while True:
            ended = self._run(self._order(source, dpi), deadline - self._clock(), cancel, progress, told_s=limit_s)
            failure = None if ended.status == 0 else read_failure(ended.status, ended.err)
            if failure is not Failure.BUSY:
                break
            if self._clock() - started > self._timing.busy_s:
                raise problems.busy(self._where, self._clock() - started)
            cancel.wait(self._timing.retry_s)
        if failure is not None:
            raise self._explain(failure, lost=False)
        self._looked = self._clock()
        try:
            picture = read_pnm(ended.out)
        except BrokenPicture as error:
            raise problems.broken_picture(self._where, str(error)) from error
        return ScannedPage(write_png(picture, dpi), "image/png", dpi, picture.width_px, picture.height_px)

    def _order(self, source: str | None, dpi: int | None) -> list[str]:
        mode = self._options.get("mode")
        colour = next((name for name in _COLOUR if mode and name in mode.choices), None)
        return [
            "--device-name",
            self._name,
            "--format=pnm",
            "--progress",
            *([f"--source={source}"] if source else []),
            *([f"--mode={colour}"] if colour else []),
            *([f"--resolution={dpi}"] if dpi else []),
        ]

    def _run(
        self,
        arguments: list[str],
        limit_s: float,
        cancel: Cancel,
        progress: Progress | None = None,
        *,
        told_s: float | None = None,
    ) -> Ended:
        def hear(line: str) -> bool:
            share = read_progress(line)
            if share is not None and progress is not None:
                progress(share)
            return is_last_word(line)

        try:
            return self._child.run(
                [*self._program, *arguments], limit_s=limit_s, cancel=cancel, largest=LARGEST, hear=hear
            )
        except FileNotFoundError as error:
            raise problems.missing(self._where, self._program[0]) from error
        except TooLong as error:
            if told_s is not None:
                raise problems.timeout(self._where, told_s) from error
            raise problems.absent(self._where, f"no answer within {limit_s:g} s") from error

    def _explain(self, failure: Failure, *, lost: bool) -> Problem:
        where = self._where
        match failure:
            case Failure.NO_DOCUMENTS:
                problem: Problem = problems.no_paper(where)
            case Failure.JAMMED:
                problem = problems.jam(where)
            case Failure.COVER_OPEN:
                problem = problems.cover_open(where)
            case Failure.BUSY:
                problem = problems.busy(where, 0)
            case Failure.DENIED:
                problem = problems.denied(where, failure.value)
            case Failure.NO_DEVICE:
                problem = problems.absent(where, "SANE cannot open it", DeviceState.ABSENT)
            case Failure.CRASHED:
                problem = self._died(lost=lost)
            case Failure.OPTION | Failure.INVALID | Failure.UNSUPPORTED:
                problem = problems.refused(where, failure.value)
            case _ if lost:
                problem = problems.absent(where, failure.value)
            case _:
                problem = problems.gone(where, failure.value)
        return problem

    def _died(self, *, lost: bool) -> Problem:
        what = "scanimage crashed"
        if not lost:
            return problems.crashed(self._where, what)
        told = problems.crashed(self._where, what)
        return DeviceProblem(
            told.code,
            told.family,
            resident=told.resident,
            technician=told.technician,
            state=DeviceState.OFFLINE,
        )


DRIVER = DriverType(Kind.SCANNER, "sane", SaneSettings, SaneScanner)
