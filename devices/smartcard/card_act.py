"""A record of a card is written at most once for an order, and what became of it is asked of the card."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from devices.host import Device
from devices.settlement import Act, ActJournal, ActOutcome, Settlement, act_once, unknown
from devices.smartcard import RecordChange, SmartCardReader, problems
from devices.state import Cancel
from sync.contract.problem import Problem

R = TypeVar("R", bound=SmartCardReader)


async def write_record_once(
    reader: Device[R],
    journal: ActJournal,
    order: str,
    change: RecordChange,
    *,
    device: str = "smart-card",
    timeout_s: float = 15.0,
) -> ActOutcome:
    """Writes a record for an order; an order that is known is only asked about.

    Asked later: the card that is meant says the new value → done, the old one → not done; no card,
    another card or another value → unknown.

    Raises:
        Problem: `act.order-reused`, the order is known with another change.
    """
    deed = _Writing(reader, order, change, timeout_s)
    return await act_once(journal, order, digest(change), 1, act=Act.CARD, device=device, deed=deed)


def digest(change: RecordChange) -> str:
    """What tells a change from all others, in the journal."""
    parts = (
        change.application.aid,
        change.holder,
        bytes([change.file >> 8, change.file & 0xFF, change.tag]),
        change.old,
        change.new,
    )
    return sha256(b"".join(len(part).to_bytes(2, "big") + part for part in parts)).hexdigest()


@dataclass
class _Writing:
    """See `devices.settlement.Deed`."""

    reader: Device[Any]
    order: str
    change: RecordChange
    timeout_s: float

    async def do(self) -> ActOutcome:
        begun = False

        def write(reader: SmartCardReader, cancel: Cancel) -> Settlement:
            nonlocal begun
            cancel.check()
            begun = True
            return reader.write_record(self.change, cancel)

        try:
            return self._outcome(await self.reader.call(write, timeout_s=self.timeout_s))
        except Problem as problem:
            if begun:
                raise
            raise problems.not_begun(problem) from problem

    async def ask(self) -> ActOutcome:
        def compare(reader: SmartCardReader, cancel: Cancel) -> Settlement:
            return reader.compare_record(self.change, cancel)

        return self._outcome(await self.reader.call(compare, timeout_s=self.timeout_s))

    def _outcome(self, settlement: Settlement) -> ActOutcome:
        match settlement:
            case Settlement.DONE:
                return ActOutcome(settlement, 1, None)
            case Settlement.NOT_DONE:
                return ActOutcome(settlement, 0, problems.unreadable("it says what it said before"))
        return ActOutcome(settlement, 0, unknown(self.order))
