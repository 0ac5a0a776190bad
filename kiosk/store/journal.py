"""The print journal: what was sent to the printer and what became of it, safe from a power cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, Update, case, select, update
from sqlalchemy.dialects.sqlite import insert

from devices.printer import Settlement
from devices.printer.journal import JournalEntry
from kiosk.store.tables import print_journal
from sync.contract.problem import Family, Problem, Words
from sync.database import reading


class StoreJournal:
    """Every method is committed to disk when it returns. May be called from a device's thread."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def begin(self, order: str, digest: str, pages: int) -> None:
        """Writes down that an order is about to be sent.

        Raises:
            Problem: print.known-order, it was begun before: whoever begins it again would print it twice.
        """
        row = {"order": order, "digest": digest, "pages": pages, "state": "queued", "begun_at": self._clock()}
        with self._engine.begin() as connection:
            written = connection.execute(
                insert(print_journal).values(row).on_conflict_do_nothing(index_elements=[print_journal.c.order])
            )
            if written.rowcount == 0:
                raise _problem("print.known-order", f"order {order} was begun before; find() tells what became of it")

    def sent(self, order: str) -> None:
        """The first byte is about to leave: from here on nobody may send the order again."""
        self._change(order, _one(order).where(print_journal.c.state == "queued").values(state="sent"))

    def settle(self, order: str, settlement: Settlement, impressions: int) -> None:
        """Writes down what became of it. What is done stays done, whatever a later question found out."""
        done = print_journal.c.state == Settlement.DONE.value
        changes = {
            "state": case((done, print_journal.c.state), else_=settlement.value),
            "impressions": case((done, print_journal.c.impressions), else_=impressions),
        }
        self._change(order, _one(order).values(changes))

    def find(self, order: str) -> JournalEntry | None:
        """What is known about an order."""
        with reading(self._engine) as connection:
            row = connection.execute(select(print_journal).where(print_journal.c.order == order)).one_or_none()
        return None if row is None else _entry(row)

    def unsettled(self) -> list[JournalEntry]:
        """Orders that were begun or sent and never settled: the kiosk died over them. Oldest first."""
        open_ones = select(print_journal).where(print_journal.c.state.in_(("queued", "sent")))
        with reading(self._engine) as connection:
            return [_entry(row) for row in connection.execute(open_ones.order_by(print_journal.c.begun_at))]

    def _change(self, order: str, statement: Update) -> None:
        with self._engine.begin() as connection:
            if connection.execute(statement).rowcount == 0:
                raise _problem("print.unknown-order", f"order {order} was not begun, or is further on already")


def _one(order: str) -> Update:
    return update(print_journal).where(print_journal.c.order == order)


def _entry(row: Row[Any]) -> JournalEntry:
    return JournalEntry(row.order, row.digest, row.pages, row.state, row.impressions, row.begun_at)


def _problem(code: str, technician: str) -> Problem:
    return Problem(
        code,
        Family.PERMANENT,
        resident=Words(
            zh="这份材料不能再打印一次，请到窗口办理。",
            en="This paper cannot be printed again here. Please go to a counter.",
        ),
        technician=f"The print journal refuses: {technician}.",
    )
