"""What the centre tells takes effect once, in order, together with the cursor."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sync_world import NOW, Clock

from kiosk.store import Store
from sync import feed
from sync.contract.problem import Words
from sync.contract.records import Change, ChangeKind, ChangePage, RecordKind
from sync.database import reading
from sync.outbox import enqueue
from sync.tables import bulletins, cases, delivered, metadata, revocations


def change(seq: int, kind: ChangeKind, **body: object) -> Change:
    return Change(seq=seq, kind=kind, at=NOW, body=body)


def page(*changes: Change, cursor: int | None = None) -> ChangePage:
    return ChangePage(changes=list(changes), cursor=changes[-1].seq if cursor is None else cursor, more=False)


def apply(engine: Engine, found: ChangePage) -> int:
    with engine.begin() as connection:
        return feed.apply(connection, found)


def everything(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
            if table.name != "secrets"
        }


@pytest.fixture
def store(engine: Engine, clock: Clock) -> Store:
    return Store(engine, b"", clock, 100)


FIRST = page(
    change(1, ChangeKind.REVOCATION, number="C1", reason="数据有误"),
    change(2, ChangeKind.BULLETIN, id="b", zh="明天停机", en="Closed tomorrow", until=None),
    change(3, ChangeKind.CASE, number="N1", state="received"),
    change(4, ChangeKind.CASE, number="N1", state="approved"),
    change(5, ChangeKind.RECORD, id="a" * 32),
)


def test_a_page_takes_effect(engine: Engine, store: Store) -> None:
    assert apply(engine, FIRST) == 5
    assert store.revocation("C1") == "数据有误" and store.revocation("C2") is None
    assert store.bulletins() == [Words(zh="明天停机", en="Closed tomorrow")]
    assert store.case_state("N1") == "approved"
    assert store.reached_centre("a" * 32) and not store.reached_centre("b" * 32)


def test_a_page_seen_twice_changes_nothing(engine: Engine) -> None:
    apply(engine, FIRST)
    later = page(change(6, ChangeKind.CASE, number="N1", state="withdrawn"))
    apply(engine, later)
    before = everything(engine)
    assert [apply(engine, again) for again in (FIRST, later, FIRST)] == [0, 0, 0]
    assert everything(engine) == before


def test_changes_and_cursor_share_their_fate(engine: Engine) -> None:
    with pytest.raises(RuntimeError), engine.begin() as connection:
        feed.apply(connection, FIRST)
        raise RuntimeError("power cut")
    with reading(engine) as connection:
        assert feed.cursor(connection) == 0
        assert all(
            connection.execute(select(table)).all() == [] for table in (revocations, bulletins, cases, delivered)
        )


def test_changes_of_other_kiosks_only_move_the_cursor(engine: Engine) -> None:
    apply(engine, ChangePage(changes=[], cursor=40, more=False))
    with reading(engine) as connection:
        assert feed.cursor(connection) == 40


def test_the_kiosk_follows_a_centre_that_was_restored_from_a_backup(engine: Engine, store: Store) -> None:
    apply(engine, FIRST)
    apply(engine, ChangePage(changes=[], cursor=2, more=False))
    apply(engine, page(change(3, ChangeKind.REVOCATION, number="C9", reason="after the restore")))
    assert store.revocation("C9") == "after the restore"


def test_a_change_nobody_understands_does_not_hold_up_the_next(
    engine: Engine, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    strange = change(1, ChangeKind.BULLETIN, id="b", zh="secret-value")
    with caplog.at_level(logging.WARNING):
        assert apply(engine, page(strange, change(2, ChangeKind.REVOCATION, number="C1", reason="r"))) == 2
    assert store.revocation("C1") == "r"
    assert "change 1 (bulletin)" in caplog.text and "secret-value" not in caplog.text


def test_an_own_record_that_returns_leaves_the_queue(engine: Engine, store: Store) -> None:
    with engine.begin() as connection:
        record = enqueue(connection, RecordKind.RATING, {}, made_at=NOW)
    assert store.waiting() == 1
    apply(engine, page(change(1, ChangeKind.RECORD, id=record)))
    assert store.waiting() == 0 and store.reached_centre(record)


def test_a_bulletin_ends_with_its_day_and_can_be_changed(engine: Engine, store: Store, clock: Clock) -> None:
    day = NOW.date().isoformat()
    apply(engine, page(change(1, ChangeKind.BULLETIN, id="b", zh="今天", en="today", until=day)))
    assert store.bulletins() == [Words(zh="今天", en="today")]
    apply(engine, page(change(2, ChangeKind.BULLETIN, id="b", zh="今天下午", en="this afternoon", until=day)))
    assert store.bulletins() == [Words(zh="今天下午", en="this afternoon")]
    clock.now += timedelta(days=1)
    assert store.bulletins() == []
