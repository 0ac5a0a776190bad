"""Consents to face login: only what their kiosk signed counts, the end of one reaches it, many are told early."""

from __future__ import annotations

import argparse
import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from signed_kiosk import NOBODY, WANG, SignedKiosk, TestClock, consent_record, problem_of, signed_consent
from sqlalchemy import func, select

from center import faces
from center.centre import Centre
from center.commands import faces as command
from center.licences import file_portrait
from center.problems import Refusal
from center.schema import audits, consents
from center.settings import FacesSection
from sync.contract.consent import Consent, FilingState, Purpose

WANG_TAIL = "0001"


async def _enrolled(kiosk: SignedKiosk, **over: Any) -> str:
    consent = signed_consent(kiosk, **over)
    (result,) = await kiosk.hand_over(consent_record(consent))
    assert result["fate"] == "accepted", result
    return consent.consent


async def _erasures(kiosk: SignedKiosk) -> list[str]:
    told = (await kiosk.changes())["changes"]
    return [change["body"]["consent"] for change in told if change["kind"] == "erasure"]


async def test_consents_are_counted_over_all_kiosks(kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre) -> None:
    await _enrolled(kiosk)
    await _enrolled(kiosk, guardian=True)
    await _enrolled(neighbour)
    for other in ({"given": False}, {"purpose": Purpose.FACE_COMPARISON}, {"purpose": Purpose.FACE_SEARCH}):
        await _enrolled(kiosk, **other)
    counted = faces.count(centre, FacesSection())
    assert (counted.enrolled, counted.guardian, counted.kiosks) == (3, 1, {"A-03": 2, "A-04": 1})
    assert (counted.state, counted.reached_on, counted.file_by) == (FilingState.FINE, None, None)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"signature": ""},
        {"signature": "AAAA"},
        {"guardian": True},
        {"terms": "1" * 64},
        {"purpose": "face-comparison"},
        {"at": "2026-11-02T16:31:00Z"},
    ],
)
async def test_a_consent_that_its_kiosk_did_not_sign_is_rejected(
    kiosk: SignedKiosk, centre: Centre, spoilt: dict[str, Any]
) -> None:
    record = consent_record(signed_consent(kiosk))
    record["body"] |= spoilt
    (result,) = await kiosk.hand_over(record)
    assert (result["fate"], result["reason"]) == ("rejected", "the consent is not signed with the kiosk's key")
    assert faces.count(centre, FacesSection()).enrolled == 0


async def test_a_consent_of_another_kiosk_is_rejected(kiosk: SignedKiosk, neighbour: SignedKiosk) -> None:
    (result,) = await neighbour.hand_over(consent_record(signed_consent(kiosk)))
    assert result["fate"] == "rejected"


async def test_a_consent_counts_once_under_whatever_record(kiosk: SignedKiosk, centre: Centre) -> None:
    consent = signed_consent(kiosk)
    first, second = await kiosk.hand_over(consent_record(consent), consent_record(consent))
    assert (first["fate"], second["fate"]) == ("accepted", "rejected")
    assert faces.count(centre, FacesSection()).enrolled == 1


async def test_a_withdrawal_ends_the_consent_and_goes_back_to_its_kiosk_alone(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre
) -> None:
    consent = await _enrolled(kiosk)
    await _enrolled(kiosk, given=False, withdraws=consent)
    assert faces.count(centre, FacesSection()).enrolled == 0
    assert (await _erasures(kiosk), await _erasures(neighbour)) == ([consent], [])


async def test_a_withdrawal_that_overtakes_its_consent_is_told_all_the_same(kiosk: SignedKiosk) -> None:
    unknown = secrets.token_hex(16)
    await _enrolled(kiosk, given=False, withdraws=unknown)
    assert await _erasures(kiosk) == [unknown]


async def test_no_kiosk_ends_the_consent_of_another(kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre) -> None:
    consent = await _enrolled(kiosk)
    (result,) = await neighbour.hand_over(consent_record(signed_consent(neighbour, given=False, withdraws=consent)))
    assert result["fate"] == "rejected"
    assert faces.count(centre, FacesSection()).enrolled == 1


async def test_the_centre_revokes_once_and_audits_it(kiosk: SignedKiosk, centre: Centre) -> None:
    consent = await _enrolled(kiosk)
    assert faces.revoke(centre, consent)
    assert not faces.revoke(centre, consent)
    assert faces.count(centre, FacesSection()).enrolled == 0
    assert (await _erasures(kiosk))[0] == consent
    with centre.database.read() as connection:
        lines = connection.execute(select(func.count()).where(audits.c.event == "face-login.erased")).scalar_one()
    assert lines == 1


async def test_only_a_consent_to_face_login_can_be_revoked(kiosk: SignedKiosk, centre: Centre) -> None:
    looked = await _enrolled(kiosk, purpose=Purpose.FACE_COMPARISON)
    for number in (looked, "0" * 32):
        with pytest.raises(Refusal, match=r"consent\.unknown"):
            faces.revoke(centre, number)


