"""The outbox keeps order, keeps its limits and keeps a record exactly once."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sync_world import NOW

from sync import outbox
from sync.contract.problem import Family, Problem
from sync.contract.records import Record, RecordKind
from sync.database import reading
from sync.outbox import Backoff, enqueue
from sync.tables import delivered
from sync.tables import outbox as table

AT = NOW.timestamp()


def put(engine: Engine, kind: RecordKind = RecordKind.RATING, **options: object) -> str:
    with engine.begin() as connection:
        return enqueue(connection, kind, {"note": "你好"}, made_at=NOW, **options)  # type: ignore[arg-type]


def due(engine: Engine, at: float = AT, limit: int = 500, **options: int) -> list[Record]:
    with reading(engine) as connection:
        return outbox.pending(connection, at, limit=limit, **options)


def test_urgent_lanes_go_first_and_keep_their_order(engine: Engine) -> None:
    kinds = [RecordKind.PURGE, RecordKind.RATING, RecordKind.APPLICATION, RecordKind.RATING, RecordKind.CERTIFICATE]
    ids = [put(engine, kind) for kind in kinds]
    records = due(engine)
    assert [record.id for record in records] == [ids[2], ids[4], ids[1], ids[3], ids[0]]
    assert records[0] == Record(id=ids[2], kind=RecordKind.APPLICATION, made_at=NOW, body={"note": "你好"})


def test_the_same_record_waits_only_once(engine: Engine) -> None:
    first = put(engine)
    assert put(engine, record_id=first) == first
    assert [record.id for record in due(engine)] == [first]


def test_the_database_itself_refuses_a_second_record_of_an_id(engine: Engine) -> None:
    for name, column in (("outbox", table.c.id), ("delivered", delivered.c.id)):
        with reading(engine) as connection:
            unique = connection.execute(
                text(
                    "SELECT count(*) FROM pragma_index_list(:name) l, pragma_index_info(l.name) i "
                    "WHERE l.\"unique\" AND i.name = 'id'"
                ),
                {"name": name},
            ).scalar_one()
        assert unique == 1, column


def test_a_record_shares_the_fate_of_its_business_row(engine: Engine) -> None:
    with pytest.raises(RuntimeError), engine.begin() as connection:
        enqueue(connection, RecordKind.APPLICATION, {}, made_at=NOW)
        raise RuntimeError("the business row failed")
    assert due(engine) == []


def test_a_full_outbox_says_so(engine: Engine) -> None:
    ids = [put(engine, limit=3) for _ in range(3)]
    with pytest.raises(Problem) as caught:
        put(engine, limit=3)
    assert caught.value.code == "outbox.full" and caught.value.family is Family.TEMPORARY
    assert "python -m sync status" in caught.value.technician
    with engine.begin() as connection:
        outbox.mark_taken(connection, ids[1:2], at=NOW)
    put(engine, limit=3)
    assert len(due(engine)) == 3


def test_a_batch_is_bounded_in_number_and_size(engine: Engine) -> None:
    for _ in range(10):
        put(engine)
    assert len(due(engine, limit=4)) == 4
    assert len(due(engine, max_bytes=50)) == 2
    assert len(due(engine, max_bytes=1)) == 1, "a record that is too large alone still goes"


def test_a_postponed_record_waits_longer_each_time(engine: Engine) -> None:
    record = put(engine)
    backoff = Backoff(1.0, 60.0, lambda: 1.0)
    now, waits = AT, []
    for _ in range(8):
        with engine.begin() as connection:
            outbox.postpone(connection, [record], now, backoff)
        wait = next(seconds for seconds in range(1, 100) if due(engine, now + seconds))
        assert due(engine, now + wait - 0.1) == []
        waits.append(wait)
        now += wait
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_clock_that_is_set_back_holds_nothing_up(engine: Engine) -> None:
    record = put(engine)
    with engine.begin() as connection:
        outbox.postpone(connection, [record], AT, Backoff(60.0, 60.0, lambda: 1.0))
    assert due(engine, AT) == []
    assert [found.id for found in due(engine, AT - 86_400)] == [record]


@given(failures=st.integers(1, 10_000), chance=st.floats(0, 1, exclude_max=True))
def test_the_wait_stays_within_its_bounds(failures: int, chance: float) -> None:
    backoff = Backoff(1.0, 60.0, lambda: chance)
    assert 0.5 <= backoff.delay(failures) <= 60.0


def test_jitter_spreads_kiosks() -> None:
    delays = [Backoff(1.0, 60.0, lambda share=share: share / 10).delay(5) for share in range(10)]  # type: ignore[misc]
    assert all(second > first for first, second in pairwise(delays))


def test_a_quarantined_record_stays_but_is_not_sent_until_a_person_says_so(engine: Engine) -> None:
    bad, good = put(engine), put(engine)
    with engine.begin() as connection:
        outbox.quarantine(connection, bad, "no such level")
    assert [record.id for record in due(engine)] == [good]
    with engine.begin() as connection:
        assert outbox.count(connection) == 1
        assert outbox.requeue(connection) == 1
    assert [record.id for record in due(engine)] == [bad, good]


def test_a_taken_record_leaves_only_its_id(engine: Engine) -> None:
    record = put(engine)
    with engine.begin() as connection:
        outbox.mark_taken(connection, [record], at=NOW)
        outbox.mark_taken(connection, [record], at=NOW)
        assert connection.execute(select(delivered)).all() == [(record, NOW, None)]
    assert due(engine) == []
