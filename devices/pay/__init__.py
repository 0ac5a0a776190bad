"""The payment terminal's contract: an order is paid once, and the terminal remembers what became of every order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices.state import Cancel, DeviceState


class PaymentState(StrEnum):
    """How far a payment is."""

    WAITING = "waiting"
    """For the resident: the code is shown, or the terminal wants a card."""
    IN_PROGRESS = "in-progress"
    """The resident has paid and the bank has not answered."""
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed-out"
    UNKNOWN_ORDER = "unknown-order"
    """The terminal has never heard of the order."""

    @property
    def final(self) -> bool:
        """Whether it stays so."""
        return self not in (PaymentState.WAITING, PaymentState.IN_PROGRESS, PaymentState.UNKNOWN_ORDER)


@dataclass(frozen=True)
class Payment:
    """What the terminal says of an order. It holds nothing about who pays."""

    order: str
    fen: int
    """The amount, in fen."""
    state: PaymentState
    qr: str | None = None
    """What to show as a QR code for the resident to pay by telephone; None when the terminal shows its own."""


class PayTerminal(Protocol):
    """An unattended terminal for QR codes and cards; called in the device's thread."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def pay(self, order: str, fen: int, cancel: Cancel, progress: Callable[[Payment], None] | None = None) -> Payment:
        """Asks the resident for an amount and waits until that is settled; `progress` hears of every change.

        The same order again is the same payment: a terminal never charges an order twice. Cancelled, or when the
        resident takes too long, the order is cancelled at the terminal, too.

        Raises Problem: `devices.settlement.NotBegun` when the terminal surely never heard of it; anything else
        leaves open what became of it: temporary `pay.offline`, `pay.silent`, `pay.nonsense`, `pay.amount`.
        """

    def ask(self, order: str) -> Payment:
        """What became of an order. Raises Problem `pay.offline`, `pay.silent`, `pay.nonsense`."""

    def cancel(self, order: str) -> Payment:
        """Cancels an order for good unless it is paid already, and says which of both.

        An order the terminal has never heard of is CANCELLED after this and can never be paid.
        Raises Problem like `ask`.
        """
