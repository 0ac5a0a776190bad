"""The feed tells each kiosk what concerns it, and loses nothing while many write."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from signed_kiosk import SignedKiosk, TestClock, application, certificate, problem_of

from center import feed
from center.centre import Centre
from center.notices import announce, revoke
from sync.contract.problem import Words
from sync.contract.records import ChangeKind

AT = datetime(2026, 11, 2, tzinfo=UTC)


async def test_a_revocation_reaches_every_kiosk_once(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre
) -> None:
    await kiosk.hand_over(certificate("C1"))
    assert revoke(centre, "C1", "数据有误") == (True, True)
    assert revoke(centre, "C1", "again") == (False, True)
    assert revoke(centre, "C2", "still on its way") == (True, False)
    for one in (kiosk, neighbour):
        told = [change for change in (await one.changes())["changes"] if change["kind"] == "revocation"]
        assert [change["body"]["number"] for change in told] == ["C1", "C2"]
        assert told[0]["body"]["reason"] == "数据有误"


async def test_a_bulletin_reaches_kiosks_that_enrol_later(kiosk: SignedKiosk, centre: Centre, clock: TestClock) -> None:
    key = announce(centre, Words(zh="今日停电", en="No power today"), clock.now)
    late = await SignedKiosk(kiosk.http, clock, "B-01").enrol(centre)
    (change,) = (await late.changes())["changes"]
    assert change["kind"] == "bulletin"
    assert change["body"] == {"id": key, "zh": "今日停电", "en": "No power today", "until": clock.now.isoformat()}


async def test_pages_follow_each_other_without_gap_or_overlap(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre
) -> None:
    with centre.database.write() as connection:
        for number in range(feed.PAGE + 7):
            feed.publish(connection, ChangeKind.RECORD, {"id": f"{number}"}, AT, kiosk=kiosk.name)
            feed.publish(connection, ChangeKind.RECORD, {"id": "not yours"}, AT, kiosk=neighbour.name)
    first = await kiosk.changes()
    assert (len(first["changes"]), first["more"]) == (feed.PAGE, True)
    second = await kiosk.changes(first["cursor"])
    assert (len(second["changes"]), second["more"]) == (7, False)
    told = [change["body"]["id"] for change in first["changes"] + second["changes"]]
    assert told == [f"{number}" for number in range(feed.PAGE + 7)]
    assert second["cursor"] == 2 * (feed.PAGE + 7), "changes of others are not looked through again"
    assert (await kiosk.changes(second["cursor"]))["changes"] == []


async def test_a_kiosk_ahead_of_a_restored_centre_is_taken_back(kiosk: SignedKiosk) -> None:
    await kiosk.hand_over(application("N1"))
    page = await kiosk.changes(10_000)
    assert (page["changes"], page["cursor"], page["more"]) == ([], 1, False)


async def test_a_cursor_that_is_none_is_refused(kiosk: SignedKiosk) -> None:
    for cursor in ("-1", "x", str(2**63), "9" * 6000, "1.5", ""):
        target = f"/v1/changes?after={cursor}"
        answer = await kiosk.http.get(target, headers=kiosk.sign("GET", target, b""))
        assert (answer.status_code, problem_of(answer)["code"]) == (422, "request.malformed")


def test_readers_lose_nothing_while_many_write(centre: Centre) -> None:
    """8 writers that hold their transactions open for a different time each, 3 readers that never wait."""
    writers, each = 8, 60
    done = threading.Event()
    seen: list[list[str]] = [[] for _ in range(3)]
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        for number in range(each):
            with centre.database.write() as connection:
                for part in range(1 + (writer + number) % 3):
                    feed.publish(connection, ChangeKind.RECORD, {"id": f"{writer}-{number}-{part}"}, AT, kiosk=None)

    def read(mine: list[str]) -> None:
        cursor = 0
        last = False
        while True:
            with centre.database.read() as connection:
                page = feed.page_after(connection, "A-03", cursor, limit=7)
            mine.extend(change.body["id"] for change in page.changes)
            cursor = page.cursor
            if not page.more and last:
                return
            last = done.is_set()

    def guarded(job: threading.Thread) -> None:
        assert not job.is_alive()

    def run(target: object, *args: object) -> threading.Thread:
        def caught() -> None:
            try:
                target(*args)  # type: ignore[operator]
            except BaseException as error:
                failures.append(error)

        thread = threading.Thread(target=caught)
        thread.start()
        return thread

    reading = [run(read, mine) for mine in seen]
    writing = [run(write, writer) for writer in range(writers)]
    for thread in writing:
        thread.join(30)
        guarded(thread)
    done.set()
    for thread in reading:
        thread.join(30)
        guarded(thread)
    assert failures == []
    expected = {f"{w}-{n}-{p}" for w in range(writers) for n in range(each) for p in range(1 + (w + n) % 3)}
    for mine in seen:
        assert len(mine) == len(expected)
        assert set(mine) == expected
