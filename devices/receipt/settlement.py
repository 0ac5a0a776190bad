"""Prints a receipt under an order number, once, and finds out what became of it when the kiosk or the printer died.

The proof is the printer's answer to a marker behind the receipt; the marker follows from the order, so that
it can still be waited for after a restart.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple

from devices.device import Device
from devices.receipt import Receipt, ReceiptPrinter, problems
from devices.receipt.escpos_wire import marker_of
from devices.settlement import Act, ActJournal, ActOutcome, NotBegun, Settlement, act_once, settle_act
from devices.state import Cancel
from sync.contract.problem import Problem

ASK_S = 4.0
"""How long a printer is looked for and asked what became of a receipt."""
_AGAIN_S = 0.2


def digest_of(receipt: Receipt) -> str:
    """SHA-256 of what is to be printed, in hexadecimal."""
    return hashlib.sha256(json.dumps(astuple(receipt), ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


async def print_receipt_once(
    printer: Device[ReceiptPrinter],
    journal: ActJournal,
    order: str,
    receipt: Receipt,
    *,
    device: str = "receipt-printer",
    timeout_s: float,
) -> ActOutcome:
    """Prints a receipt at most once, within `timeout_s` seconds; an order that is known is asked about only.

    A printer without paper is waited for; NOT_DONE when it stays so. UNKNOWN when the printer did not confirm
    the end of the receipt: the resident is asked to look.

    Raises:
        Problem: `act.order-reused` (permanent), the order is known with another receipt.
    """
    deed = _Printing(printer, order, receipt, timeout_s)
    return await act_once(journal, order, digest_of(receipt), 1, act=Act.RECEIPT, device=device, deed=deed)


async def settle(
    printer: Device[ReceiptPrinter],
    journal: ActJournal,
    *,
    device: str = "receipt-printer",
    timeout_s: float = ASK_S,
) -> list[ActOutcome]:
    """Finds out, at start, what became of the receipts that were under way. Prints nothing."""
    return [
        await settle_act(journal, known, _Printing(printer, known.order, None, timeout_s))
        for known in journal.unsettled(act=Act.RECEIPT, device=device)
    ]


class _Printing:
    """One receipt, as `act_once` does it."""

    def __init__(self, printer: Device[ReceiptPrinter], order: str, receipt: Receipt | None, timeout_s: float) -> None:
        self._printer = printer
        self._order = order
        self._receipt = receipt
        self._marker = marker_of(order)
        self._clock = asyncio.get_running_loop().time
        self._end = self._clock() + timeout_s
        self._ask_s = min(ASK_S, timeout_s / 4)
        self._begun = False
        self._lost = False
        self._why = "its marker did not come"

    async def do(self) -> ActOutcome:
        """Waits until the printer is ready, prints, and waits for the proof."""
        receipt = self._receipt
        assert receipt is not None, "settling prints nothing"
        end = self._end - self._ask_s

        def print_(printer: ReceiptPrinter, cancel: Cancel) -> Settlement:
            self._begun = True
            return printer.print(receipt, self._marker, cancel)

        while True:
            await self._ready(end)
            try:
                settlement = await self._printer.call(print_, timeout_s=max(0.1, end - self._clock()))
            except Problem as problem:
                surely_not = isinstance(problem, NotBegun) or not self._begun
                if surely_not and self._clock() + _AGAIN_S < end:
                    await asyncio.sleep(_AGAIN_S)
                    continue
                if surely_not:
                    raise problems.not_begun(problem) from problem
                self._why, self._lost = problem.technician, True
                raise
            return await self.ask() if settlement is Settlement.UNKNOWN else self._outcome(settlement)

    async def ask(self) -> ActOutcome:
        """Listens for a marker that comes late, as soon as the printer can be asked.

        After a printer that was lost in the middle for as long as there is time, else once.
        """
        marker = self._marker
        until = self._clock() + self._ask_s
        while True:
            try:
                settlement = await self._printer.call(
                    lambda printer, cancel: printer.reached(marker, cancel),
                    timeout_s=max(0.1, until - self._clock()),
                )
            except Problem as problem:
                if self._clock() + _AGAIN_S >= until:
                    self._why = problem.technician
                    return self._outcome(Settlement.UNKNOWN)
                await asyncio.sleep(_AGAIN_S)
            else:
                if settlement is Settlement.DONE or not self._lost or self._clock() >= until:
                    return self._outcome(settlement)

    async def _ready(self, end: float) -> None:
        """Waits until nothing keeps the printer from printing. Raises a NotBegun at the end."""
        status: Callable[[ReceiptPrinter, Cancel], Problem | None] = lambda printer, _: printer.status().problem  # noqa: E731
        while True:
            try:
                problem = await self._printer.call(status, timeout_s=max(0.1, end - self._clock()))
            except Problem as lost:
                problem = lost
            if problem is None:
                return
            if self._clock() + _AGAIN_S >= end:
                raise problems.not_begun(problem)
            await asyncio.sleep(_AGAIN_S)

    def _outcome(self, settlement: Settlement) -> ActOutcome:
        if settlement is Settlement.DONE:
            return ActOutcome(settlement, 1, None)
        return ActOutcome(settlement, 0, problems.unknown(self._order, self._why))
