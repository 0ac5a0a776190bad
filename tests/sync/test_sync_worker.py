"""Every record takes effect at the centre exactly once, and none holds up another."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import httpx
import pytest
import zstandard
from fake_centre import FakeCentre, problem
from sqlalchemy import Connection, event
from sync_world import Clock, Kiosk

from kiosk.store import Store
from sync.client import Centre
from sync.contract.problem import Family, Problem, Words
from sync.contract.records import RecordKind
from sync.contract.services import Enrolled
from sync.database import reading
from sync.identity import KioskIdentity
from sync.settings import SyncSettings
from sync.status import read_status
from sync.worker import SyncWorker

LOST = httpx.ReadError("cut")


def waiting(kiosk: Kiosk) -> int:
    with reading(kiosk.engine) as connection:
        return sum(read_status(connection, "A-03", kiosk.clock()).queued.values())


def quarantined(kiosk: Kiosk) -> dict[str, str]:
    with reading(kiosk.engine) as connection:
        return {entry.id: entry.reason for entry in read_status(connection, "A-03", kiosk.clock()).quarantined}


async def test_records_arrive_in_lane_order(kiosk: Kiosk) -> None:
    rating = kiosk.queue(RecordKind.RATING, level=5)
    application = kiosk.queue(RecordKind.APPLICATION, number="N1")
    report = await kiosk.worker.push_once()
    assert (report.accepted, report.duplicates, report.rejected, report.problem) == (2, 0, 0, None)
    assert [record["id"] for record in kiosk.centre.taken()] == [application, rating]
    assert waiting(kiosk) == 0


async def test_a_lost_answer_makes_a_duplicate_and_that_is_success(kiosk: Kiosk) -> None:
    ids = [kiosk.queue(level=5) for _ in range(5)]
    kiosk.centre.after = lambda target, body: LOST
    report = await kiosk.worker.push_once()
    assert report.problem is not None and report.problem.code == "centre.down"
    assert waiting(kiosk) == 5
    kiosk.centre.after = lambda target, body: None
    report = await kiosk.worker.push_once()
    assert (report.accepted, report.duplicates) == (0, 5)
    assert kiosk.centre.counts() == dict.fromkeys(ids, 1)
    assert waiting(kiosk) == 0


async def test_a_rejected_record_goes_aside_with_its_reason(kiosk: Kiosk) -> None:
    good = [kiosk.queue(level=5), kiosk.queue(level=4)]
    bad = kiosk.queue(level=9)
    last = kiosk.queue(level=3)
    kiosk.centre.reject = {"9"}
    report = await kiosk.worker.push_once()
    assert (report.accepted, report.rejected) == (3, 1)
    assert quarantined(kiosk) == {bad: "no such level"}
    assert kiosk.centre.counts() == dict.fromkeys([*good, last], 1)
    requests = len(kiosk.centre.requests)
    await kiosk.worker.push_once()
    assert len(kiosk.centre.requests) == requests, "it is not offered again by itself"


@pytest.mark.parametrize(
    "answer", [problem(422, "request.malformed"), problem(413, "request.large"), (422, b'{"detail": []}')]
)
async def test_a_batch_refused_as_a_whole_loses_only_its_bad_record(kiosk: Kiosk, answer: tuple[int, bytes]) -> None:
    good = [kiosk.queue(level=5) for _ in range(6)]
    bad = kiosk.queue(poison="poison")
    good += [kiosk.queue(level=5) for _ in range(6)]

    def refuse(target: str, body: bytes) -> tuple[int, bytes] | None:
        return answer if b"poison" in unpacked(body) else None

    kiosk.centre.fault = refuse
    report = await kiosk.worker.push_once()
    assert (report.accepted, report.rejected, report.problem) == (12, 1, None)
    assert set(quarantined(kiosk)) == {bad}
    assert kiosk.centre.counts() == dict.fromkeys(good, 1)


async def test_a_record_that_makes_the_centre_fall_over_waits_alone(kiosk: Kiosk) -> None:
    bad = kiosk.queue(RecordKind.APPLICATION, poison="poison")
    good = [kiosk.queue(level=5) for _ in range(6)]
    kiosk.centre.fault = lambda target, body: (500, b"oops") if b"poison" in unpacked(body) else None
    for _ in range(30):
        await kiosk.worker.push_once()
        kiosk.clock.move(3.0)
    assert kiosk.centre.counts() == dict.fromkeys(good, 1)
    assert quarantined(kiosk) == {} and waiting(kiosk) == 1, "a fault of the centre is no fault of the record"
    kiosk.centre.fault = lambda target, body: None
    kiosk.clock.move(60.0)
    await kiosk.worker.push_once()
    assert kiosk.centre.counts()[bad] == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.ConnectError("refused"), "centre.down"),
        (problem(503, "centre.busy"), "centre.down"),
        (problem(401, "signature.refused"), "centre.refused"),
        (problem(403, "kiosk.blocked"), "centre.refused"),
        (problem(409, "signature.replayed"), "centre.nonsense"),
        (problem(404, "request.unknown"), "centre.nonsense"),
        ((422, b"<html>captive portal</html>"), "centre.nonsense"),
        ((302, b""), "centre.nonsense"),
        ((200, b"<html>hotel wifi</html>"), "centre.nonsense"),
        ((200, b'{"results": []}'), "centre.nonsense"),
        ((200, json.dumps({"results": [{"id": "0" * 32, "fate": "accepted"}]}).encode()), "centre.nonsense"),
    ],
)
async def test_trouble_with_the_centre_gives_nothing_up(
    kiosk: Kiosk, answer: tuple[int, bytes] | Exception, code: str
) -> None:
    record = kiosk.queue(level=5)
    kiosk.centre.fault = lambda target, body: answer
    report = await kiosk.worker.push_once()
    assert report.problem is not None and report.problem.code == code
    assert waiting(kiosk) == 1 and quarantined(kiosk) == {}
    kiosk.centre.fault = lambda target, body: None
    kiosk.clock.move(2.0)
    await kiosk.worker.push_once()
    assert kiosk.centre.counts() == {record: 1}


async def test_long_bodies_are_compressed_and_short_ones_are_not(kiosk: Kiosk) -> None:
    kiosk.queue(level=5)
    await kiosk.worker.push_once()
    kiosk.queue(note="长" * 2000)
    await kiosk.worker.push_once()
    (_, short, _), (_, long, sent) = kiosk.centre.requests
    assert "content-encoding" not in short and long["content-encoding"] == "zstd"
    assert len(sent) < 1000
    assert kiosk.centre.taken()[1]["body"] == {"note": "长" * 2000}


async def test_own_records_come_back_and_only_then_count_as_arrived(kiosk: Kiosk) -> None:
    store = Store(kiosk.engine, b"", kiosk.clock, 100)
    record = kiosk.queue(level=5)
    await kiosk.worker.push_once()
    assert not store.reached_centre(record)
    assert await kiosk.worker.pull_once() == 1
    assert store.reached_centre(record)


async def test_the_feed_settles_a_record_whose_answer_was_lost(kiosk: Kiosk) -> None:
    kiosk.queue(level=5)
    kiosk.centre.after = lambda target, body: LOST if target == "/v1/records" else None
    await kiosk.worker.push_once()
    await kiosk.worker.pull_once()
    assert waiting(kiosk) == 0


async def test_the_feed_is_read_page_by_page_to_its_end(kiosk: Kiosk) -> None:
    kiosk.centre.extra_changes = [
        {"kind": "revocation", "body": {"number": f"C{number}", "reason": "错误"}} for number in range(8)
    ]
    assert await kiosk.worker.pull_once() == 8
    assert [target for target, _, _ in kiosk.centre.requests] == [f"/v1/changes?after={after}" for after in (0, 3, 6)]


async def test_a_feed_that_stands_still_is_not_asked_for_ever(kiosk: Kiosk) -> None:
    kiosk.centre.fault = lambda target, body: (200, b'{"changes": [], "cursor": 0, "more": true}')
    assert await kiosk.worker.pull_once() == 0
    assert len(kiosk.centre.requests) == 1


async def test_run_comes_back_by_itself_and_tells_once(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    quick = SyncSettings(
        centre="http://centre.test", upload_every_s=0.005, pull_every_s=0.005, retry_first_s=0.005, retry_longest_s=0.02
    )
    worker = SyncWorker(kiosk.engine, kiosk.client, quick, kiosk.clock, chance=lambda: 0.5)
    stop, tried, arrived = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def cut(target: str, body: bytes) -> Exception:
        if len(kiosk.centre.requests) > 6:
            tried.set()
        return httpx.ConnectError("cut")

    def came(target: str, body: bytes) -> None:
        if target == "/v1/records":
            arrived.set()

    kiosk.centre.fault, kiosk.centre.after = cut, came
    record = kiosk.queue(level=5)
    running = asyncio.create_task(worker.run(stop))
    async with asyncio.timeout(5):
        await tried.wait()
        kiosk.centre.fault = lambda target, body: None
        await arrived.wait()
        while waiting(kiosk):  # noqa: ASYNC110  the answer is being written down
            await asyncio.sleep(0)
        stop.set()
        await running
    assert kiosk.centre.counts() == {record: 1}
    told = [entry.message for entry in caplog.records if entry.name == "sync.worker" and entry.levelname == "WARNING"]
    assert len(told) == 2 and "cannot be reached" in told[0] and "back" in told[1]


async def test_what_finds_the_centre_again_wakes_what_still_waits(kiosk: Kiosk) -> None:
    slow = SyncSettings(
        centre="http://centre.test", upload_every_s=0.001, pull_every_s=0.001, retry_first_s=60.0, retry_longest_s=60.0
    )
    waits: list[float] = []

    def chance() -> float:
        waits.append(1.0 if not waits else -1.0)  # sending waits for a minute, reading tries again at once
        return waits[-1]

    def cut(target: str, body: bytes) -> Exception | None:
        failed = len(waits)
        return httpx.ConnectError("cut") if failed < 2 and (failed == 1 or target == "/v1/records") else None

    kiosk.centre.fault = cut
    stop = asyncio.Event()
    record = kiosk.queue(level=5)
    running = asyncio.create_task(SyncWorker(kiosk.engine, kiosk.client, slow, kiosk.clock, chance=chance).run(stop))
    async with asyncio.timeout(5):
        while waiting(kiosk):  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.001)
        stop.set()
        await running
    assert kiosk.centre.counts() == {record: 1}


async def test_run_ends_when_the_database_is_lost(kiosk: Kiosk) -> None:
    def spoil(connection: Connection, *_: object) -> None:
        raise Problem("store.broken", Family.PERMANENT, resident=Words(zh="", en=""), technician="damaged")

    event.listen(kiosk.engine, "before_cursor_execute", spoil)
    async with asyncio.timeout(5):
        with pytest.raises(Problem, match=r"store\.broken"):
            await kiosk.worker.run(asyncio.Event())
    event.remove(kiosk.engine, "before_cursor_execute", spoil)


def test_killed_before_any_of_its_steps_it_still_delivers_exactly_once(tmp_path: Path) -> None:
    state, ledger = tmp_path / "var", tmp_path / "ledger.jsonl"
    store = Store.open(state)
    identity = KioskIdentity.load_or_create(state)
    identity.remember(Enrolled(kiosk="A-03", centre_key=""))
    ids: list[str] = []
    deaths, survived = 0, False
    while not survived:
        ids += [store.record(RecordKind.RATING, {"level": 5}) for _ in range(3 if deaths in (0, 8, 16) else 0)]
        store.close()  # no connection of this process may be open in the child
        died = _in_child(lambda limit=deaths + 1: _sync(state, ledger, limit))
        deaths += died
        survived = not died
    assert deaths > 15, "there are more steps than that"
    assert _sync_here(state, ledger) == 0
    counts = FakeCentre(ledger, identity.public_key).counts()
    assert counts == dict.fromkeys(ids, 1)
    assert store.waiting() == 0
    assert all(store.reached_centre(record) for record in ids)


def _in_child(work: object) -> bool:
    """Runs work in a forked process; whether it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()  # type: ignore[operator]
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _sync(state: Path, ledger: Path, steps: int) -> None:
    """Dies at the `steps`-th statement that is not a question, commit, or request."""
    left = [steps]

    def step(*what: object) -> None:
        if len(what) > 2 and str(what[2]).startswith(("SELECT", "PRAGMA", "BEGIN DEFERRED")):
            return
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _sync_here(state, ledger, step)


def _sync_here(state: Path, ledger: Path, step: object = lambda *_: None) -> int:
    store = Store.open(state)
    for name in ("before_cursor_execute", "commit"):
        event.listen(store.engine, name, step)
    identity = KioskIdentity.load_or_create(state)
    centre = FakeCentre(ledger, identity.public_key)
    centre.page = 50
    centre.after = lambda target, body: step()  # type: ignore[assignment, operator, return-value]
    settings = SyncSettings(centre="http://centre.test")
    client = Centre(settings, identity, transport=centre.transport())
    worker = SyncWorker(store.engine, client, settings, Clock())

    async def both() -> int:
        report = await worker.push_once()
        assert report.problem is None
        await worker.pull_once()
        await client.close()
        return store.waiting()

    left = asyncio.run(both())
    store.close()
    return left


def unpacked(body: bytes) -> bytes:
    return zstandard.decompress(body) if body[:4] == b"\x28\xb5\x2f\xfd" else body
