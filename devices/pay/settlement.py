"""Takes a payment at most once and says for sure what became of it: paid, not paid, or unknown.

The journal is written before the terminal is asked. An order that was begun is never begun again: the
terminal is asked to cancel it, and says whether it was paid before. Nobody stands there to pay any more.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from devices.host import Device
from devices.pay import Payment, PaymentState, PayTerminal, problems
from devices.settlement import Act, ActJournal, ActOutcome, KnownAct, NotBegun, Settlement, act_once, settle_act
from devices.state import Cancel, Cancelled
from sync.contract.problem import Problem

log = logging.getLogger(__name__)
Progress = Callable[[Payment], None]


@dataclass(frozen=True)
class PayLimits:
    """Windows of time in seconds for finding out what became of a payment."""

    find_s: float = 20.0
    """How long the terminal is asked before it is unknown."""
    every_s: float = 0.5
    call_s: float = 5.0
    """How long one question may take."""


async def pay_once(
    terminal: Device[PayTerminal],
    journal: ActJournal,
    order: str,
    fen: int,
    *,
    timeout_s: float,
    progress: Progress | None = None,
    limits: PayLimits | None = None,
) -> ActOutcome:
    """Takes `fen` under an order number, never twice; `progress` hears what to show, a QR text first.

    An order that is known already is settled and never asked for again: what was not paid the first time wants a
    new order number. A task that is cancelled leaves the order to `give_up` and `settle`.

    Args:
        timeout_s: how long the resident may take, and the terminal after that.

    Raises:
        Problem: `act.order-reused` (permanent), the order is known with another amount.
    """
    deed = _Paying(terminal, order, fen, limits or PayLimits(), timeout_s=timeout_s, progress=progress)
    digest = hashlib.sha256(str(fen).encode()).hexdigest()
    return await act_once(journal, order, digest, fen, act=Act.PAYMENT, device=terminal.id, deed=deed)


async def give_up(
    terminal: Device[PayTerminal], journal: ActJournal, order: str, *, limits: PayLimits | None = None
) -> ActOutcome | None:
    """Cancels an order for good, unless it is paid, and says which; None when the journal knows no such order."""
    known = journal.find(order)
    return None if known is None else await _settled(terminal, journal, known, limits or PayLimits())


async def settle(
    terminal: Device[PayTerminal], journal: ActJournal, *, limits: PayLimits | None = None
) -> list[ActOutcome]:
    """Finds out, after a crash, what became of the payments that were under way; what was not paid is cancelled."""
    limits = limits or PayLimits()
    unsettled = list(journal.unsettled(act=Act.PAYMENT, device=terminal.id))
    return [await _settled(terminal, journal, known, limits) for known in unsettled]


async def _settled(
    terminal: Device[PayTerminal], journal: ActJournal, known: KnownAct, limits: PayLimits
) -> ActOutcome:
    outcome = await settle_act(journal, known, _Paying(terminal, known.order, known.units, limits))
    log.info("payment %s: %s", known.order, outcome.settlement.value)
    return outcome


class _Paying:
    """One payment, for `act_once`."""

    def __init__(
        self,
        terminal: Device[PayTerminal],
        order: str,
        fen: int,
        limits: PayLimits,
        *,
        timeout_s: float = 0.0,
        progress: Progress | None = None,
    ) -> None:
        self._terminal = terminal
        self._order = order
        self._fen = fen
        self._limits = limits
        self._timeout_s = timeout_s
        self._progress = progress

    async def do(self) -> ActOutcome:
        """Asks for the money."""
        loop = asyncio.get_running_loop()
        order, fen, progress = self._order, self._fen, self._progress
        gate = _Gate()

        def tell(payment: Payment) -> None:
            if progress is not None:
                loop.call_soon_threadsafe(progress, payment)

        def command(terminal: PayTerminal, cancel: Cancel) -> Payment:
            gate.enter()
            return terminal.pay(order, fen, cancel, tell)

        try:
            payment = await self._terminal.call(command, timeout_s=self._timeout_s)
        except NotBegun:
            raise
        except Problem as problem:
            if gate.shut():
                raise
            raise problems.not_begun(problem) from problem
        return self._outcome(payment)

    async def ask(self) -> ActOutcome:
        """Cancels the order, or hears that it was paid."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._limits.find_s
        order = self._order
        while True:
            try:
                payment = await self._terminal.call(
                    lambda terminal, _: terminal.cancel(order), timeout_s=self._limits.call_s
                )
            except Problem as problem:
                why = f"the terminal does not tell ({problem.code})"
            else:
                if payment.state.final:
                    return self._outcome(payment)
                why = f"the terminal says {payment.state.value}"
            if loop.time() >= until:
                return self._unknown(why)
            await asyncio.sleep(self._limits.every_s)

    def _outcome(self, payment: Payment) -> ActOutcome:
        match payment.state:
            case PaymentState.PAID if payment.fen == self._fen:
                return ActOutcome(Settlement.DONE, self._fen, None)
            case PaymentState.PAID:
                return self._unknown(f"it is over {self._fen} fen and the terminal says {payment.fen} fen were paid")
            case PaymentState.DECLINED:
                return ActOutcome(Settlement.NOT_DONE, 0, problems.declined(self._order))
            case PaymentState.CANCELLED:
                return ActOutcome(Settlement.NOT_DONE, 0, problems.cancelled(self._order))
            case PaymentState.TIMED_OUT:
                return ActOutcome(Settlement.NOT_DONE, 0, problems.timed_out(self._order))
            case _:
                return self._unknown(f"the terminal says {payment.state.value}")

    def _unknown(self, why: str) -> ActOutcome:
        problem = problems.unknown(self._order, why)
        log.warning("%s: %s", problem.code, problem.technician)
        return ActOutcome(Settlement.UNKNOWN, 0, problem)


class _Gate:
    """Whether a command has begun; after `shut` it never will."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entered = False
        self._shut = False

    def enter(self) -> None:
        """Raises Cancelled when it is too late."""
        with self._lock:
            if self._shut:
                raise Cancelled
            self._entered = True

    def shut(self) -> bool:
        """Whether somebody went through before."""
        with self._lock:
            self._shut = True
            return self._entered
