"""A kiosk gets known with a one-time code, once."""

from __future__ import annotations

import httpx
import pytest
from signed_kiosk import SignedKiosk, TestClock, problem_of

from center.centre import Centre
from center.enrolment import CODE_VALID, make_code
from center.problems import Refusal


def _request(kiosk: SignedKiosk, code: str) -> dict[str, str]:
    return {"code": code, "public_key": kiosk.public_key, "site": "A-03"}


async def test_a_code_enrols_one_key_and_no_second(http: httpx.AsyncClient, centre: Centre, clock: TestClock) -> None:
    code, name, _ = make_code(centre, "A-03")
    first, second = SignedKiosk(http, clock, "A-03"), SignedKiosk(http, clock, "A-03")

    answer = await http.post("/v1/enrol", json=_request(first, code))
    assert answer.json() == {"kiosk": name, "centre_key": centre.keys.public}

    stolen = await http.post("/v1/enrol", json=_request(second, code))
    assert (stolen.status_code, problem_of(stolen)["code"]) == (403, "enrolment.code")
    assert (await first.changes())["changes"] == []


async def test_a_lost_answer_can_be_asked_for_again(http: httpx.AsyncClient, centre: Centre, clock: TestClock) -> None:
    code, _, _ = make_code(centre, "A-03")
    kiosk = SignedKiosk(http, clock, "A-03")
    first = await http.post("/v1/enrol", json=_request(kiosk, code))
    # As a person types it.
    again = await http.post("/v1/enrol", json=_request(kiosk, code.lower().replace("-", " ")))
    assert first.json() == again.json()


async def test_a_code_is_good_for_a_day(http: httpx.AsyncClient, centre: Centre, clock: TestClock) -> None:
    code, _, until = make_code(centre, None)
    assert until == clock.now + CODE_VALID
    clock.forward(hours=24, seconds=1)
    answer = await http.post("/v1/enrol", json=_request(SignedKiosk(http, clock, "x"), code))
    assert (answer.status_code, problem_of(answer)["code"]) == (403, "enrolment.code")


async def test_codes_are_not_kept_in_the_clear(centre: Centre) -> None:
    code, _, _ = make_code(centre, "A-03")
    with centre.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT hex(digest) || kiosk FROM enrol_code").scalar_one()
    assert code not in kept
    assert code.replace("-", "") not in bytes.fromhex(kept.removesuffix("A-03")).decode("latin-1")


async def test_a_new_code_for_a_known_kiosk_replaces_its_key(
    http: httpx.AsyncClient, centre: Centre, kiosk: SignedKiosk, clock: TestClock
) -> None:
    replacement = await SignedKiosk(http, clock, kiosk.name).enrol(centre)
    assert (await replacement.changes())["cursor"] == 0
    old = await kiosk.post("/v1/records", {"records": []})
    assert old.status_code == 401


@pytest.mark.parametrize("key", ["", "AAAA", "not base64!", "é", "A" * 50_000])
async def test_a_key_that_is_none_is_refused_and_the_code_stays_good(
    http: httpx.AsyncClient, centre: Centre, clock: TestClock, key: str
) -> None:
    code, _, _ = make_code(centre, "A-03")
    answer = await http.post("/v1/enrol", json={"code": code, "public_key": key, "site": "A-03"})
    assert (answer.status_code, problem_of(answer)["code"]) == (422, "enrolment.key")
    good = await http.post("/v1/enrol", json=_request(SignedKiosk(http, clock, "A-03"), code))
    assert good.status_code == 200


@pytest.mark.parametrize("name", ["", " ", "../x", "a b", "x" * 41])
def test_a_name_that_is_none_is_refused(centre: Centre, name: str) -> None:
    if name:
        with pytest.raises(Refusal, match=r"enrolment\.name"):
            make_code(centre, name)
    else:
        assert make_code(centre, name)[1].startswith("kiosk-")
