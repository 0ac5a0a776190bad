"""The paper in a simulated scanner: what lies in the feeder and on the glass, and one scan of it at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from devices.scanner.escl_wire import AdfState, JobInfo, ScannerState, ScannerStatus, ScanSettings, Source

FORGOTTEN_S = 20.0
"""A scan that nobody fetches for so long is over."""
_UPSETS = {"jam": AdfState.JAM, "cover": AdfState.HATCH_OPEN}


@dataclass
class _Job:
    number: int
    settings: ScanSettings
    asked: float
    pages: int = 0
    over: bool = False
    reasons: tuple[str, ...] = ("JobScanning",)


class Bed:
    """Feeder and glass. Every method may be called from any thread."""

    def __init__(self, *, feeder: bool, glass: bool, clock: Callable[[], float]) -> None:
        self.has_feeder = feeder
        self.has_glass = glass
        self.scanned = 0
        self._clock = clock
        self._lock = threading.Lock()
        self._feeder: list[str] = []
        self._glass: str | None = None
        self._upset = ""
        self._late = False
        self._refusals = 0
        self._gives_up = False
        self._jobs: list[_Job] = []

    @property
    def pages(self) -> list[str]:
        """What lies in it."""
        return [*self._feeder, *([self._glass] if self._glass else [])]

    @property
    def faults(self) -> list[str]:
        """What is wrong with it."""
        busy = "busy" if self._refusals else ""
        return [each for each in (self._upset, "late" * self._late, busy, "gone" * self._gives_up) if each]

    @property
    def adf(self) -> AdfState | None:
        """How the feeder says it is."""
        if not self.has_feeder:
            return None
        if self._upset:
            return _UPSETS[self._upset]
        return AdfState.LOADED if self._feeder or self._late else AdfState.EMPTY

    def put(self, page: str) -> None:
        """Lays a page into the feeder, or on the glass when there is no feeder."""
        with self._lock:
            if self.has_feeder:
                self._feeder.append(page)
            else:
                self._glass = page

    def lay(self, page: str) -> None:
        """Lays a page on the glass."""
        self._glass = page

    def clear(self, *, late: bool) -> None:
        """Takes all pages out; `late`: the sensor does not notice."""
        with self._lock:
            self._feeder, self._glass, self._late = [], None, late

    def upset(self, what: str) -> None:
        """`jam` or `cover`."""
        self._upset = what

    def refuse(self, times: int | None) -> None:
        """Refuses so many scans as busy; None: all."""
        self._refusals = -1 if times is None else times

    def give_up(self) -> None:
        """Ends the next scan by itself."""
        self._gives_up = True

    def heal(self) -> None:
        """Nothing is wrong any more."""
        with self._lock:
            self._upset, self._refusals, self._late, self._gives_up = "", 0, False, False

    def forget(self) -> None:
        """Forgets all scans, as one does that is switched off."""
        with self._lock:
            self._jobs = []

    def status(self, prefix: str) -> ScannerStatus:
        """How the scanner is, with its scans under `prefix`."""
        with self._lock:
            busy = self._running() is not None or self._refusals != 0
            jobs = tuple(
                JobInfo(f"{prefix}{job.number}", "Completed" if job.over else "Processing", job.reasons)
                for job in self._jobs[-5:]
            )
            return ScannerStatus(ScannerState.PROCESSING if busy else ScannerState.IDLE, self.adf, jobs)

    def begin(self, settings: ScanSettings) -> tuple[int, str]:
        """Begins a scan; its HTTP status and number."""
        with self._lock:
            if self._refusals or self._running():
                self._refusals -= self._refusals > 0
                return 503, ""
            feeding = settings.source is Source.FEEDER
            if not (self.has_feeder if feeding else self.has_glass):
                return 409, ""
            if feeding and self.adf is not AdfState.LOADED:
                return 409, ""
            job = _Job(len(self._jobs) + 1, settings, self._clock())
            self._jobs.append(job)
            return 201, str(job.number)

    def next_page(self, number: str) -> tuple[int, str, int]:
        """Takes the next page of a scan; HTTP status, page and dots per inch."""
        with self._lock:
            job = next((each for each in self._jobs if str(each.number) == number), None)
            if job is None:
                return 404, "", 0
            if self._gives_up and not job.over:
                self._gives_up = False
                job.over, job.reasons = True, ("JobCanceledByUser",)
            if job.over:
                return 410 if "JobCanceledByUser" in job.reasons else 404, "", 0
            job.asked = self._clock()
            page = self._take(job)
            if page is None:
                job.over, job.reasons = True, ("JobCompletedSuccessfully",)
                return 409 if self._upset else 404, "", 0
            job.pages += 1
            self.scanned += 1
            return 200, page, job.settings.dpi

    def end(self, number: str) -> bool:
        """Ends a scan; whether there was one."""
        with self._lock:
            job = next((each for each in self._jobs if str(each.number) == number), None)
            if job is not None and not job.over:
                job.over, job.reasons = True, ("JobCanceledByUser",)
            return job is not None

    def _take(self, job: _Job) -> str | None:
        if job.settings.source is Source.FEEDER:
            return self._feeder.pop(0) if self._feeder and not self._upset else None
        return (self._glass or "blank") if job.pages == 0 else None

    def _running(self) -> _Job | None:
        running = next((job for job in self._jobs if not job.over), None)
        if running is not None and self._clock() - running.asked > FORGOTTEN_S:
            running.over, running.reasons = True, ("AbortedBySystem",)
            return None
        return running
