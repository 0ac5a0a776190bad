"""Each record is accepted once, with its consequence, and a bad one hurts nobody else."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import httpx
import pytest
from signed_kiosk import (
    SignedKiosk,
    TestClock,
    application,
    certificate,
    consent_record,
    new_record,
    over_asgi,
    problem_of,
    rating,
    signed_consent,
)
from sqlalchemy import func, select

from center.cases import CaseState, move
from center.centre import Centre
from center.intake import LooseRecord, take_in
from center.problems import Refusal
from center.schema import callbacks, case_events, cases, certificates, ratings, records, work_orders
from sync.contract.records import BatchReply, Fate

AT = "2026-11-02T16:00:00Z"

NONSENSE = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b'"x"',
    b"{",
    b"\xff\xfe",
    b'{"records": []}',
    b'{"records": {}}',
    b'{"records": [1]}',
    b'{"records": [{"id": "short"}]}',
    b'{"records": [{"id": "' + b"0" * 32 + b'", "x": NaN}]}',
    b'{"records": [{"id": "' + b"0" * 32 + b'", "x": "\\ud800"}]}',
    b'{"records": ' + b"[" * 100_000,
    b'{"records": [], "more": 1}',
    b"9" * 5000,
    b'{"records": [{"id": "' + b"0" * 32 + b'", "body": ' + b"9" * 5000 + b"}]}",
)


def _count(centre: Centre, table: Any) -> int:
    with centre.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


async def _fates(kiosk: SignedKiosk, *batch: dict[str, Any]) -> list[str]:
    return [result["fate"] for result in await kiosk.hand_over(*batch)]


async def test_every_kind_is_accepted_and_told_in_the_feed(kiosk: SignedKiosk, centre: Centre) -> None:
    batch = [
        application("N1"),
        certificate("C1"),
        new_record("work-order", {"reason": "paper-jam", "order": None, "detail": "look"}),
        consent_record(signed_consent(kiosk, purpose="face-comparison", given=False)),
        rating(5),
        new_record("purge", {"visit": "v", "at": AT, "erased": ["frames"], "later": {"extra": 1}}),
        new_record("audit", {"staff": "t-1", "action": "test", "device": "printer", "outcome": "passed", "at": AT}),
    ]
    results = await kiosk.hand_over(*batch)
    assert [result["id"] for result in results] == [record["id"] for record in batch]
    assert {result["fate"] for result in results} == {"accepted"}
    told = (await kiosk.changes())["changes"]
    assert [(change["kind"], change["body"]) for change in told] == [("record", {"id": r["id"]}) for r in batch]
    with centre.database.read() as connection:
        assert connection.execute(select(cases.c.number, cases.c.state)).all() == [("N1", "received")]
        assert connection.execute(select(work_orders.c.reason)).scalar_one() == "paper-jam"
        assert connection.execute(select(certificates.c.number)).scalar_one() == "C1"


async def test_a_batch_sent_again_is_all_duplicates(kiosk: SignedKiosk, centre: Centre) -> None:
    batch = [application("N1"), rating(1)]
    assert await _fates(kiosk, *batch, batch[0]) == ["accepted", "accepted", "duplicate"]
    assert await _fates(kiosk, *batch) == ["duplicate", "duplicate"]
    assert (_count(centre, records), _count(centre, cases), _count(centre, callbacks)) == (2, 1, 1)
    assert len((await kiosk.changes())["changes"]) == 2


async def test_duplicates_at_the_same_moment_are_accepted_once(kiosk: SignedKiosk, centre: Centre) -> None:
    batch = [application(f"N{number}") for number in range(20)]
    answers = await asyncio.gather(*(_fates(kiosk, *batch) for _ in range(8)))
    for fates in zip(*answers, strict=True):
        assert sorted(fates) == ["accepted"] + ["duplicate"] * 7
    assert _count(centre, records) == _count(centre, cases) == 20
    assert len((await kiosk.changes())["changes"]) == 20


async def test_two_processes_on_one_file_accept_once(kiosk: SignedKiosk, centre: Centre, clock: TestClock) -> None:
    """Two centres on one file share no lock but the file's own, as a server and a command beside it do."""
    other = Centre.open(centre.database.path.parent, demo_residents=True, clock=clock)
    batches = [[LooseRecord.model_validate(application(f"N{number}"))] for number in range(25)]

    def hand_over_all(one: Centre) -> list[BatchReply]:
        return [take_in(one, kiosk.name, batch) for batch in batches]

    try:
        replies = await asyncio.gather(*(asyncio.to_thread(hand_over_all, one) for one in (centre, other)))
    finally:
        other.close()
    for pair in zip(*replies, strict=True):
        assert {reply.results[0].fate for reply in pair} == {Fate.ACCEPTED, Fate.DUPLICATE}
    assert _count(centre, records) == 25


async def test_a_known_id_with_other_content_is_no_duplicate(kiosk: SignedKiosk, neighbour: SignedKiosk) -> None:
    record = application("N1")
    assert await _fates(kiosk, record) == ["accepted"]
    other = copy.deepcopy(record)
    other["body"]["values"] = {"phone": "2"}
    assert await _fates(kiosk, other) == ["rejected"]
    assert await _fates(neighbour, record) == ["rejected"]


