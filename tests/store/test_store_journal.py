"""The print journal knows of every print before it begins, and what is done stays done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from devices.printer import Settlement
from devices.printer.journal import JournalEntry, PrintJournal
from kiosk.store import Store
from sync.contract.problem import Problem

DIGEST = "ab" * 32
AT = datetime(2026, 11, 23, 15, 50, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path, clock=lambda: AT)
    yield store
    store.close()


def test_an_order_walks_through_its_states(store: Store, tmp_path: Path) -> None:
    journal: PrintJournal = store.journal
    assert journal.find("P1") is None
    journal.begin("P1", DIGEST, 2)
    assert journal.find("P1") == JournalEntry("P1", DIGEST, 2, "queued", 0, AT)
    journal.sent("P1")
    other = Store.open(tmp_path)
    assert [entry.state for entry in other.journal.unsettled()] == ["sent"], "another process sees it at once"
    other.close()
    journal.settle("P1", Settlement.DONE, 2)
    assert journal.find("P1") == JournalEntry("P1", DIGEST, 2, "done", 2, AT)
    assert journal.unsettled() == []


def test_an_order_cannot_begin_twice(store: Store) -> None:
    store.journal.begin("P1", DIGEST, 1)
    with pytest.raises(Problem, match=r"print\.known-order"):
        store.journal.begin("P1", DIGEST, 1)


def test_an_order_cannot_be_sent_twice(store: Store) -> None:
    store.journal.begin("P1", DIGEST, 1)
    store.journal.sent("P1")
    with pytest.raises(Problem, match=r"print\.unknown-order"):
        store.journal.sent("P1")


def test_an_order_nobody_began_is_told(store: Store) -> None:
    for act in (lambda: store.journal.sent("P9"), lambda: store.journal.settle("P9", Settlement.DONE, 1)):
        with pytest.raises(Problem, match=r"print\.unknown-order"):
            act()


def test_unknown_may_become_known_and_done_stays_done(store: Store) -> None:
    store.journal.begin("P1", DIGEST, 1)
    store.journal.sent("P1")
    store.journal.settle("P1", Settlement.UNKNOWN, 0)
    assert store.journal.unsettled() == []
    store.journal.settle("P1", Settlement.DONE, 1)
    store.journal.settle("P1", Settlement.UNKNOWN, 0)
    assert store.journal.find("P1") == JournalEntry("P1", DIGEST, 1, "done", 1, AT)


def test_unsettled_orders_come_oldest_first(tmp_path: Path) -> None:
    moments = iter(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=second) for second in range(3))
    store = Store.open(tmp_path, clock=lambda: next(moments))
    for order in ("P3", "P1", "P2"):
        store.journal.begin(order, DIGEST, 1)
    store.journal.settle("P1", Settlement.NOT_DONE, 0)
    assert [entry.order for entry in store.journal.unsettled()] == ["P3", "P2"]
    store.close()
