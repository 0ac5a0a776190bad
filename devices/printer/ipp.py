"""Drives a printer over IPP (RFC 8011) through pyipp, directly and without a spooler that could lie.

The device's thread owns an event loop of its own, because pyipp is asyncio. Every request has its own
connection: one that was left open by a printer that died must not break the next print.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from aiohttp import ClientError
from pyipp import IPP
from pyipp.enums import IppJobState, IppOperation, IppPrinterState, IppStatus
from pyipp.exceptions import IPPConnectionError, IPPError
from pyipp.parser import parse

from devices.health import SelfTest, Supply
from devices.kinds import DriverType, Kind
from devices.printer import JobReport, JobState, PrinterStatus, problems, proof
from devices.printer.ipp_shape import well_formed
from devices.printer.supplies import ATTRIBUTES, TRAYS, listed, supplies, trays_empty
from devices.settings import IppSettings, PrinterSettings
from devices.state import Cancel, DeviceProblem, DeviceState

T = TypeVar("T")
_USER = "kiosk"
_GOOD = range(0x100)
"""Statuses of success (RFC 8011, B.1.2)."""
PDF = "application/pdf"
_JOB = ["job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed", "time-at-processing"]
_PRINTER = ["printer-state", "printer-state-reasons", "printer-up-time", "document-format-supported", TRAYS]
_STATES: dict[int, JobState] = {
    IppJobState.PENDING: JobState.PENDING,
    IppJobState.HELD: JobState.HELD,
    IppJobState.PROCESSING: JobState.PROCESSING,
    IppJobState.STOPPED: JobState.STOPPED,
    IppJobState.CANCELED: JobState.CANCELED,
    IppJobState.ABORTED: JobState.ABORTED,
    IppJobState.COMPLETED: JobState.COMPLETED,
}


@dataclass(frozen=True)
class IppTiming:
    """Windows of time in seconds."""

    ask_s: float = 3.0
    """How long a question may take."""
    submit_s: float = 15.0
    """How long handing over a document may take."""


class IppPrinter:
    """One printer; see `devices.printer.Printer` for what it promises."""

    def __init__(self, settings: PrinterSettings, timing: IppTiming | None = None) -> None:
        self._uri = settings.uri
        self._timing = timing or IppTiming()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.get_ident()
        self._closed = False
        self._ids: dict[str, int] = {}

    def open(self) -> None:
        """Asks the printer how it is. Raises Problem `printer.offline`."""
        self.status()

    def close(self) -> None:
        """Ends what is under way; from another thread it makes the device's thread stop waiting."""
        self._closed = True
        if threading.get_ident() != self._thread:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop_waiting)
        elif not self._loop.is_closed():
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def poll(self) -> DeviceState:
        """How the printer is, as a state; raises its problem."""
        status = self.status()
        if status.problem is not None:
            raise status.problem
        return status.state

    def status(self) -> PrinterStatus:
        """How the printer is."""
        says = self.told(_PRINTER)
        state = says.get("printer-state")
        reasons = reasons_of(says)
        # Some printers only report an empty tray until they have a job.
        told = (*reasons, "media-empty") if trays_empty(says) else reasons
        stopped, working = state == IppPrinterState.STOPPED, state == IppPrinterState.PROCESSING
        problem = self._unfit(says) or problems.explain(told, stopped=stopped, working=working)
        busy = DeviceState.BUSY if working else DeviceState.ONLINE
        return PrinterStatus(problem.state if problem else busy, reasons, problem, _number(says.get("printer-up-time")))

    def told(self, attributes: Sequence[str]) -> dict[str, Any]:
        """What the printer says of itself, as pyipp reads it: a single value stands bare."""
        asked = {"requested-attributes": list(attributes)}
        answer = self._run(self._execute(IppOperation.GET_PRINTER_ATTRIBUTES, asked), self._timing.ask_s)
        return dict(next(iter(answer["printers"]), {}))

    def supplies(self) -> tuple[Supply, ...]:
        """Paper and toner, as far as the printer tells."""
        says = self.told([*ATTRIBUTES, "printer-state-reasons"])
        return supplies(says, reasons_of(says))

    def quick_test(self, cancel: Cancel) -> SelfTest:
        """Whether it answers, takes PDF, has A4 in, and wants neither paper nor toner."""
        return proof.quick_test(self)

    def self_test(self, cancel: Cancel) -> SelfTest:
        """As the quick test; when all is well, prints a test page and waits until it is out."""
        return proof.self_test(self, cancel)

    def submit(self, order: str, document: bytes, pages: int) -> None:
        """Hands over a PDF of `pages` pages under the name `order`."""
        asked = {"job-name": order, "document-format": PDF}
        job = {"job-attributes-tag": {"copies": 1, "sides": "one-sided"}, "data": document}
        answer = self._run(self._execute(IppOperation.PRINT_JOB, asked, job), self._timing.submit_s)
        for taken in answer["jobs"]:
            self._ids[order] = taken["job-id"]

    def job(self, order: str) -> JobReport | None:
        """The job named `order`; one that is done wins over one that is not, should there be several."""
        return self._run(self._find(order), self._timing.ask_s)

    def jobs(self, which: Literal["completed", "not-completed"]) -> list[JobReport]:
        """All jobs that the printer lists, of anybody."""
        asked = {"which-jobs": which, "requested-attributes": _JOB}
        answer = self._run(self._execute(IppOperation.GET_JOBS, asked), self._timing.ask_s)
        return [_report(job) for job in answer["jobs"]]

    def cancel(self, order: str) -> None:
        """Asks the printer to give the job up. A job that is over already is no error."""
        report = self.job(order)
        if report is None or report.state.over:
            return
        try:
            self._run(self._execute(IppOperation.CANCEL_JOB, {"job-id": report.id}), self._timing.ask_s)
        except problems.Refused as refused:
            if refused.status != IppStatus.ERROR_NOT_POSSIBLE:
                raise

    def _unfit(self, says: dict[str, Any]) -> DeviceProblem | None:
        formats = [str(each) for each in listed(says.get("document-format-supported"))]
        return problems.no_pdf(self._uri, formats) if formats and PDF not in formats else None

    async def _find(self, order: str) -> JobReport | None:
        if order in self._ids:
            with contextlib.suppress(problems.Refused):  # the printer was restarted and forgot the number
                asked = {"job-id": self._ids[order], "requested-attributes": _JOB}
                answer = await self._execute(IppOperation.GET_JOB_ATTRIBUTES, asked)
                found = _named(answer["jobs"], order)
                if found is not None:
                    return found
        # Open jobs first: one that ends in between is then seen among the ended ones.
        for which in ("not-completed", "completed"):
            asked = {"which-jobs": which, "requested-attributes": _JOB}
            answer = await self._execute(IppOperation.GET_JOBS, asked)
            found = _named(answer["jobs"], order)
            if found is not None:
                self._ids[order] = found.id
                return found
        return None

    async def _execute(
        self, operation: IppOperation, asked: dict[str, Any], more: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        message = {"operation-attributes-tag": {"requesting-user-name": _USER, **asked}, **(more or {})}
        try:
            async with IPP(self._uri, request_timeout=60) as ipp:
                raw = await ipp.raw(operation, message)
        except IPPConnectionError as error:
            raise problems.offline(self._uri, f"no connection ({type(error.__cause__).__name__})") from error
        except ClientError as error:  # an answer that breaks off in the middle
            raise problems.offline(self._uri, f"connection lost ({type(error).__name__})") from error
        except IPPError as error:
            raise problems.nonsense(self._uri, type(error).__name__) from error
        answer = _parsed(raw)
        if answer is None:
            raise problems.nonsense(self._uri, "its attributes are not those of RFC 8011")
        if answer["status-code"] not in _GOOD:
            raise problems.Refused(self._uri, answer["status-code"])
        return answer

    def _run(self, asking: Coroutine[Any, Any, T], limit_s: float) -> T:
        if self._closed:
            asking.close()
            raise problems.offline(self._uri, "was closed")
        try:
            return self._loop.run_until_complete(asyncio.wait_for(asking, limit_s))
        except TimeoutError:
            raise problems.Unanswered(self._uri, limit_s) from None
        except asyncio.CancelledError:
            raise problems.offline(self._uri, "was closed") from None
        except OSError as error:
            raise problems.offline(self._uri, f"connection lost ({type(error).__name__})") from error

    def _stop_waiting(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()


def _named(jobs: list[dict[str, Any]], order: str) -> JobReport | None:
    found = [_report(job) for job in jobs if job.get("job-name") == order]
    return max(found, key=lambda job: (job.state is JobState.COMPLETED, job.id), default=None)


def _report(job: dict[str, Any]) -> JobReport:
    state = _STATES.get(_number(job.get("job-state")) or 0, JobState.PENDING)
    reasons = tuple(map(str, listed(job.get("job-state-reasons"))))
    # RFC 8011, 5.3.14.2: `no-value` for a job that was never processed, which pyipp reads as nothing.
    begun = isinstance(job["time-at-processing"], int) if "time-at-processing" in job else None
    name, printed = str(job.get("job-name", "")), _number(job.get("job-impressions-completed"))
    return JobReport(job["job-id"], name, state, printed, reasons, begun)


def _number(value: Any) -> int | None:
    """A value that should be a number and comes from outside."""
    return value if isinstance(value, int) else None


def reasons_of(says: dict[str, Any]) -> tuple[str, ...]:
    """The printer-state-reasons that say something."""
    return tuple(str(reason) for reason in listed(says.get("printer-state-reasons")) if reason != "none")


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """The answer in a body, or None when it is none."""
    if not well_formed(raw):
        return None
    try:
        answer: dict[str, Any] = parse(raw)
    except Exception:  # whatever pyipp stumbles over, the body is no answer
        return None
    if not all(isinstance(answer.get(group), list) for group in ("jobs", "printers")):
        return None
    answer["jobs"] = [job for job in answer["jobs"] if isinstance(job.get("job-id"), int)]
    return answer


DRIVER = DriverType(Kind.PRINTER, "ipp", IppSettings, IppPrinter)