async def test_a_number_or_rating_is_taken_once_and_leaves_no_trace_when_refused(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre
) -> None:
    assert await _fates(kiosk, application("N1"), certificate("C1"), rating(4)) == ["accepted"] * 3
    results = await kiosk.hand_over(application("N1"), certificate("C1"), rating(1), application("N2"))
    assert [result["fate"] for result in results] == ["rejected"] * 3 + ["accepted"]
    assert all("taken" in result["reason"] or "already" in result["reason"] for result in results[:3])
    assert (_count(centre, records), _count(centre, ratings), _count(centre, callbacks)) == (4, 1, 0)
    assert len((await kiosk.changes())["changes"]) == 4
    # The same visit id at another kiosk is another visit.
    assert await _fates(neighbour, rating(4)) == ["accepted"]


@pytest.mark.parametrize(("level", "calls"), [(1, 1), (2, 1), (3, 0), (4, 0), (5, 0)])
async def test_a_bad_rating_is_called_back_the_next_day(
    kiosk: SignedKiosk, centre: Centre, level: int, calls: int
) -> None:
    await kiosk.hand_over(rating(level))
    with centre.database.read() as connection:
        due = connection.execute(select(callbacks.c.due, callbacks.c.state)).all()
    # 16:30 UTC on 2 November is the 3rd in Beijing.
    assert due == [("2026-11-04", "open")] * calls


@pytest.mark.parametrize(
    "record",
    [
        rating(0),
        rating(6),
        rating(True),
        rating("5"),
        new_record("rating", {}),
        new_record("application", {"number": "N1", "item": "x"}),
        new_record("application", {"number": "N1", "item": "x", "values": []}),
        new_record("application", {"number": "王", "item": "x", "values": {}}),
        new_record("certificate", {"number": "C1", "sha256": "x", "item": "i", "issued_at": AT}),
        new_record("work-order", {"reason": "", "detail": "x"}),
        new_record("consent", {"purpose": "p", "visit": "v", "given": None, "at": AT}),
        new_record("purge", {"visit": "v", "at": "later", "erased": []}),
        new_record("purge", {"visit": "v", "at": AT, "erased": [], "more": "x" * 70_000}),
        new_record("audit", {"staff": "", "action": "test", "device": None, "outcome": "passed", "at": AT}),
        new_record("gossip", {}),
        {**rating(5), "body": None},
        {**rating(5), "made_at": "yesterday"},
        {**rating(5), "extra": 1},
        {"id": "0" * 32},
    ],
)
async def test_a_record_of_unknown_shape_is_rejected_with_a_reason_and_alone(
    kiosk: SignedKiosk, centre: Centre, record: dict[str, Any]
) -> None:
    good = application("N9")
    rejected, accepted = await kiosk.hand_over(record, good)
    assert rejected["fate"] == "rejected"
    assert rejected["reason"]
    assert "王" not in rejected["reason"]
    assert accepted["fate"] == "accepted"
    assert _count(centre, records) == 1


@pytest.mark.parametrize(
    "target", ["/v1/records", "/v1/enrol", "/v1/code", "/v1/check/pin", "/v1/check/code", "/v1/social-insurance"]
)
async def test_nonsense_is_refused_and_never_a_fault(kiosk: SignedKiosk, target: str) -> None:
    for body in NONSENSE:
        answer = await kiosk.post_bytes(target, body)
        assert 400 <= answer.status_code < 500, body[:80]
        assert problem_of(answer)["family"] == "permanent"


async def test_a_batch_is_not_endless(kiosk: SignedKiosk) -> None:
    answer = await kiosk.post("/v1/records", {"records": [rating(5)] * 501})
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "request.malformed")


async def test_what_was_accepted_is_there_after_a_restart(kiosk: SignedKiosk, centre: Centre, clock: TestClock) -> None:
    record = application("N1")
    await kiosk.hand_over(record)
    reopened = Centre.open(centre.database.path.parent, demo_residents=True, clock=clock)
    try:
        async with over_asgi(reopened) as http:
            kiosk.http = http
            assert await _fates(kiosk, record) == ["duplicate"]
    finally:
        reopened.close()


async def test_a_case_moves_until_it_is_closed_and_its_kiosk_hears_of_it(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre
) -> None:
    await kiosk.hand_over(application("N1"))
    assert move(centre, "N1", CaseState.ACCEPTED) is CaseState.RECEIVED
    assert move(centre, "N1", CaseState.ACCEPTED) is CaseState.ACCEPTED
    move(centre, "N1", CaseState.APPROVED)
    with pytest.raises(Refusal, match=r"case\.closed"):
        move(centre, "N1", CaseState.IN_REVIEW)
    with pytest.raises(Refusal, match=r"case\.unknown"):
        move(centre, "N2", CaseState.ACCEPTED)
    told = [change["body"] for change in (await kiosk.changes())["changes"] if change["kind"] == "case"]
    assert told == [{"number": "N1", "state": "accepted"}, {"number": "N1", "state": "approved"}]
    assert (await neighbour.changes())["changes"] == []
    with centre.database.read() as connection:
        states = connection.execute(select(case_events.c.state).order_by(case_events.c.id)).scalars().all()
    assert states == ["received", "accepted", "approved"]


async def test_a_fault_behind_the_door_is_told_without_what_it_said(
    kiosk: SignedKiosk, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("王丽华")

    monkeypatch.setattr("center.intake.take_in", broken)
    answer = await kiosk.post("/v1/records", {"records": [rating(5)]})
    assert (answer.status_code, problem_of(answer)["code"]) == (500, "centre.fault")
    assert "王丽华" not in answer.text + caplog.text
    assert "RuntimeError at" in caplog.text
