"""The status names what waits, what was refused, and the next thing to do."""

from __future__ import annotations

from sync_world import Kiosk

from sync.contract.records import RecordKind
from sync.database import reading
from sync.status import Status, read_status


def status(kiosk: Kiosk) -> Status:
    with reading(kiosk.engine) as connection:
        return read_status(connection, kiosk.identity.kiosk, kiosk.clock())


async def test_a_kiosk_in_step_has_nothing_to_do(kiosk: Kiosk) -> None:
    kiosk.queue(level=5)
    await kiosk.worker.push_once()
    await kiosk.worker.pull_once()
    found = status(kiosk)
    assert found.advice == [] and found.last_push == found.last_pull == kiosk.clock.now and found.cursor == 1
    assert "Nothing to do." in found.as_text()


async def test_a_centre_not_reached_for_long_is_named(kiosk: Kiosk) -> None:
    await kiosk.worker.pull_once()
    kiosk.queue(RecordKind.APPLICATION, number="N1")
    kiosk.clock.move(3600)
    found = status(kiosk)
    assert "not reached lately" in found.advice[0] and "goes out by itself" in found.advice[0]
    assert "queued       1 (application 1)" in found.as_text()


async def test_refused_records_are_listed_with_reason_and_remedy(kiosk: Kiosk) -> None:
    bad = kiosk.queue(level=9, name="王丽华")
    kiosk.centre.reject = {"9"}
    await kiosk.worker.push_once()
    await kiosk.worker.pull_once()
    found = status(kiosk)
    assert [entry.id for entry in found.quarantined] == [bad]
    assert "python -m sync requeue" in found.advice[0]
    assert f"rating {bad}: no such level" in found.as_text() and "王丽华" not in found.as_text()
