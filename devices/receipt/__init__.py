"""The receipt printer's contract: a ticket is done when the printer itself says that it has come to its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from pydantic import ConfigDict, TypeAdapter, ValidationError

from devices.settlement import Settlement
from devices.state import Cancel, DeviceState
from sync.contract.problem import SERVICED, Family, Problem

LONGEST = 200
"""Lines of a receipt; a longer one is a mistake that would use up the roll."""


@dataclass(frozen=True)
class Receipt:
    """What is to be printed. Its repr shows nothing of it: it may be about a person."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    qr: str | None = field(default=None, repr=False)
    """Text of a QR code under the lines."""


@dataclass(frozen=True)
class ReceiptPrinterStatus:
    """How the printer is; `problem` is what keeps it from printing."""

    state: DeviceState
    problem: Problem | None
    paper_low: bool


class ReceiptPrinter(Protocol):
    """A receipt printer; called in the device's thread. Every call has a limit."""

    def open(self) -> None: ...
    def close(self) -> None: ...
    def poll(self) -> DeviceState: ...

    def status(self) -> ReceiptPrinterStatus:
        """Asks the printer how it is. Raises DeviceProblem when it is lost."""

    def print(self, receipt: Receipt, marker: bytes, cancel: Cancel) -> Settlement:
        """Prints a receipt, with `marker` (4 bytes, see escpos_wire.marker_of) behind it as proof.

        DONE when the printer answered the marker: it has come to the end of the receipt. UNKNOWN otherwise.

        Raises:
            Problem: a NotBegun when surely nothing was sent; any other: what came out is not known.
        """

    def reached(self, marker: bytes, cancel: Cancel) -> Settlement:
        """Whether the answer to a marker that was sent earlier came since: DONE, or UNKNOWN. Prints nothing."""


_RECEIPT = TypeAdapter(Receipt)


def parse_receipt(data: bytes) -> Receipt:
    """The receipt in a JSON object with `title`, `lines` and, if wanted, `qr`. Raises Problem `receipt.file`."""
    try:
        receipt = _RECEIPT.validate_json(data)
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['type']}" for each in error.errors())
        raise _unfit(where) from None
    if len(receipt.lines) > LONGEST:
        raise _unfit(f"{len(receipt.lines)} lines, and {LONGEST} are the most")
    return receipt


def _unfit(why: str) -> Problem:
    return Problem(
        "receipt.file",
        Family.PERMANENT,
        resident=SERVICED,
        technician=f"The file is no receipt ({why}). It is a JSON object: title, lines (a list of texts), qr (a text).",
    )
