"""Prints an order at most once and says for sure what became of it: done, not done, or unknown.

The journal is written before the act. Whatever happens after `sent`, only the printer itself is asked,
by the order's name, and nothing is ever sent a second time.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from devices.host import Device
from devices.printer import Printer, problems
from devices.printer.attempt import Attempt
from devices.printer.progress import PrintLimits, PrintOutcome, PrintProgress, PrintStep
from devices.settlement import Act, ActJournal, KnownAct, Settlement

__all__ = [
    "PrintLimits",
    "PrintOutcome",
    "PrintProgress",
    "PrintStep",
    "look_again",
    "print_once",
    "settle_unsettled",
]

log = logging.getLogger(__name__)

REMEMBERED_S = 600.0
"""A printer that was on all the time surely remembers a job of the last ten minutes."""


_turns: WeakKeyDictionary[Device[Printer], asyncio.Lock] = WeakKeyDictionary()
"""One open job at a time and printer."""


async def print_once(
    printer: Device[Printer],
    journal: ActJournal,
    order: str,
    document: bytes,
    pages: int,
    *,
    progress: Callable[[PrintProgress], None],
    limits: PrintLimits,
) -> PrintOutcome:
    """Prints a PDF of `pages` pages under an order number, never twice.

    An order that is known already returns what became of the first time. A task that is cancelled while
    paper may be on its way leaves the order to `settle_unsettled`.

    Raises:
        Problem: `printer.order-reused` (permanent), the order is known with another document.
    """
    async with _turns.setdefault(printer, asyncio.Lock()):
        digest = hashlib.sha256(document).hexdigest()
        known = journal.find(order)
        if known is not None:
            if known.digest != digest or known.act is not Act.PRINT:
                raise problems.reused(order)
            return await _settled(printer, journal, known, progress, limits)
        journal.begin(order, digest, pages, act=Act.PRINT, device=printer.id)
        attempt = Attempt(printer, order, pages, progress, limits)
        outcome = await attempt.wait_ready()
        if outcome is None:
            journal.sent(order)
            outcome = await attempt.send(document) or await attempt.follow()
        return _settle(printer, journal, order, outcome)


async def look_again(
    printer: Device[Printer], journal: ActJournal, order: str, *, limits: PrintLimits | None = None
) -> PrintOutcome | None:
    """What became of an order that was printed earlier, asking the printer once more where it is not certain.

    Prints nothing; None when the journal knows no such order.
    """
    async with _turns.setdefault(printer, asyncio.Lock()):
        known = journal.find(order)
        if known is None:
            return None
        return await _settled(printer, journal, known, _nobody, limits or PrintLimits())


def _utc_now() -> datetime:
    return datetime.now(UTC)


async def settle_unsettled(
    printer: Device[Printer],
    journal: ActJournal,
    *,
    limits: PrintLimits | None = None,
    clock: Callable[[], datetime] = _utc_now,
) -> list[PrintOutcome]:
    """Finds out, after a crash, what became of the orders that were under way. Prints nothing."""
    outcomes = []
    async with _turns.setdefault(printer, asyncio.Lock()):
        for entry in journal.unsettled(act=Act.PRINT, device=printer.id):
            ago = (clock() - entry.begun_at).total_seconds()
            sent_s_ago = ago if 0 <= ago <= REMEMBERED_S else None
            outcome = await _settled(printer, journal, entry, _nobody, limits or PrintLimits(), sent_s_ago=sent_s_ago)
            log.info("order %s, found unsettled: %s", entry.order, outcome.settlement.value)
            outcomes.append(outcome)
    return outcomes


async def _settled(
    printer: Device[Printer],
    journal: ActJournal,
    entry: KnownAct,
    progress: Callable[[PrintProgress], None],
    limits: PrintLimits,
    *,
    sent_s_ago: float | None = None,
) -> PrintOutcome:
    match entry.state:
        case "done":
            return PrintOutcome(Settlement.DONE, entry.done_units, None)
        case "not-done":
            return PrintOutcome(Settlement.NOT_DONE, entry.done_units, problems.cancelled())
        case "queued":
            return _settle(printer, journal, entry.order, PrintOutcome(Settlement.NOT_DONE, 0, problems.never_sent()))
        case "unknown":  # the printer may be back: one look, no waiting
            limits = replace(limits, find_s=0.0, missing_s=0.0)
    outcome = await Attempt(printer, entry.order, entry.units, progress, limits, sent_s_ago=sent_s_ago).follow()
    return _settle(printer, journal, entry.order, outcome)


def _settle(printer: Device[Printer], journal: ActJournal, order: str, outcome: PrintOutcome) -> PrintOutcome:
    journal.settle(order, outcome.settlement, outcome.impressions)
    if outcome.settlement is Settlement.DONE:
        printer.count(outcome.impressions)
    return outcome


def _nobody(progress: PrintProgress) -> None:
    """Nobody watches."""
