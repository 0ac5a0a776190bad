"""Acts that cannot be taken back - a printed page, a card that is written, a payment - settle three ways.

The journal is written before the act. An order that is known is never done again; what became of it is
asked of the device first, and of a person after that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol
from weakref import WeakValueDictionary

from sync.contract.problem import SERVICED, Family, Problem

log = logging.getLogger(__name__)


class Settlement(StrEnum):
    """What became of an act."""

    DONE = "done"
    NOT_DONE = "not-done"
    UNKNOWN = "unknown"
    """Nobody can tell: never done again by itself, a person is asked."""


class Act(StrEnum):
    """What cannot be taken back."""

    PRINT = "print"
    RECEIPT = "receipt"
    CARD = "card"
    PAYMENT = "payment"


ActState = Literal["queued", "sent", "done", "not-done", "unknown"]
"""`queued`: surely not begun yet; `sent`: perhaps."""


@dataclass(frozen=True)
class KnownAct:
    """What the journal knows of an order."""

    order: str
    act: Act
    device: str
    """Id or address of the device it was begun at."""
    digest: str
    """SHA-256 of what was to be done, in hexadecimal."""
    units: int
    """Pages that were to come, or fen that were to be paid."""
    state: ActState
    done_units: int
    begun_at: datetime


class ActJournal(Protocol):
    """Every call is on the disk before it returns; several processes may hold the same journal."""

    def begin(self, order: str, digest: str, units: int, *, act: Act, device: str) -> None:
        """A new order, `queued`. Raises Problem `act.known-order` when it is not new."""

    def sent(self, order: str) -> None:
        """From now on it may happen. Raises Problem `act.unknown-order` unless it is `queued`."""

    def settle(self, order: str, settlement: Settlement, done_units: int) -> None:
        """What became of it; what is done stays done. Raises Problem `act.unknown-order`."""

    def find(self, order: str) -> KnownAct | None:
        """What is known of an order."""

    def unsettled(self, *, act: Act | None = None, device: str | None = None) -> Sequence[KnownAct]:
        """Orders that are `queued` or `sent`, oldest first."""


@dataclass(frozen=True)
class ActOutcome:
    """What became of an act; `problem` says why when it is not DONE."""

    settlement: Settlement
    done_units: int
    problem: Problem | None


class Deed(Protocol):
    """An act at a device, for `act_once`."""

    async def do(self) -> ActOutcome:
        """Does it, once, and says what became of it; a Problem means unknown unless `NotBegun`."""

    async def ask(self) -> ActOutcome:
        """Asks the device what became of it, without doing anything; UNKNOWN when it cannot tell."""


class NotBegun(Problem):
    """The device surely has not begun: it may be tried again under another order."""


_turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


async def act_once(
    journal: ActJournal, order: str, digest: str, units: int, *, act: Act, device: str, deed: Deed
) -> ActOutcome:
    """Does an act at most once; an order that is known returns what became of the first time.

    A task that is cancelled while it may be happening leaves the order to `settle_act`.

    Raises:
        Problem: `act.order-reused` (permanent), the order is known with something else to do.
    """
    turn = _turns.setdefault(device, asyncio.Lock())
    async with turn:
        known = journal.find(order)
        if known is not None:
            if known.digest != digest or known.act is not act:
                raise reused(order)
            return await settle_act(journal, known, deed)
        journal.begin(order, digest, units, act=act, device=device)
        journal.sent(order)
        try:
            outcome = await deed.do()
        except NotBegun as problem:
            outcome = ActOutcome(Settlement.NOT_DONE, 0, problem)
        except Problem as problem:
            outcome = await _asked(deed, problem)
        journal.settle(order, outcome.settlement, outcome.done_units)
        return outcome


async def settle_act(journal: ActJournal, known: KnownAct, deed: Deed) -> ActOutcome:
    """What became of an order that was begun earlier, asking the device where it is not certain. Does nothing."""
    match known.state:
        case "done":
            return ActOutcome(Settlement.DONE, known.done_units, None)
        case "not-done":
            return ActOutcome(Settlement.NOT_DONE, known.done_units, not_done(known.order))
        case "queued":
            outcome = ActOutcome(Settlement.NOT_DONE, 0, not_done(known.order))
        case _:
            outcome = await _asked(deed, unknown(known.order))
    journal.settle(known.order, outcome.settlement, outcome.done_units)
    return outcome


async def _asked(deed: Deed, why: Problem) -> ActOutcome:
    try:
        return await deed.ask()
    except Problem as problem:
        log.warning("an act is unknown (%s), and the device cannot be asked: %s", why.code, problem.technician)
        return ActOutcome(Settlement.UNKNOWN, 0, why)


def reused(order: str) -> Problem:
    """Somebody wants something else under an order that is already known."""
    return Problem(
        "act.order-reused",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"Order {order} is already known with something else to do. Give every act its own order number.",
    )


def not_done(order: str) -> Problem:
    """An earlier attempt came to nothing."""
    return Problem(
        "act.not-done",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"Order {order} was not done the first time. To do it now is a person's decision: --reprint.",
    )


def unknown(order: str) -> Problem:
    """Nobody can tell what became of an order."""
    return Problem(
        "act.unknown",
        Family.TEMPORARY,
        resident=SERVICED,
        technician=f"Nobody can tell what became of order {order}. Look at the device and at what it gave out.",
    )
