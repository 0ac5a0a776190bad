"""A print journal in memory that keeps the order in which it was written."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from devices.printer import Settlement
from devices.printer.journal import JournalEntry


class MemoryJournal:
    """Like the store's journal, and gone with the test."""

    def __init__(self) -> None:
        self.entries: dict[str, JournalEntry] = {}
        self.writes: list[str] = []

    def _put(self, entry: JournalEntry, state: Literal["queued", "sent", "done", "not-done", "unknown"]) -> None:
        self.entries[entry.order] = replace(entry, state=state)
        self.writes.append(f"{entry.order} {state}")

    def begin(self, order: str, digest: str, pages: int) -> None:
        assert order not in self.entries
        self._put(JournalEntry(order, digest, pages, "queued", 0), "queued")

    def sent(self, order: str) -> None:
        self._put(self.entries[order], "sent")

    def settle(self, order: str, settlement: Settlement, impressions: int) -> None:
        self._put(replace(self.entries[order], impressions=impressions), settlement.value)

    def find(self, order: str) -> JournalEntry | None:
        return self.entries.get(order)

    def unsettled(self) -> list[JournalEntry]:
        return [entry for entry in self.entries.values() if entry.state in ("queued", "sent")]
