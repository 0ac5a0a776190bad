"""What is written down about prints, and what is told while they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from devices.printer import Settlement
from sync.contract.problem import Problem

OrderState = Literal["queued", "sent", "done", "not-done", "unknown"]
"""`queued`: surely not sent yet; `sent`: perhaps."""


class KnownOrder(Protocol):
    """What any journal must tell of an order."""

    @property
    def order(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def pages(self) -> int: ...
    @property
    def state(self) -> OrderState: ...
    @property
    def impressions(self) -> int: ...
    @property
    def begun_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class JournalEntry:
    """A known order, for journals that have no row class of their own."""

    order: str
    digest: str
    pages: int
    state: OrderState
    impressions: int
    begun_at: datetime | None = None
    """With its zone; shortly before it was sent. None when the journal keeps no times."""


class PrintJournal(Protocol):
    """Kept by the store; every call is on the disk before it returns."""

    def begin(self, order: str, digest: str, pages: int) -> None:
        """A new order, `queued`."""

    def sent(self, order: str) -> None:
        """From now on paper may come out."""

    def settle(self, order: str, settlement: Settlement, impressions: int) -> None:
        """What became of it."""

    def find(self, order: str) -> KnownOrder | None:
        """What is known of an order."""

    def unsettled(self) -> Sequence[KnownOrder]:
        """Orders that are `queued` or `sent`."""


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
    poll_s: float = 0.25
    call_s: float = 20.0
    """How long one request in the device's thread may take; longer than the driver's own limits."""


@dataclass(frozen=True)
class PrintOutcome:
    """What became of an order; `problem` says why when it is not DONE."""

    settlement: Settlement
    impressions: int
    problem: Problem | None
