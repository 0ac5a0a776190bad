"""By face: who is asked for it, what a refusal costs over visits, and a camera that is unplugged."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import AsyncMock, Mock

import pytest
from sqlalchemy import select
from way_bench import (
    NEXT,
    NOW,
    REFUSE,
    RETRY,
    WANG,
    Bench,
    Script,
    ScriptedVision,
    choose,
    identity,
    verdict,
)

from devices.camera import absent
from kiosk.identity.attempts import CLOSED_FOR, FORGIVEN_AFTER, LIMIT, FaceAttempts
from kiosk.journeys.ways import face
from kiosk.journeys.ways.base import Attempt
from kiosk.journeys.ways.face import ByFace
from kiosk.services import Services
from kiosk.store import Store
from kiosk.store.tables import face_attempts
from kiosk.visit import Visit
from sync.contract.records import RecordKind
from sync.contract.services import Proof

REFUSED, ALIKE = verdict(match=False), verdict()
LI = "110100195403080046"


async def check(bench: Bench) -> Attempt:
    return await ByFace(bench.services).prove(bench.visit, identity(), bench.talk)


async def test_a_second_look_is_offered_and_every_hint_has_its_words(tmp_path: Path) -> None:
    screen = Script(NEXT, None, RETRY, None)
    bench = Bench(tmp_path, screen, vision=ScriptedVision(REFUSED, ALIKE))
    assert (await check(bench)).proof is Proof.FACE
    assert screen.kinds == ["Consent", "FaceCheck", "Trouble", "FaceCheck"]
    assert all(getattr(page, "words", None) for page in screen.updates)
    await bench.close()


async def test_two_looks_in_vain_are_enough_for_a_visit(tmp_path: Path) -> None:
    vision = ScriptedVision(REFUSED)
    bench = Bench(tmp_path, Script(NEXT, None, RETRY, None), vision=vision)
    attempt = await check(bench)
    assert attempt.proof is None and attempt.reason is not None and "换一种方式" in attempt.reason.zh
    assert vision.looked == 2 and not ByFace(bench.services).offered(bench.visit, identity())
    await bench.close()


async def test_refusals_count_over_visits_and_close_the_way_for_this_person(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script(NEXT, None, RETRY, None, NEXT, None), vision=ScriptedVision(REFUSED))
    await check(bench)
    bench.visit = Visit(began_at=NOW)
    assert ByFace(bench.services).offered(bench.visit, identity())
    attempt = await check(bench)
    assert attempt.reason is not None and "暂停" in attempt.reason.zh
    ((kind, body),) = bench.records
    assert (kind, body["way"], body["until"]) == (
        RecordKind.WAY_CLOSED,
        "face",
        (NOW + CLOSED_FOR[0]).isoformat(),
    )
    fresh = Visit(began_at=NOW)
    assert not ByFace(bench.services).offered(fresh, identity())
    assert ByFace(bench.services).offered(fresh, identity(number=LI)), "only the face of this person"
    bench.now += CLOSED_FOR[0]
    assert ByFace(bench.services).offered(fresh, identity())
    await bench.close()


def test_the_pauses_grow_and_a_kiosk_that_restarts_remembers(tmp_path: Path) -> None:
    now = NOW

    def clock() -> datetime:
        return now

    store = Store.open(tmp_path)
    attempts = FaceAttempts(store, clock)
    for pause in (*CLOSED_FOR, CLOSED_FOR[-1]):
        assert [attempts.refused(WANG) for _ in range(LIMIT)] == [None, None, now + pause]
        store.close()
        store = Store.open(tmp_path)
        attempts = FaceAttempts(store, clock)
        assert attempts.closed_until(WANG) == now + pause
        now += pause
        assert attempts.closed_until(WANG) is None
    now += FORGIVEN_AFTER + timedelta(seconds=1)
    assert [attempts.refused(WANG) for _ in range(LIMIT)][-1] == now + CLOSED_FOR[0]
    with store.engine.begin() as connection:
        assert WANG not in str(connection.execute(select(face_attempts)).all())
    store.close()


def test_a_face_that_passes_forgives(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    attempts = FaceAttempts(store, lambda: NOW)
    attempts.refused(WANG)
    attempts.refused(WANG)
    attempts.passed(WANG)
    assert attempts.refused(WANG) is None
    store.close()


async def test_it_is_offered_to_whom_it_may_be(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script(), vision=ScriptedVision(ALIKE))
    by_face = ByFace(bench.services)
    assert by_face.offered(bench.visit, identity())
    assert not by_face.offered(bench.visit, identity(portrait=None))
    assert not by_face.offered(bench.visit, identity(birth=date(2012, 11, 24))), "13 until tomorrow"
    assert by_face.offered(bench.visit, identity(birth=date(2012, 11, 23)))
    await bench.close()


@pytest.mark.parametrize(("answer", "written"), [(REFUSE, True), (NEXT, False)])
async def test_without_a_consent_on_paper_nobody_is_looked_at(answer: object, written: bool, tmp_path: Path) -> None:
    vision = ScriptedVision(ALIKE)
    bench = Bench(tmp_path, Script(answer), vision=vision)  # type: ignore[arg-type]
    bench.consent = object() if written else None
    assert (await check(bench)).proof is None
    assert vision.looked == 0
    await bench.close()


async def test_a_camera_that_comes_back_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face, "CAMERA_AGAIN_S", 0.01)
    bench = Bench(tmp_path, Script(NEXT), vision=ScriptedVision(absent("x", "x"), absent("x", "x"), ALIKE))
    assert (await check(bench)).proof is Proof.FACE
    assert bench.visit.told == [absent("x", "x").resident]
    assert bench.attempts.refused(WANG) is None, "no face was refused"
    await bench.close()


async def test_a_camera_that_stays_away_leads_to_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face, "CAMERA_AGAIN_S", 0.01)
    monkeypatch.setattr(face, "CAMERA_BACK_S", 0.05)
    bench = Bench(tmp_path, Script(NEXT), vision=ScriptedVision(absent("x", "x")))
    attempt = await check(bench)
    assert attempt == Attempt(reason=absent("x", "x").resident)
    await bench.close()


async def test_another_way_is_one_touch_away_after_a_refusal(tmp_path: Path) -> None:
    vision = ScriptedVision(REFUSED)
    bench = Bench(tmp_path, Script(NEXT, None, choose("other")), vision=vision)
    assert (await check(bench)).proof is None
    assert vision.looked == 1
    await bench.close()


async def test_how_a_check_went_is_kept_for_the_record_and_nothing_that_was_seen(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script(NEXT, None, RETRY, None), vision=ScriptedVision(REFUSED, ALIKE))
    await check(bench)
    bench.visit.forget()
    kept = bench.visit.face_checks
    assert [(one["match"], one["live"]) for one in kept] == [(False, True), (True, True)]
    told = {"match", "live", "frames", "challenge", "tries", "turned", "infrared", "seconds"}
    assert all(set(one) == told for one in kept), "no score to climb by, no template, no name"
    await bench.close()


async def test_the_record_of_a_purge_tells_how_face_checks_went() -> None:
    records: list[tuple[RecordKind, dict[str, Any]]] = []
    services = SimpleNamespace(
        vision=SimpleNamespace(forget=AsyncMock()),
        papers=SimpleNamespace(forget=AsyncMock()),
        clock=lambda: NOW,
        note=lambda kind, body: records.append((kind, body)),
        company=Mock(),
        tidy=Mock(),
        store=None,
    )
    await Services.purge(cast(Services, services), "visit", ["card"], [ALIKE.record()])
    ((kind, body),) = records
    assert kind is RecordKind.PURGE
    assert body["face_checks"] == [ALIKE.record()] and body["erased"] == ["card"]
