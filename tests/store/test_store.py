"""The store keeps what a visit leaves, tells it only to whom it belongs, and forgets on time."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from encrypted_pages import holds, raw_bytes
from sqlalchemy import event, select

from kiosk.store import Application, Draft, Store
from kiosk.store.tables import applications, drafts
from sync import feed
from sync.contract.problem import Problem
from sync.contract.records import Change, ChangeKind, ChangePage, RecordKind
from sync.database import reading
from sync.keyfile import read_key
from sync.tables import outbox

NOW = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
NUMBER = "110100198604120022"
NAME = "王丽华-canary"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def store(state: Path) -> Iterator[Store]:
    store = Store.open(state, clock=lambda: NOW)
    yield store
    store.close()


def draft(store: Store, **changes: object) -> Draft:
    made = Draft("d1", store.owner(NUMBER), "residence-permit", 2, {"name": NAME}, None, NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


def application(store: Store, number: str = "N1") -> Application:
    return Application(number, "residence-permit", store.owner(NUMBER), {"values": {"name": NAME}}, NOW)


def queued(store: Store) -> list[tuple[str, dict[str, object]]]:
    with reading(store.engine) as connection:
        rows = connection.execute(select(outbox.c.kind, outbox.c.body).order_by(outbox.c.seq))
        return [(row.kind, row.body) for row in rows]


def test_a_draft_is_found_again_by_its_owner_only(store: Store) -> None:
    store.save_draft(draft(store))
    assert store.find_draft(store.owner(NUMBER), "residence-permit") == draft(store)
    assert store.find_draft(store.owner("110100195403080045"), "residence-permit") is None
    assert store.find_draft(store.owner(NUMBER), "senior-card") is None


def test_a_draft_is_replaced_by_its_next_save_and_by_a_newer_visit(store: Store) -> None:
    store.save_draft(draft(store))
    store.save_draft(draft(store, step=3, order="P1"))
    store.save_draft(draft(store, id="d2", step=1))
    found = store.find_draft(store.owner(NUMBER), "residence-permit")
    assert found is not None and (found.id, found.step) == ("d2", 1)
    with reading(store.engine) as connection:
        assert len(connection.execute(select(drafts)).all()) == 1


def test_a_dropped_draft_leaves_no_trace_even_under_the_encryption(store: Store, state: Path) -> None:
    database, key = state / "store.db", read_key(state / "keys" / "store.key")
    store.save_draft(draft(store))
    store.wipe()
    assert holds(database, key, NAME) and NAME.encode() not in raw_bytes(database)
    store.drop_draft("d1")
    store.drop_draft("d1")
    assert store.wipe()
    assert not holds(database, key, NAME)


def test_personal_data_shows_in_no_repr(store: Store) -> None:
    assert NAME not in repr(draft(store)) and NAME not in repr(application(store))


def test_handing_in_is_row_record_and_end_of_the_draft_at_once(store: Store) -> None:
    store.save_draft(draft(store))
    record = store.submit(application(store))
    body = {"values": {"name": NAME}, "number": "N1", "item": "residence-permit"}
    assert queued(store) == [("application", body)]
    assert store.find_draft(store.owner(NUMBER), "residence-permit") is None
    assert not store.reached_centre(record) and store.waiting() == 1


def test_handing_in_the_same_number_again_changes_nothing(store: Store) -> None:
    assert store.submit(application(store)) == store.submit(application(store))
    assert len(queued(store)) == 1
    store.submit(application(store, "N2"))
    assert len(queued(store)) == 2


def test_a_full_outbox_takes_no_application_and_keeps_the_draft(state: Path) -> None:
    store = Store.open(state, queue_limit=1)
    store.record(RecordKind.RATING, {"level": 5})
    store.save_draft(draft(store))
    with pytest.raises(Problem, match=r"outbox\.full"):
        store.submit(application(store))
    assert store.find_draft(store.owner(NUMBER), "residence-permit") is not None
    with reading(store.engine) as connection:
        assert connection.execute(select(applications)).all() == []
    store.close()


def test_a_certificate_is_written_down_once(store: Store) -> None:
    first = store.issue_certificate("C1", "ab" * 32, item="social-insurance-record", issued_at=NOW)
    assert store.issue_certificate("C1", "ab" * 32, item="social-insurance-record", issued_at=NOW) == first
    expected = {"number": "C1", "sha256": "ab" * 32, "item": "social-insurance-record", "issued_at": NOW.isoformat()}
    assert queued(store) == [("certificate", expected)]


def test_a_record_carries_the_time_it_was_made(store: Store) -> None:
    record = store.record(RecordKind.PURGE, {"visit": "v"})
    with reading(store.engine) as connection:
        row = connection.execute(select(outbox.c.id, outbox.c.made_at)).one()
    assert tuple(row) == (record, NOW)


def test_an_owner_is_stable_keyed_and_says_nothing(store: Store, state: Path, tmp_path: Path) -> None:
    owner = store.owner(NUMBER)
    assert NUMBER not in owner and len(owner) == 64
    store.close()
    assert Store.open(state).owner(NUMBER) == owner
    assert Store.open(tmp_path / "other").owner(NUMBER) != owner, "without this kiosk's secret nobody can try numbers"


def test_old_drafts_are_forgotten_and_young_ones_wait(store: Store, state: Path) -> None:
    store.save_draft(draft(store, saved_at=NOW - timedelta(days=31)))
    store.save_draft(draft(store, id="d2", item="senior-card", values={}, saved_at=NOW - timedelta(days=29)))
    assert store.forget_old(NOW) == 1
    assert store.find_draft(store.owner(NUMBER), "residence-permit") is None
    assert store.find_draft(store.owner(NUMBER), "senior-card") is not None
    assert not holds(state / "store.db", read_key(state / "keys" / "store.key"), NAME)


def test_old_traces_of_finished_things_go_and_open_ones_stay(state: Path) -> None:
    now = NOW
    store = Store.open(state, clock=lambda: now)
    record = store.record(RecordKind.RATING, {"level": 5})
    with store.engine.begin() as connection:
        change = Change(seq=1, kind=ChangeKind.RECORD, at=NOW, body={"id": record})
        feed.apply(connection, ChangePage(changes=[change], cursor=1, more=False))
    waiting = store.record(RecordKind.RATING, {"level": 4})
    store.forget_old(NOW + timedelta(days=179))
    assert store.reached_centre(record)
    store.forget_old(NOW + timedelta(days=181))
    assert not store.reached_centre(record)
    assert store.waiting() == 1 and waiting, "nothing unfinished is forgotten"
    store.close()


def test_keys_are_private(store: Store, state: Path) -> None:
    assert stat.S_IMODE((state / "keys" / "store.key").stat().st_mode) == 0o600
    assert NUMBER.encode() not in raw_bytes(state / "store.db")


def test_an_old_database_without_its_key_gets_no_new_one(state: Path) -> None:
    Store.open(state).close()
    key = state / "keys" / "store.key"
    key.unlink()
    with pytest.raises(Problem, match=r"store\.key.*Restore the key file"):
        Store.open(state)
    assert not key.exists()


def test_the_way_out_that_the_problem_names_works(state: Path) -> None:
    Store.open(state).close()
    (state / "keys" / "store.key").write_text("00" * 32)
    with pytest.raises(Problem, match=r"store\.key") as caught:
        Store.open(state)
    command = caught.value.technician.partition("stop the kiosk, ")[2].partition(" (keep")[0]
    assert os.system(command) == 0
    Store.open(state).close()
    assert (state / "aside" / "store.key").exists() and (state / "aside" / "store.db").exists()


def test_killed_before_any_of_its_steps_handing_in_is_whole_or_not_at_all(state: Path) -> None:
    Store.open(state).close()
    outcomes = set()
    for step in range(1, 100):
        number = f"N{step}"

        def hand_in(step: int = step, number: str = number) -> None:
            store = Store.open(state)
            store.save_draft(draft(store, id=number))
            die_at(store, step)
            store.submit(application(store, number))

        died = killed(hand_in)
        store = Store.open(state)
        with reading(store.engine) as connection:
            row = connection.execute(select(applications).where(applications.c.number == number)).one_or_none()
        sent = [body for _, body in queued(store) if body["number"] == number]
        waiting = store.find_draft(store.owner(NUMBER), "residence-permit")
        store.close()
        assert (row is not None, len(sent), waiting is None) in {(True, 1, True), (False, 0, False)}
        outcomes.add(row is not None)
        if not died:
            break
    assert outcomes == {True, False} and step > 5, "it was killed at every step"


def die_at(store: Store, step: int) -> None:
    """The `step`-th statement or commit from now on is the last thing this process does."""
    left = [step]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(store.engine, name, count)


def killed(work: Callable[[], None]) -> bool:
    """Runs work in a process of its own; whether it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def test_a_centre_that_answered_is_known_to_have(store: Store) -> None:
    assert store.last_heard() is None
    for at, remember in ((NOW, feed.remember_pull), (NOW - timedelta(hours=1), feed.remember_push)):
        with store.engine.begin() as connection:
            remember(connection, at)
    assert store.last_heard() == NOW
