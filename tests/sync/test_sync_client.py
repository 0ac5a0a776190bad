"""The centre is asked in the kiosk's name, and whatever goes wrong is a problem with plain words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fake_centre import problem
from sync_world import Kiosk

from sync import exchange
from sync.client import Centre
from sync.contract.problem import Family, Problem
from sync.contract.services import Assurance, CheckResult, CodeSent, SocialInsuranceQuery, SocialInsuranceRecord
from sync.identity import KioskIdentity
from sync.settings import SyncSettings

NUMBER = "110100198604120022"
QUERY = SocialInsuranceQuery(number=NUMBER, name="王丽华", assurance=Assurance.VERIFIED, proof=None, visit="v")


def answering(kiosk: Kiosk, status: int, content: bytes) -> None:
    kiosk.centre.fault = lambda target, body: (status, content)


async def test_every_question_is_signed_and_answered(kiosk: Kiosk) -> None:
    record = SocialInsuranceRecord(
        name="王丽华", number=NUMBER, as_of=datetime(2026, 3, 2, tzinfo=UTC).date(), years=[]
    )
    result = CheckResult(passed=True, attempts_left=3)
    code = CodeSent(phone_masked="138******00", valid_until=datetime(2026, 3, 2, tzinfo=UTC))
    for path, answer in {
        "/v1/social-insurance": record,
        "/v1/check/pin": result,
        "/v1/code": code,
        "/v1/check/code": result,
    }.items():
        answers = {path: (200, answer.model_dump_json().encode())}
        kiosk.centre.after = lambda target, body, answers=answers: answers.get(target)  # type: ignore[misc]
        asked = {
            "/v1/social-insurance": lambda: kiosk.client.social_insurance(QUERY),
            "/v1/check/pin": lambda: kiosk.client.check_pin(NUMBER, "123456"),
            "/v1/code": lambda: kiosk.client.send_code(NUMBER),
            "/v1/check/code": lambda: kiosk.client.check_code(NUMBER, "123456"),
        }[path]
        assert await asked() == answer
    nonces = {headers["x-nzz-nonce"] for _, headers, _ in kiosk.centre.requests}
    assert len(nonces) == 4, "a nonce is used once"
    assert all(headers["x-nzz-kiosk"] == "A-03" for _, headers, _ in kiosk.centre.requests)


@pytest.mark.parametrize(
    ("status", "content", "code", "family"),
    [
        (404, problem(404, "person.unknown", "expected")[1], "centre.unknown-person", Family.EXPECTED),
        (404, problem(404, "request.unknown")[1], "centre.nonsense", Family.TEMPORARY),
        (404, b"<html>", "centre.nonsense", Family.TEMPORARY),
        (401, b"", "centre.refused", Family.PERMANENT),
        (403, problem(403, "kiosk.blocked")[1], "centre.refused", Family.PERMANENT),
        (500, b"", "centre.down", Family.TEMPORARY),
        (429, b"", "centre.down", Family.TEMPORARY),
        (409, problem(409, "code.expired", "expected")[1], "centre.rejected", Family.EXPECTED),
        (422, problem(422, "request.malformed")[1], "centre.rejected", Family.PERMANENT),
        (200, b"", "centre.nonsense", Family.TEMPORARY),
        (200, b'{"name": "wang-canary", "number": 7}', "centre.nonsense", Family.TEMPORARY),
    ],
)
async def test_refusals_are_told_apart(kiosk: Kiosk, status: int, content: bytes, code: str, family: Family) -> None:
    answering(kiosk, status, content)
    with pytest.raises(Problem) as caught:
        await kiosk.client.social_insurance(QUERY)
    told = caught.value
    assert (told.code, told.family) == (code, family)
    for private in ("wang-canary", NUMBER, "王丽华"):
        assert private not in str(told)
    assert told.resident.zh and told.resident.en and told.technician


async def test_the_centres_own_words_reach_the_resident(kiosk: Kiosk) -> None:
    answering(kiosk, *problem(409, "code.expired", "expected"))
    with pytest.raises(Problem) as caught:
        await kiosk.client.check_code(NUMBER, "123456")
    assert caught.value.resident.zh == "请到窗口办理。"


async def test_a_number_that_no_citizen_has_is_not_sent_and_not_repeated(kiosk: Kiosk) -> None:
    with pytest.raises(Problem) as caught:
        await kiosk.client.check_pin("CHE110186120102", "123456")
    assert caught.value.code == "centre.unknown-person" and "CHE110186120102" not in str(caught.value)
    assert kiosk.centre.requests == []


async def test_an_endless_answer_is_cut_off(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "ANSWER_BYTES", 1000)
    answering(kiosk, 200, b" " * 2000)
    with pytest.raises(Problem, match=r"centre\.nonsense.*longer"):
        await kiosk.client.changes(0)


async def test_an_answer_that_drips_ends_at_the_limit(kiosk: Kiosk) -> None:
    class Drip(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b" "
                await asyncio.sleep(0.005)

    settings = SyncSettings(centre="http://centre.test", query_timeout_s=0.05)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=Drip()))
    centre = Centre(settings, kiosk.identity, kiosk.clock, transport=transport)
    async with asyncio.timeout(2):
        with pytest.raises(Problem, match=r"centre\.down.*0\.05 s"):
            await centre.social_insurance(QUERY)
    await centre.close()


async def test_a_closed_port_is_the_centre_being_down(kiosk: Kiosk) -> None:
    centre = Centre(SyncSettings(centre="http://127.0.0.1:1"), kiosk.identity, kiosk.clock)
    with pytest.raises(Problem, match=r"centre\.down.*ConnectError"):
        await centre.changes(0)
    await centre.close()


async def test_a_kiosk_that_is_not_enrolled_does_not_ask(kiosk: Kiosk, tmp_path: Path) -> None:
    stranger = KioskIdentity.load_or_create(tmp_path / "other")
    centre = Centre(SyncSettings(centre="http://centre.test"), stranger, transport=kiosk.centre.transport())
    with pytest.raises(Problem) as caught:
        await centre.changes(0)
    assert caught.value.code == "centre.refused" and "python -m sync enrol" in caught.value.technician
    assert kiosk.centre.requests == []
    await centre.close()
