"""Drives a scanner on the network that speaks eSCL (AirScan), without anything in between."""

from __future__ import annotations

import threading

from devices.health import SelfTest, checked
from devices.kinds import DriverType, Kind
from devices.scanner import Hint, Progress, ScannedPage
from devices.scanner.closing import Closing
from devices.scanner.escl_line import EsclLine, EsclTiming
from devices.scanner.escl_page import EsclPage
from devices.scanner.escl_wire import ScannerCapabilities, ScannerState, Source
from devices.settings import EsclSettings
from devices.state import Cancel, DeviceState
from sync.contract.problem import Problem

_SOURCES = {"feeder": Source.FEEDER, "glass": Source.PLATEN}


class EsclScanner:
    """One scanner; see `devices.scanner.Scanner` for what it promises."""

    def __init__(self, settings: EsclSettings, timing: EsclTiming | None = None) -> None:
        self._settings = settings
        self._line = EsclLine(settings.url, timing or EsclTiming())
        self._caps: ScannerCapabilities | None = None
        self._farewell: threading.Thread | None = None
        self._closing = Closing()

    def open(self) -> None:
        """Asks what the scanner can do. Raises DeviceProblem."""
        self._caps = self._line.capabilities(Cancel())

    def close(self) -> None:
        """Gives up a scan under way; nothing is kept open between requests."""
        self._closing.now()
        farewell, self._farewell = self._farewell, None
        if farewell is not None:
            farewell.join(self._line.timing.end_s + 0.2)

    def poll(self) -> DeviceState:
        """One question. An empty feeder is how a scanner waits: that is `online`."""
        status = self._line.status(Cancel())
        self._line.explain(status)
        return DeviceState.ONLINE if status.state is ScannerState.IDLE else DeviceState.BUSY

    def scan(self, cancel: Cancel, progress: Progress | None = None, hint: Hint | None = None) -> ScannedPage:
        """Scans one page: from the feeder when a sheet lies there, else from the glass."""
        return self._scan(cancel, progress, self._settings.page_s)

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Asks the scanner what it is and how it is."""

        def describe() -> str:
            self._caps = self._line.capabilities(cancel)
            return f"{self._caps.model or 'no name'}, {' and '.join(self._caps.sources)}, eSCL {self._caps.version}"

        def state() -> str:
            status = self._line.status(cancel)
            self._line.explain(status)
            return status.state.value + (f", {status.adf.value}" if status.adf else "")

        answers = checked("answers", describe)
        return SelfTest((answers, checked("state", state)) if answers.ok else (answers,))

    def self_test(self, cancel: Cancel) -> SelfTest:
        """As the quick test; when all is well, scans what lies in it."""
        pages: list[ScannedPage] = []

        def page() -> str:
            try:
                found = self._scan(cancel, None, min(self._settings.page_s, self._line.timing.test_s))
            except Problem as problem:
                if problem.code != "scanner.no-paper":
                    raise
                return "no page in it; put one in and test again to see it"
            pages.append(found)
            return f"{found.width_px} × {found.height_px} pixels, {found.media_type}"

        found = self.quick_test(cancel)
        if not found.ok:
            return found
        return SelfTest((*found.checks, checked("page", page)), pages[0].data if pages else None)

    def _scan(self, cancel: Cancel, progress: Progress | None, limit_s: float) -> ScannedPage:
        with self._closing.stops(cancel) as either:
            if self._caps is None:
                self._caps = self._line.capabilities(either)
            page = EsclPage(self._line, either, progress, limit_s)
            try:
                return page.run(self._caps, _SOURCES.get(self._settings.source), self._settings.dpi)
            finally:
                self._farewell = page.farewell


DRIVER = DriverType(Kind.SCANNER, "escl", EsclSettings, EsclScanner)
