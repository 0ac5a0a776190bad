"""One-time passes of the portal: once, for two minutes, to one visit; and no answer says why one is not good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from signed_kiosk import NOBODY, WANG, SignedKiosk, TestClock, new_record
from sqlalchemy import select

from center import housekeeping
from center.__main__ import main
from center.centre import Centre
from center.identity.attempts import RULES, Means
from center.identity.passes import PREFIX, VALID, make_pass
from center.problems import Refusal
from center.schema import audits, portal_passes

LI = "110100195403080046"
NEVER_MADE = "A" * 26


def _token(centre: Centre, number: str = WANG) -> str:
    return make_pass(centre, number)[0].removeprefix(PREFIX)


async def _redeem(kiosk: SignedKiosk, token: str, visit: str = "visit-1", **more: Any) -> httpx.Response:
    return await kiosk.post("/v1/portal/pass/redeem", {"token": token, "visit": visit, **more})


async def test_a_pass_says_whose_phone_it_is(kiosk: SignedKiosk, centre: Centre) -> None:
    answer = await _redeem(kiosk, _token(centre))
    assert answer.json() == {
        "holder": {
            "number": WANG,
            "name": "王丽华",
            "birth": "1986-04-12",
            "sex": "2",
            "address": "北京市示例区南中轴路12号",
        }
    }
    with centre.database.read() as connection:
        passed = connection.execute(select(audits).where(audits.c.event == "identity.passed")).one()
    assert (passed.subject, passed.visit, passed.detail) == (centre.keys.subject(WANG), "visit-1", "portal")


async def test_whatever_is_not_good_gets_one_and_the_same_answer(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre, clock: TestClock
) -> None:
    over = _token(centre)
    clock.forward(seconds=VALID.total_seconds())
    used, elsewhere, of_li = (_token(centre), _token(centre), _token(centre, LI))
    assert (await _redeem(kiosk, used, "earlier-visit")).json()["holder"]
    await _redeem(neighbour, elsewhere)
    answers = [
        await _redeem(kiosk, NEVER_MADE),
        await _redeem(kiosk, over),
        await _redeem(kiosk, used),
        await _redeem(kiosk, elsewhere),
        await _redeem(kiosk, of_li, number=WANG),
        await _redeem(kiosk, NEVER_MADE, number=NOBODY),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, '{"holder":null}')}


async def test_beside_a_card_the_pass_has_to_be_of_the_same_person(kiosk: SignedKiosk, centre: Centre) -> None:
    assert (await _redeem(kiosk, _token(centre), number=WANG)).json()["holder"]["number"] == WANG


async def test_an_answer_that_was_lost_on_the_way_is_given_again(kiosk: SignedKiosk, centre: Centre) -> None:
    token = _token(centre)
    assert (await _redeem(kiosk, token)).json() == (await _redeem(kiosk, token)).json() != {"holder": None}


async def test_a_kiosk_that_shows_many_bad_passes_is_held_back_for_a_while(
    kiosk: SignedKiosk, neighbour: SignedKiosk, centre: Centre, clock: TestClock
) -> None:
    rule = RULES[Means.PORTAL]
    for _ in range(rule.limit):
        last = await _redeem(kiosk, NEVER_MADE)
    good = _token(centre)
    assert (await _redeem(kiosk, good)).text == last.text, "a good one is not told apart meanwhile"
    assert (await _redeem(neighbour, good)).json()["holder"], "the next kiosk still takes it"
    clock.forward(seconds=rule.locks[0].total_seconds())
    assert (await _redeem(kiosk, _token(centre))).json()["holder"]
    with centre.database.read() as connection:
        noted = connection.execute(select(audits).where(audits.c.event == "identity.locked")).one()
    assert (noted.kiosk, noted.detail) == (kiosk.name, "portal")


async def test_a_pass_is_kept_as_a_digest_until_it_is_over(centre: Centre, clock: TestClock) -> None:
    token = _token(centre)
    with centre.database.read() as connection:
        kept = connection.execute(select(portal_passes)).one()
    assert token not in json.dumps([str(value) for value in kept])
    clock.forward(seconds=VALID.total_seconds() + 1)
    housekeeping.tidy(centre)
    with centre.database.read() as connection:
        assert connection.execute(select(portal_passes)).all() == []


async def test_what_is_no_pass_is_refused_without_being_repeated(kiosk: SignedKiosk) -> None:
    answer = await _redeem(kiosk, "weixin://wxpay/secret")
    assert answer.status_code == 422
    assert "wxpay" not in answer.text


def test_no_pass_is_made_for_nobody(centre: Centre) -> None:
    with pytest.raises(Refusal, match=r"pass\.unknown-person"):
        make_pass(centre, NOBODY)


def test_the_command_prints_the_text_of_the_code_and_writes_its_picture(
    new_state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "pass.svg"
    arguments = ["portal-pass", "--number", WANG, "--svg", str(picture), "--json", "--state", str(new_state)]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pass"].startswith(PREFIX) and len(told["pass"]) == len(PREFIX) + len(NEVER_MADE)
    assert "<svg" in picture.read_text()


async def test_a_way_that_a_kiosk_closed_is_in_the_audit(kiosk: SignedKiosk, centre: Centre) -> None:
    body = {"visit": "visit-1", "way": "face", "until": "2026-11-02T16:40:00Z", "at": "2026-11-02T16:30:00Z"}
    (result,) = await kiosk.hand_over(new_record("way-closed", body))
    assert result["fate"] == "accepted"
    with centre.database.read() as connection:
        noted = connection.execute(select(audits).where(audits.c.event == "identity.way-closed")).one()
    assert (noted.kiosk, noted.visit) == (kiosk.name, "visit-1") and noted.detail.startswith("face until 2026-11-02")
