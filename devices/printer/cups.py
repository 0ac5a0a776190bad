"""Drives a queue of CUPS over IPP, for printers that take no PDF themselves; believes only the printer behind it.

What CUPS says of a job is what it sent, not what came out: it counts a page while the sheet is jammed, prints a
job once more when it was killed over it, and prints what was cancelled. So a job of the queue alone never proves
a page. Where the printer behind the queue speaks IPP it is asked itself, by the job's name; where it does not,
a job that CUPS calls completed is unknown.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from devices.health import SelfTest, Supply
from devices.kinds import DriverType, Kind
from devices.printer import JobReport, JobState, PrinterStatus, problems, proof
from devices.printer.ipp import IppPrinter, IppTiming
from devices.settings import CupsSettings
from devices.state import Cancel, DeviceState

_SPEAK_IPP = ("ipp", "ipps")


class CupsPrinter:
    """One queue; see `devices.printer.Printer` for what it promises."""

    def __init__(self, settings: CupsSettings, timing: IppTiming | None = None) -> None:
        self._settings = settings
        self._timing = timing
        self._queue = IppPrinter(settings, timing)
        self._behind: IppPrinter | None = None
        self._following: str | None = None
        """The order whose job may be in the queue."""

    def open(self) -> None:
        """Asks the queue how it is, and which printer is behind it. Raises Problem `printer.offline`."""
        address = str(self._queue.told(["device-uri", "printer-state"]).get("device-uri", ""))
        if urlsplit(address).scheme in _SPEAK_IPP:
            self._behind = IppPrinter(self._settings.model_copy(update={"uri": address}), self._timing)
        self.status()

    def close(self) -> None:
        """Ends what is under way."""
        self._queue.close()
        if self._behind is not None:
            self._behind.close()

    def poll(self) -> DeviceState:
        """How queue and printer are, as a state; raises their problem."""
        status = self.status()
        if status.problem is not None:
            raise status.problem
        return status.state

    def status(self) -> PrinterStatus:
        """How the queue is, or what keeps the printer behind it from printing.

        Never how long: CUPS tells the time of day there, and after a restart it prints again what it had.
        """
        found = self._queue.status()
        behind = self._printer_status() if found.problem is None else None
        if behind is not None and behind.problem is not None:
            found = behind
        if found.problem is None and any(job.order != self._following for job in self._queue.jobs("not-completed")):
            busy = problems.queue_busy(self._settings.uri)
            return PrinterStatus(busy.state, found.reasons, busy, None)
        return replace(found, up_s=None)

    def told(self, attributes: Sequence[str]) -> dict[str, Any]:
        """What the queue says of itself, and the printer behind it of its paper and toner."""
        said = self._queue.told(attributes)
        if self._behind is not None:
            said |= self._behind.told([each for each in attributes if each != "document-format-supported"])
        return said

    def supplies(self) -> tuple[Supply, ...]:
        """Paper and toner, as far as the printer tells."""
        return (self._behind or self._queue).supplies()

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """As `IppPrinter.quick_test`."""
        return proof.quick_test(self)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """As `IppPrinter.self_test`."""
        return proof.self_test(self, cancel)

    def submit(self, order: str, document: bytes, pages: int) -> None:
        """Hands a PDF to the queue, but only to an empty one: what waits in it may come out at any time."""
        if self._queue.jobs("not-completed"):
            raise problems.NotQueued(self._settings.uri)
        self._following = order
        self._queue.submit(order, document, pages)

    def job(self, order: str) -> JobReport | None:
        """The job of an order as far as it is certain: what the printer behind the queue counts, and nothing else."""
        queued = self._queue.job(order)
        if queued is None:
            self._following = None if self._following == order else self._following
            return None
        self._following = None if queued.state.over else order
        at_printer = self._at_printer(order)
        return judge(queued, at_printer)

    def cancel(self, order: str) -> None:
        """Asks the queue and the printer to give the job up."""
        self._queue.cancel(order)
        if self._behind is not None:
            with contextlib.suppress(problems.Refused):
                self._behind.cancel(order)

    def _printer_status(self) -> PrinterStatus | None:
        return self._behind.status() if self._behind is not None else None

    def _at_printer(self, order: str) -> list[JobReport]:
        """All jobs that CUPS made of an order at the printer: after a crash it may have made two."""
        if self._behind is None:
            return []
        # Open jobs first: one that ends in between is then seen among the ended ones.
        jobs = {job.id: job for job in self._behind.jobs("not-completed") if job.order == order}
        return [*(jobs | {job.id: job for job in self._behind.jobs("completed") if job.order == order}).values()]


def judge(queued: JobReport, at_printer: Sequence[JobReport]) -> JobReport:
    """What is certain of a job, by the word of the queue and of the printer.

    Over only when both are through with it. The queue's own count is never believed; a job that the queue gave
    up counts as not printed only when it was never begun.
    """
    under_way = next((job for job in at_printer if not job.state.over), None)
    counts = [job.impressions for job in at_printer]
    out = None if None in counts else sum(filter(None, counts))
    if not queued.state.over or under_way is not None:
        state = queued.state if under_way is None else under_way.state
        return replace(queued, state=state, impressions=out)
    if at_printer:
        done = any(job.state is JobState.COMPLETED for job in at_printer)
        return replace(queued, state=JobState.COMPLETED if done else at_printer[-1].state, impressions=out)
    if queued.state is JobState.COMPLETED or queued.begun is False:
        return replace(queued, impressions=0)
    return replace(queued, impressions=None)


DRIVER = DriverType(Kind.PRINTER, "cups", CupsSettings, CupsPrinter)
