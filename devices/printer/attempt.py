"""One order at one printer: waits until it is ready, hands the document over once, and follows the job to its end."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

from devices.host import Device
from devices.printer import JobReport, JobState, Printer, PrinterStatus, problems
from devices.printer.progress import PrintLimits, PrintOutcome, PrintProgress, PrintStep
from devices.settlement import Settlement
from sync.contract.problem import Problem


class _Patience:
    """Runs out when something has gone on for longer than a limit."""

    def __init__(self, clock: Callable[[], float], limit_s: float) -> None:
        self._clock = clock
        self._limit_s = limit_s
        self._since: float | None = None

    def lost(self, goes_on: bool = True) -> bool:
        """Whether it has gone on for too long; False begins it anew."""
        if not goes_on:
            self._since = None
            return False
        if self._since is None:
            self._since = self._clock()
        return self._clock() - self._since >= self._limit_s


class Attempt:
    """The life of one order, from the first look at the printer to what became of it."""

    def __init__(
        self,
        printer: Device[Printer],
        order: str,
        pages: int,
        progress: Callable[[PrintProgress], None],
        limits: PrintLimits,
        *,
        sent_s_ago: float | None = None,
    ) -> None:
        """`sent_s_ago`: when the order was handed over by a process that died over it, if that is known."""
        self._printer = printer
        self._order = order
        self._pages = pages
        self._progress = progress
        self._limits = limits
        self._clock = asyncio.get_running_loop().time
        self._told: tuple[PrintStep, int, str | None] | None = None
        self._printed = 0
        self._sent_at = None if sent_s_ago is None else self._clock() - sent_s_ago
        self._answered = False
        self._digesting = sent_s_ago is not None
        self._gave_up: Problem | None = None
        self._cancel_heard = False

    async def wait_ready(self) -> PrintOutcome | None:
        """Waits until nothing keeps the printer from printing; NOT_DONE when that takes too long."""
        self._tell(PrintStep.PREPARING)
        waiting = _Patience(self._clock, self._limits.media_s)
        away = _Patience(self._clock, self._limits.reach_s)
        while True:
            try:
                status = await self._printer.call(lambda printer, _: printer.status(), timeout_s=self._limits.call_s)
            except Problem as problem:
                if away.lost():
                    return PrintOutcome(Settlement.NOT_DONE, 0, problem)
                self._tell(PrintStep.WAITING, problem)
                await asyncio.sleep(self._limits.poll_s)
                continue
            away.lost(False)
            if status.problem is None:
                return None
            if waiting.lost():
                return PrintOutcome(Settlement.NOT_DONE, 0, status.problem)
            self._tell(PrintStep.WAITING, status.problem)
            await asyncio.sleep(self._limits.poll_s)

    async def send(self, document: bytes) -> PrintOutcome | None:
        """Hands the document over; an outcome only when the printer surely has not taken it."""
        self._tell(PrintStep.SENDING)
        self._sent_at = self._clock()
        order, pages = self._order, self._pages
        busy = _Patience(self._clock, self._limits.media_s)
        while True:
            try:
                await self._printer.call(
                    lambda printer, _: printer.submit(order, document, pages), timeout_s=self._limits.call_s
                )
            except problems.Refused as refused:
                if not refused.passing or busy.lost():
                    return PrintOutcome(Settlement.NOT_DONE, 0, refused)
                self._tell(PrintStep.WAITING, refused)
                await asyncio.sleep(self._limits.poll_s)
                self._sent_at = self._clock()
                continue
            except Problem as problem:
                self._digesting = isinstance(problem, problems.Unanswered) or problem.code == "device.timeout"
                self._tell(PrintStep.CHECKING, problem)
            else:
                self._answered = True
            return None

    async def follow(self) -> PrintOutcome:
        """Watches the job until it is settled; cancels it when it takes too long."""
        lost = _Patience(self._clock, self._limits.find_s)
        missing = _Patience(self._clock, self._limits.missing_s)
        late = _Patience(self._clock, self._limits.total_s)
        waiting = _Patience(self._clock, self._limits.media_s)
        cancelling = _Patience(self._clock, self._limits.cancel_s)
        late.lost()
        while True:
            seen = await self._look()
            if isinstance(seen, Problem):
                self._tell(PrintStep.CHECKING, seen)
                if lost.lost():
                    return self._unknown("the printer does not come back")
                await asyncio.sleep(self._limits.poll_s)
                continue
            lost.lost(False)
            report, status = seen
            if report is None:
                if missing.lost() and (not self._may_come(status) or late.lost()):
                    return self._vanished(status)
            elif report.state.over:
                return self._over(report)
            elif self._gave_up is not None:
                if cancelling.lost():
                    return self._unknown("the printer does not confirm that it gave the job up")
                if not self._cancel_heard:
                    await self._cancel()
            else:
                self._printed = report.impressions or 0
                self._tell(PrintStep.WAITING if status.problem else PrintStep.PRINTING, status.problem)
                if waiting.lost(status.problem is not None) or late.lost():
                    self._gave_up = status.problem or problems.gave_up(self._limits.total_s)
                    await self._cancel()
            await asyncio.sleep(self._limits.poll_s)

    async def _look(self) -> tuple[JobReport | None, PrinterStatus] | Problem:
        """The job and the printer as the printer sees them, or why it cannot be asked."""
        order = self._order
        try:
            return await self._printer.call(
                lambda printer, _: (printer.job(order), printer.status()), timeout_s=self._limits.call_s
            )
        except Problem as problem:
            return problem

    async def _cancel(self) -> None:
        """Asks the printer to give the job up; a call that was lost is made again."""
        order = self._order
        try:
            await self._printer.call(lambda printer, _: printer.cancel(order), timeout_s=self._limits.call_s)
        except Problem as problem:
            self._tell(PrintStep.CHECKING, problem)
        else:
            self._cancel_heard = True

    def _over(self, report: JobReport) -> PrintOutcome:
        """The printer is through with the job. What it does not count, it is believed by its word."""
        out = report.impressions
        if out is None and report.state is JobState.COMPLETED:
            out = self._pages
        if out is not None and out >= self._pages:
            self._printed = self._pages
            self._tell(PrintStep.DONE)
            return PrintOutcome(Settlement.DONE, out, None)
        self._printed = out or 0
        if out == 0 and report.state is not JobState.COMPLETED:
            return PrintOutcome(Settlement.NOT_DONE, 0, self._gave_up or problems.cancelled())
        count = "an unknown number" if out is None else str(out)
        return self._unknown(f"the printer says {report.state.value} with {count} of {self._pages} pages out")

    def _may_come(self, status: PrinterStatus) -> bool:
        """Whether a job that is not listed may be one that the printer has not yet taken in."""
        return self._digesting and self._since_sent(status) < self._limits.digest_s

    def _since_sent(self, status: PrinterStatus) -> float:
        """Seconds since the order was sent to a printer that was on all the time; infinite when it was not."""
        if self._sent_at is None or status.up_s is None:
            return math.inf
        passed = self._clock() - self._sent_at
        return passed if status.up_s - 1 > passed else math.inf

    def _vanished(self, status: PrinterStatus) -> PrintOutcome:
        """The printer knows no such job. Only one that has been on all the time and never took it is sure of that."""
        if not self._answered and not self._may_come(status) and self._since_sent(status) < math.inf:
            return PrintOutcome(Settlement.NOT_DONE, 0, problems.cancelled())
        return self._unknown("the printer does not remember the job")

    def _unknown(self, why: str) -> PrintOutcome:
        return PrintOutcome(Settlement.UNKNOWN, self._printed, problems.unknown(why))

    def _tell(self, state: PrintStep, problem: Problem | None = None) -> None:
        told = (state, self._printed, problem.code if problem else None)
        if told != self._told:
            self._told = told
            self._progress(PrintProgress(state, self._pages, self._printed, problem))
