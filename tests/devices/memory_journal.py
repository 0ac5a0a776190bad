"""A journal of acts in memory that keeps the order in which it was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from devices.settlement import Act, ActState, KnownAct, Settlement


class MemoryJournal:
    """Like the machine's journal, and gone with the test."""

    def __init__(self) -> None:
        self.entries: dict[str, KnownAct] = {}
        self.writes: list[str] = []

    def _put(self, entry: KnownAct, state: ActState) -> None:
        self.entries[entry.order] = replace(entry, state=state)
        self.writes.append(f"{entry.order} {state}")

    def begin(self, order: str, digest: str, units: int, *, act: Act, device: str) -> None:
        assert order not in self.entries
        self._put(KnownAct(order, act, device, digest, units, "queued", 0, datetime.now(UTC)), "queued")

    def sent(self, order: str) -> None:
        self._put(self.entries[order], "sent")

    def settle(self, order: str, settlement: Settlement, done_units: int) -> None:
        self._put(replace(self.entries[order], done_units=done_units), settlement.value)

    def find(self, order: str) -> KnownAct | None:
        return self.entries.get(order)

    def unsettled(self, *, act: Act | None = None, device: str | None = None) -> list[KnownAct]:
        return [
            entry
            for entry in self.entries.values()
            if entry.state in ("queued", "sent") and act in (None, entry.act) and device in (None, entry.device)
        ]