async def test_staff_hear_of_the_threshold_long_before_and_of_the_last_day_to_file(
    kiosk: SignedKiosk, centre: Centre, clock: TestClock
) -> None:
    limits = FacesSection(warn_at=2, filing_at=3)
    states = []
    for _ in range(3):
        await _enrolled(kiosk)
        clock.forward(days=1)
        states.append(faces.count(centre, limits).state.value)
    assert states == ["fine", "warn", "file"]
    counted = faces.count(centre, limits)
    # Half past midnight in Beijing on 5 November; 30 working days later there is no holiday in between.
    assert (str(counted.reached_on), str(counted.file_by)) == ("2026-11-05", "2026-12-17")


async def test_the_command_tells_and_ends(
    kiosk: SignedKiosk, centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consent = await _enrolled(kiosk)
    (tmp_path / "config.toml").touch()
    state = centre.database.path.parent
    args = argparse.Namespace(config=tmp_path / "config.toml", folder=state, json=True, revoke=None)
    assert command.main(args) == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("enrolled", "warn_at", "filing_at", "state", "kiosks")} == {
        "enrolled": 1,
        "warn_at": 50_000,
        "filing_at": 100_000,
        "state": "fine",
        "kiosks": {"A-03": 1},
    }
    args.revoke = consent
    command.main(args)
    told = json.loads(capsys.readouterr().out)
    assert (told["enrolled"], told["revoked"]) == (0, {"consent": consent, "new": True})


async def _tail(kiosk: SignedKiosk, number: str, tail: str) -> dict[str, Any]:
    return dict((await kiosk.post("/v1/check/phone-tail", {"number": number, "tail": tail})).json())


async def test_the_last_digits_of_the_phone_are_compared(kiosk: SignedKiosk) -> None:
    assert (await _tail(kiosk, WANG, WANG_TAIL))["passed"]
    assert not (await _tail(kiosk, WANG, "9999"))["passed"]


async def test_nobody_and_wrong_digits_get_the_same_answers_up_to_the_lock(
    kiosk: SignedKiosk, clock: TestClock
) -> None:
    answers: dict[str, list[dict[str, Any]]] = {WANG: [], NOBODY: []}
    for _ in range(6):
        for number, told in answers.items():
            told.append(await _tail(kiosk, number, "9999"))
        clock.forward(seconds=30)
    assert answers[WANG] == answers[NOBODY]
    assert answers[WANG][-1]["locked_until"] is not None
    assert not (await _tail(kiosk, WANG, WANG_TAIL))["passed"]


def _query(consent: Consent, number: str = WANG) -> dict[str, Any]:
    return {"number": number, "consent": consent.model_dump(mode="json")}


def _to_portrait(kiosk: SignedKiosk, **over: Any) -> Consent:
    return signed_consent(kiosk, **{"purpose": Purpose.LICENCE_PORTRAIT, **over})


async def test_a_portrait_is_lent_against_consent(kiosk: SignedKiosk, centre: Centre) -> None:
    file_portrait(centre, WANG, b"a picture")
    answer = await kiosk.post("/v1/licence-portrait", _query(_to_portrait(kiosk)))
    assert (answer.status_code, answer.json()) == (200, {"image": "YSBwaWN0dXJl"})


@pytest.mark.parametrize(
    "over",
    [
        {"given": False},
        {"purpose": Purpose.FACE_COMPARISON},
        {"at": "2026-11-02T16:10:00Z"},
        {"at": "2026-11-02T16:50:00Z"},
    ],
)
async def test_without_a_fresh_consent_to_this_no_portrait_is_lent(
    kiosk: SignedKiosk, centre: Centre, over: dict[str, Any]
) -> None:
    file_portrait(centre, WANG, b"a picture")
    answer = await kiosk.post("/v1/licence-portrait", _query(_to_portrait(kiosk, **over)))
    assert (answer.status_code, problem_of(answer)["code"]) == (403, "licence-portrait.consent")


async def test_a_consent_of_another_kiosk_lends_nothing(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre
) -> None:
    file_portrait(centre, WANG, b"a picture")
    answer = await neighbour.post("/v1/licence-portrait", _query(_to_portrait(kiosk)))
    assert answer.status_code == 403


async def test_who_has_no_portrait_gets_the_answer_of_nobody(kiosk: SignedKiosk) -> None:
    answers = [await kiosk.post("/v1/licence-portrait", _query(_to_portrait(kiosk), who)) for who in (WANG, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


async def test_the_file_of_consents_names_nobody(kiosk: SignedKiosk, centre: Centre) -> None:
    await _enrolled(kiosk)
    with centre.database.read() as connection:
        (row,) = connection.execute(select(consents)).mappings().all()
    assert set(row) == {
        "consent", "kiosk", "purpose", "guardian", "given_at", "received_at", "ended_at", "record",
    }  # fmt: skip
