"""One page over eSCL, from the order to the proven picture, within one limit.

A scan is ended (DELETE) whatever became of its page, so that no sheet is drawn in for a resident who has
left. A picture that broke off is never asked for again: the feeder would answer with the next sheet.
"""

from __future__ import annotations

import threading
import time
from urllib.parse import urlsplit

from devices.scanner import Progress, ScannedPage, exchange, problems
from devices.scanner.escl_line import EsclLine
from devices.scanner.escl_wire import (
    A4,
    LARGEST,
    AdfState,
    ScannerCapabilities,
    ScannerState,
    ScannerStatus,
    ScanSettings,
    Source,
    write_settings,
)
from devices.scanner.exchange import NoExchange, OutOfTime, Reply, pause
from devices.scanner.picture_wire import LARGEST as LARGEST_PICTURE
from devices.scanner.picture_wire import BrokenPicture, read_picture
from devices.state import Cancel, Cancelled
from sync.contract.problem import Problem

_FORMATS = ("image/jpeg", "image/png")


class EsclPage:
    """The scan of one page. Used once."""

    def __init__(self, line: EsclLine, cancel: Cancel, progress: Progress | None, limit_s: float) -> None:
        self._line = line
        self._cancel = cancel
        self._progress = progress
        self._limit_s = limit_s
        self._deadline = time.monotonic() + limit_s
        self._job: str | None = None
        self.farewell: threading.Thread | None = None
        """Still tells the scanner that the scan is over; set when nobody could wait for that."""

    def run(self, caps: ScannerCapabilities, source: Source | None, dpi: int) -> ScannedPage:
        """Scans; without a source the feeder when a sheet lies there, else the glass. Raises Problem or Cancelled."""
        status = self._line.status(self._cancel, self._left())
        settings = _order(caps, source or _source(caps, status), dpi)
        if settings.source is Source.FEEDER:
            self._line.explain(status)
            if status.adf is AdfState.EMPTY:
                raise problems.no_paper(self._line.where)
        elif status.state in (ScannerState.STOPPED, ScannerState.DOWN):
            self._line.explain(ScannerStatus(status.state))
        try:
            self._begin(settings)
            page = self._fetch(settings)
        except Cancelled:
            self._end(wait=False)
            raise
        except BaseException:
            self._end(wait=True)
            raise
        self._end(wait=True)
        return page

    def _left(self) -> float:
        """Seconds that are left. Raises Problem `scanner.timeout`."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise problems.timeout(self._line.where, self._limit_s)
        return left

    def _begin(self, settings: ScanSettings) -> None:
        started, wait_s = time.monotonic(), self._line.timing.retry_s
        while True:
            reply = self._post(write_settings(settings))
            if reply.status != 503:
                break
            waited = time.monotonic() - started
            if waited + wait_s > self._line.timing.busy_s:
                raise problems.busy(self._line.where, waited)
            self._rest(reply, wait_s)
            wait_s = min(wait_s * 2, self._line.timing.retry_longest_s)
        if reply.status == 201:
            self._job = _path(reply.headers.get("location", ""))
            if self._job is None:
                raise problems.nonsense(self._line.where, "a scan without an address")
            return
        raise self._refusal(reply.status, settings.source)

    def _post(self, body: bytes) -> Reply:
        try:
            return exchange.ask(
                self._line.where,
                "POST",
                f"{self._line.root}/ScanJobs",
                limit_s=self._left(),
                cancel=self._cancel,
                largest=LARGEST,
                body=body,
            )
        except OutOfTime as error:
            raise problems.timeout(self._line.where, self._limit_s) from error
        except NoExchange as error:
            raise problems.absent(self._line.where, str(error)) from error

    def _fetch(self, settings: ScanSettings) -> ScannedPage:
        wait_s = self._line.timing.retry_s
        while True:
            reply = self._next()
            if reply.status != 503:  # not scanned yet
                break
            self._rest(reply, wait_s)
            wait_s = min(wait_s * 2, self._line.timing.retry_longest_s)
        if reply.status != 200:
            raise self._refusal(reply.status, settings.source)
        try:
            picture = read_picture(reply.body)
        except BrokenPicture as error:
            raise problems.broken_picture(self._line.where, str(error)) from error
        if self._progress is not None:
            self._progress(1.0)
        dpi = picture.dpi or settings.dpi
        return ScannedPage(reply.body, picture.media_type, dpi, picture.width_px, picture.height_px)

    def _next(self) -> Reply:
        try:
            return exchange.ask(
                self._line.where,
                "GET",
                f"{self._job}/NextDocument",
                limit_s=self._left(),
                cancel=self._cancel,
                largest=LARGEST_PICTURE,
                progress=self._progress,
            )
        except OutOfTime as error:
            raise problems.timeout(self._line.where, self._limit_s) from error
        except NoExchange as error:
            if error.began:
                raise problems.broken_picture(self._line.where, str(error)) from error
            raise problems.absent(self._line.where, str(error)) from error

    def _rest(self, reply: Reply, wait_s: float) -> None:
        self._cancel.wait(min(pause(reply.headers, wait_s, self._line.timing.retry_longest_s), self._left()))
        self._left()

    def _refusal(self, http_status: int, source: Source) -> Problem:
        """What is behind an answer that is neither good nor `wait`; the scanner itself is asked."""
        where = self._line.where
        if http_status in (401, 403):
            return problems.denied(where, f"HTTP {http_status}")
        try:
            status = self._line.status(self._cancel, self._left())
            self._line.explain(status)
        except Problem as problem:
            return problem
        reasons = next((job.reasons for job in status.jobs if self._job and _path(job.path) == self._job), ())
        said = f"HTTP {http_status}{''.join(f', {reason}' for reason in reasons if reason.isalnum())[:200]}"
        given_up = any(reason.startswith(("JobCanceled", "JobAborted", "Aborted")) for reason in reasons)
        feeding = source is Source.FEEDER
        match http_status:
            case 404 if self._job is not None and not given_up:
                told = problems.no_paper(where)
            case 409 if feeding and status.adf is AdfState.EMPTY:
                told = problems.no_paper(where)
            case 409 if status.state is ScannerState.PROCESSING and self._job is None:
                told = problems.busy(where, 0)
            case 409 if feeding:
                told = problems.no_paper(where, "it cannot take a sheet (HTTP 409)")
            case 404 | 410 if self._job is not None:
                told = problems.gone(where, said)
            case status_code if status_code >= 500:
                told = problems.gone(where, said)
            case _:
                told = problems.refused(where, said)
        return told

    def _end(self, *, wait: bool) -> None:
        if self._job is None:
            return
        self.farewell = exchange.tell(self._line.where, "DELETE", self._job, limit_s=self._line.timing.end_s)
        started = time.monotonic()
        while wait and self.farewell.is_alive() and time.monotonic() - started < self._line.timing.end_s:
            self.farewell.join(0.05)
            wait = not self._cancel.requested()


def _source(caps: ScannerCapabilities, status: ScannerStatus) -> Source:
    if Source.PLATEN not in caps.sources:
        return Source.FEEDER
    empty = status.adf in (None, AdfState.EMPTY)
    return Source.PLATEN if empty or Source.FEEDER not in caps.sources else Source.FEEDER


def _order(caps: ScannerCapabilities, source: Source, dpi: int) -> ScanSettings:
    """A page of A4 in colour as a JPEG, or what comes nearest to that."""
    can = caps.sources.get(source) or next(iter(caps.sources.values()))
    modes = can.colour_modes
    known = [each for each in _FORMATS if each in can.formats]
    return ScanSettings(
        source,
        can.nearest(dpi),
        min(A4[0], can.max_width),
        min(A4[1], can.max_height),
        next((mode for mode in ("RGB24", "Grayscale8") if mode in modes), modes[0] if modes else "RGB24"),
        known[0] if known else _FORMATS[0],
        caps.version,
    )


def _path(address: str) -> str | None:
    """The path of a scan's address. The host it names is not used: many scanners name one that nobody can reach."""
    try:
        path = urlsplit(address.strip()).path.rstrip("/")
    except ValueError:
        return None
    return path if path.startswith("/") and path.isascii() and path.isprintable() and " " not in path else None
