"""The document printer's contract: jobs are found again by their order number, and every print settles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.state import DeviceState
from sync.contract.problem import Problem


class JobState(StrEnum):
    """RFC 8011, 5.3.7."""

    PENDING = "pending"
    HELD = "held"
    PROCESSING = "processing"
    STOPPED = "stopped"
    CANCELED = "canceled"
    ABORTED = "aborted"
    COMPLETED = "completed"

    @property
    def over(self) -> bool:
        """Whether nothing will happen to the job any more."""
        return self in (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)


@dataclass(frozen=True)
class JobReport:
    """What the printer itself says of a job; `impressions` is None when it does not count."""

    id: int
    order: str
    state: JobState
    impressions: int | None
    reasons: tuple[str, ...] = ()
    begun: bool | None = None
    """Whether it was begun with; None when that is not told."""


@dataclass(frozen=True)
class PrinterStatus:
    """How the printer is: state, the reasons it gives (RFC 8011 keywords), and how long it has been on."""

    state: DeviceState
    reasons: tuple[str, ...]
    problem: Problem | None
    up_s: int | None


class Printer(Protocol):
    """A printer; called in the device's thread. Every call has a limit and may raise `printer.offline`."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def status(self) -> PrinterStatus:
        """How the printer is."""

    def submit(self, order: str, document: bytes, pages: int) -> None:
        """Hands over a PDF. `order` becomes the job's name.

        Raises Problem `printer.refused` when the printer surely has not taken it; after any other Problem
        only the printer can tell.
        """

    def job(self, order: str) -> JobReport | None:
        """The job of an order, looked up at the printer by its name; None when the printer knows none."""

    def cancel(self, order: str) -> None:
        """Asks the printer to give a job up; only `job` tells whether it did."""
