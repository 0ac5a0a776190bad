"""Drives a printer over IPP (RFC 8011) through pyipp, directly and without a spooler that could lie.

The device's thread owns an event loop of its own, because pyipp is asyncio. Every request has its own
connection: one that was left open by a printer that died must not break the next print.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import ClientError
from pyipp import IPP
from pyipp.enums import IppJobState, IppOperation, IppPrinterState, IppStatus
from pyipp.exceptions import IPPConnectionError, IPPError, IPPResponseError

from devices.kinds import DriverType, Kind
from devices.printer import JobReport, JobState, PrinterStatus, problems
from devices.settings import IppSettings, PrinterSettings
from devices.state import DeviceState

T = TypeVar("T")
_USER = "kiosk"
_JOB = ["job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed"]
_PRINTER = ["printer-state", "printer-state-reasons", "printer-up-time"]
_STATES = {
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
        asked = {"requested-attributes": _PRINTER}
        answer = self._run(self._execute(IppOperation.GET_PRINTER_ATTRIBUTES, asked), self._timing.ask_s)
        says: dict[str, Any] = next(iter(answer["printers"]), {})
        state = says.get("printer-state")
        reasons = tuple(reason for reason in _list(says.get("printer-state-reasons")) if reason != "none")
        problem = problems.explain(reasons, stopped=state == IppPrinterState.STOPPED)
        busy = DeviceState.BUSY if state == IppPrinterState.PROCESSING else DeviceState.ONLINE
        return PrinterStatus(problem.state if problem else busy, reasons, problem, says.get("printer-up-time"))

    def submit(self, order: str, document: bytes, pages: int) -> None:
        """Hands over a PDF of `pages` pages under the name `order`."""
        asked = {"job-name": order, "document-format": "application/pdf"}
        job = {"job-attributes-tag": {"copies": 1, "sides": "one-sided"}, "data": document}
        answer = self._run(self._execute(IppOperation.PRINT_JOB, asked, job), self._timing.submit_s)
        for taken in answer["jobs"]:
            self._ids[order] = taken["job-id"]

    def job(self, order: str) -> JobReport | None:
        """The job named `order`; one that is done wins over one that is not, should there be several."""
        return self._run(self._find(order), self._timing.ask_s)

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
                answer: dict[str, Any] = await ipp.execute(operation, message)
        except IPPConnectionError as error:
            raise problems.offline(self._uri, f"no connection ({type(error.__cause__).__name__})") from error
        except ClientError as error:  # an answer that breaks off in the middle
            raise problems.offline(self._uri, f"connection lost ({type(error).__name__})") from error
        except IPPError as error:
            status = _status(error)
            if status is None or isinstance(error, IPPResponseError):
                raise problems.nonsense(self._uri, type(error).__name__) from error
            raise problems.Refused(self._uri, status) from error
        return answer

    def _run(self, asking: Coroutine[Any, Any, T], limit_s: float) -> T:
        if self._closed:
            asking.close()
            raise problems.offline(self._uri, "was closed")
        try:
            return self._loop.run_until_complete(asyncio.wait_for(asking, limit_s))
        except TimeoutError:
            raise problems.offline(self._uri, f"no answer in {limit_s:g} s") from None
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
    state = _STATES.get(job.get("job-state", 0), JobState.PENDING)
    reasons = tuple(_list(job.get("job-state-reasons")))
    return JobReport(job["job-id"], job["job-name"], state, job.get("job-impressions-completed"), reasons)


def _status(error: IPPError) -> int | None:
    for argument in error.args:
        if isinstance(argument, dict) and isinstance(argument.get("status-code"), int):
            return int(argument["status-code"])
    return None


def _list(value: Any) -> list[str]:
    """pyipp gives a single value bare and several as a list."""
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


DRIVER = DriverType(Kind.PRINTER, "ipp", IppSettings, IppPrinter)
