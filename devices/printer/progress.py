"""What is told while a print runs, how patient it is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from devices.settlement import Settlement
from sync.contract.problem import Problem


class PrintStep(StrEnum):
    """What the printer is doing, in the order a resident sees it."""

    PREPARING = "preparing"
    SENDING = "sending"
    PRINTING = "printing"
    WAITING = "waiting"
    """The printer wants something: paper, a person."""
    CHECKING = "checking"
    """The printer was lost; asking it what became of the page."""
    DONE = "done"


@dataclass(frozen=True)
class PrintProgress:
    """How far an order is; `problem` says what a WAITING or CHECKING printer is missing."""

    state: PrintStep
    pages: int
    printed: int
    problem: Problem | None = None


@dataclass(frozen=True)
class PrintLimits:
    """Windows of time in seconds."""

    total_s: float = 90.0
    """How long a print may take before it is cancelled."""
    media_s: float = 60.0
    """How long a printer that wants something may wait before the print is cancelled."""
    reach_s: float = 8.0
    """How long a printer that cannot be reached before anything is sent may take to come back."""
    find_s: float = 30.0
    """How long a lost printer is looked for before the fate of a print is unknown."""
    cancel_s: float = 10.0
    """How long the printer may take to confirm a cancel."""
    missing_s: float = 2.0
    """How long a job may be missing in the printer's lists before that is believed."""
    digest_s: float = 20.0
    """How long a printer may take to list a document that it was handed without answering."""
    poll_s: float = 0.25
    call_s: float = 20.0
    """How long one request in the device's thread may take; longer than the driver's own limits."""


@dataclass(frozen=True)
class PrintOutcome:
    """What became of an order; `problem` says why when it is not DONE."""

    settlement: Settlement
    impressions: int
    problem: Problem | None
