"""PIN and code: few tries, growing locks, one use, and no telling who exists."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import datetime, timedelta
from typing import Any

from signed_kiosk import NOBODY, WANG, WANG_PIN, WRONG_PIN, SignedKiosk, TestClock, problem_of
from sqlalchemy import select

from center import housekeeping
from center.centre import Centre
from center.commands.unlock import unlock
from center.identity import pins
from center.identity.attempts import FORGIVEN_AFTER, LIMIT, LOCKS, PAUSES
from center.identity.codes import PER_HOUR, VALID
from center.schema import audits, one_time_codes, outgoing


async def _pin(kiosk: SignedKiosk, pin: str, number: str = WANG) -> dict[str, Any]:
    return dict((await kiosk.post("/v1/check/pin", {"number": number, "pin": pin})).json())


async def _code(kiosk: SignedKiosk, code: str, number: str = WANG) -> dict[str, Any]:
    return dict((await kiosk.post("/v1/check/code", {"number": number, "code": code})).json())


async def _wrong_pins(kiosk: SignedKiosk, clock: TestClock, number: str = WANG) -> list[dict[str, Any]]:
    """Wrong PINs up to the lock, each as soon as it may be tried."""
    answers = []
    for _ in range(LIMIT):
        answers.append(await _pin(kiosk, WRONG_PIN, number))
        clock.forward(seconds=answers[-1]["retry_after_s"])
    return answers


async def _sent_code(kiosk: SignedKiosk, centre: Centre) -> str:
    assert (await kiosk.post("/v1/code", {"number": WANG})).status_code == 200
    with centre.database.read() as connection:
        return str(connection.execute(select(outgoing.c.code).order_by(outgoing.c.id.desc())).scalars().first())


def _count_comparisons(monkeypatch: Any) -> list[str]:
    """The cost of every PIN digest from now on."""
    compared: list[str] = []
    really = pins.pin_fits

    def counted(pin: str, kept: str) -> bool:
        compared.append(kept.rsplit("$", 2)[0])
        return really(pin, kept)

    monkeypatch.setattr(pins, "pin_fits", counted)
    return compared


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_the_right_pin_passes_and_forgives(kiosk: SignedKiosk) -> None:
    assert (await _pin(kiosk, WRONG_PIN))["attempts_left"] == LIMIT - 1
    assert await _pin(kiosk, WANG_PIN) == {
        "passed": True,
        "attempts_left": LIMIT,
        "locked_until": None,
        "retry_after_s": 0,
        "early": False,
    }
    assert (await _pin(kiosk, WRONG_PIN))["attempts_left"] == LIMIT - 1


async def test_five_wrong_pins_lock_and_the_locks_grow(kiosk: SignedKiosk, centre: Centre, clock: TestClock) -> None:
    for lock in (*LOCKS, LOCKS[-1]):
        answers = await _wrong_pins(kiosk, clock)
        assert [answer["attempts_left"] for answer in answers] == [4, 3, 2, 1, 0]
        assert [answer["retry_after_s"] for answer in answers] == [0, 2, 5, 10, 0]
        locked = await _pin(kiosk, WANG_PIN)
        assert not locked["passed"]
        assert datetime.fromisoformat(locked["locked_until"]) == clock.now + lock
        clock.forward(seconds=lock.total_seconds())
    assert (await _pin(kiosk, WANG_PIN))["passed"]
    with centre.database.read() as connection:
        noted = connection.execute(select(audits).where(audits.c.event == "identity.locked")).all()
    assert len(noted) == len(LOCKS) + 1
    assert noted[0].subject == centre.keys.subject(WANG)


async def test_a_week_of_quiet_is_a_fresh_start(kiosk: SignedKiosk, clock: TestClock) -> None:
    await _wrong_pins(kiosk, clock)
    clock.forward(seconds=FORGIVEN_AFTER.total_seconds() + 1)
    last = (await _wrong_pins(kiosk, clock))[-1]
    assert datetime.fromisoformat(last["locked_until"]) == clock.now + LOCKS[0]


async def test_tries_side_by_side_do_not_add_up_to_more(kiosk: SignedKiosk, monkeypatch: Any) -> None:
    compared = _count_comparisons(monkeypatch)
    await asyncio.gather(*(_pin(kiosk, WRONG_PIN) for _ in range(LIMIT + 3)))
    assert len(compared) == 2, "the third has to wait for the pause after the second"


async def test_an_early_try_is_neither_compared_nor_counted(kiosk: SignedKiosk, clock: TestClock) -> None:
    await _pin(kiosk, WRONG_PIN)
    wrong = await _pin(kiosk, WRONG_PIN)
    assert wrong["retry_after_s"] == PAUSES[1].total_seconds()
    assert [await _pin(kiosk, WANG_PIN) for _ in range(LIMIT)] == [{**wrong, "early": True}] * LIMIT
    clock.forward(seconds=wrong["retry_after_s"])
    assert (await _pin(kiosk, WANG_PIN))["passed"]


async def test_nobody_is_told_apart_from_a_wrong_pin(kiosk: SignedKiosk, clock: TestClock, monkeypatch: Any) -> None:
    compared = _count_comparisons(monkeypatch)
    began = clock.now
    known = [*await _wrong_pins(kiosk, clock), await _pin(kiosk, WRONG_PIN)]
    clock.now = began
    unknown = [*await _wrong_pins(kiosk, clock, NOBODY), await _pin(kiosk, WRONG_PIN, NOBODY)]
    assert known == unknown
    # The same work: as many scrypt digests of the same cost.
    assert compared[:LIMIT] == compared[LIMIT:]
    assert len(compared) == 2 * LIMIT


async def test_an_early_and_a_locked_try_tell_nobody_apart_either(kiosk: SignedKiosk, clock: TestClock) -> None:
    began, answers = clock.now, []
    for number in (WANG, NOBODY):
        clock.now = began
        early = [(await kiosk.post("/v1/check/pin", {"number": number, "pin": WRONG_PIN})).text for _ in range(4)]
        await _wrong_pins(kiosk, clock, number)
        locked = await kiosk.post("/v1/check/pin", {"number": number, "pin": WANG_PIN})
        answers.append((early, locked.status_code, locked.text))
    assert answers[0] == answers[1]


async def test_one_day_of_guessing_is_bounded_over_pin_and_code(kiosk: SignedKiosk, clock: TestClock) -> None:
    """Whoever has only a found card: so many guesses at a million PINs and a million codes, at best."""
    began, guesses = clock.now, 0
    await kiosk.post("/v1/code", {"number": WANG})
    while clock.now - began < timedelta(days=1):
        for ask in (_pin, _code):
            before = await ask(kiosk, WRONG_PIN)
            guesses += before["locked_until"] is None or before["attempts_left"] > 0
        clock.forward(seconds=60)
    assert guesses <= 2 * len(LOCKS) * LIMIT


async def test_a_code_passes_once(kiosk: SignedKiosk, centre: Centre) -> None:
    code = await _sent_code(kiosk, centre)
    assert re.fullmatch(r"\d{6}", code)
    assert (await _code(kiosk, code))["passed"]
    assert not (await _code(kiosk, code))["passed"]


async def test_a_code_passes_for_its_person_only(kiosk: SignedKiosk, centre: Centre) -> None:
    code = await _sent_code(kiosk, centre)
    assert not (await _code(kiosk, code, "110100195403080046"))["passed"]


async def test_a_code_ends_after_five_minutes(kiosk: SignedKiosk, centre: Centre, clock: TestClock) -> None:
    code = await _sent_code(kiosk, centre)
    clock.forward(seconds=VALID.total_seconds())
    assert not (await _code(kiosk, code))["passed"]
    code = await _sent_code(kiosk, centre)
    clock.forward(seconds=VALID.total_seconds() - 1)
    assert (await _code(kiosk, code))["passed"]


async def test_a_new_code_replaces_the_old_one(kiosk: SignedKiosk, centre: Centre) -> None:
    old, new = await _sent_code(kiosk, centre), await _sent_code(kiosk, centre)
    assert old == new or not (await _code(kiosk, old))["passed"]
    assert (await _code(kiosk, new))["passed"]


async def test_wrong_codes_lock_and_void_the_code(kiosk: SignedKiosk, centre: Centre, clock: TestClock) -> None:
    code = await _sent_code(kiosk, centre)
    for _ in range(LIMIT):
        last = await _code(kiosk, _other(code))
        clock.forward(seconds=last["retry_after_s"])
    assert datetime.fromisoformat(last["locked_until"]) == clock.now + LOCKS[0]
    assert not (await _code(kiosk, code))["passed"]
    refused = await kiosk.post("/v1/code", {"number": WANG})
    assert (refused.status_code, problem_of(refused)["code"]) == (409, "code.too-many")
    # Asking for another code does not buy more tries, and the PIN is counted apart.
    assert (await _pin(kiosk, WANG_PIN))["passed"]


async def test_after_unlock_codes_can_be_asked_for_again(kiosk: SignedKiosk, centre: Centre) -> None:
    for _ in range(PER_HOUR):
        await _sent_code(kiosk, centre)
    assert (await kiosk.post("/v1/code", {"number": WANG})).status_code == 409
    unlock(centre, WANG)
    assert (await _code(kiosk, await _sent_code(kiosk, centre)))["passed"]


async def test_a_code_request_for_nobody_looks_like_any_other(
    kiosk: SignedKiosk, centre: Centre, clock: TestClock
) -> None:
    known, unknown = [
        [(await kiosk.post("/v1/code", {"number": number})) for _ in range(PER_HOUR + 1)] for number in (WANG, NOBODY)
    ]
    for mine, theirs in zip(known, unknown, strict=True):
        assert mine.status_code == theirs.status_code
        assert mine.json().keys() == theirs.json().keys()
    assert known[-1].status_code == 409
    assert problem_of(known[-1]) == problem_of(unknown[-1])
    masked = {answer.json()["phone_masked"] for answer in unknown[:-1]}
    assert len(masked) == 1, "a phone that changes would give it away"
    assert re.fullmatch(r"1\d\d\*{6}\d\d", masked.pop())
    assert known[0].json()["phone_masked"] == "138******01"
    assert datetime.fromisoformat(unknown[0].json()["valid_until"]) == clock.now + VALID
    with centre.database.read() as connection:
        assert set(connection.execute(select(outgoing.c.number)).scalars()) == {WANG, None}


async def test_no_guess_ever_passes_for_nobody(kiosk: SignedKiosk, centre: Centre) -> None:
    await kiosk.post("/v1/code", {"number": NOBODY})
    subject = centre.keys.subject(NOBODY)
    with centre.database.write() as connection:
        connection.execute(
            one_time_codes.update().values(digest=centre.keys.digest("one-time-code", subject, "123456"))
        )
    assert not (await _code(kiosk, "123456", NOBODY))["passed"]


async def test_codes_are_kept_as_digests_and_messages_for_an_hour(
    kiosk: SignedKiosk, centre: Centre, clock: TestClock
) -> None:
    code = await _sent_code(kiosk, centre)
    with centre.database.read() as connection:
        kept = connection.execute(select(one_time_codes)).one()
    assert code not in json.dumps([str(value) for value in kept])
    clock.forward(seconds=timedelta(hours=1, seconds=1).total_seconds())
    housekeeping.tidy(centre)
    with centre.database.read() as connection:
        assert connection.execute(select(outgoing)).all() == []
        assert connection.execute(select(one_time_codes)).all() == []
