"""Nobody learns at the centre's door whether somebody exists: same words, same status, same work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from signed_kiosk import NOBODY, WANG, WANG_PIN, WRONG_PIN, SignedKiosk, TestClock
from sqlalchemy import event

from center.centre import Centre
from center.identity import pins
from center.identity.attempts import LIMIT

LI = "110100195403080046"
ASKED: dict[str, dict[str, Any]] = {
    "/v1/check/pin": {"pin": WRONG_PIN},
    "/v1/check/code": {"code": "000000"},
    "/v1/check/phone-tail": {"tail": "9999"},
    "/v1/code": {},
    "/v1/portal/pass/redeem": {"token": "A" * 26, "visit": "visit-1"},
}
"""Every question about a person that a kiosk may ask before it is sure who stands there."""


@dataclass
class Work:
    """What one question cost: statements of the database, and digests of PINs by their parameters."""

    statements: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)


@contextmanager
def watched(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    work = Work()

    def statement(_c: Any, _cursor: Any, text: str, *_: Any) -> None:
        work.statements.append(text)

    really = pins.pin_fits

    def fits(pin: str, kept: str) -> bool:
        work.digests.append(kept.rsplit("$", 2)[0])
        return really(pin, kept)

    event.listen(centre.database.engine, "before_cursor_execute", statement)
    monkeypatch.setattr(pins, "pin_fits", fits)
    try:
        yield work
    finally:
        event.remove(centre.database.engine, "before_cursor_execute", statement)
        monkeypatch.undo()


def plain(body: Any) -> Any:
    """Without what is drawn by lot or differs between any two people who exist."""
    return {key: value for key, value in body.items() if key != "phone_masked"} if isinstance(body, dict) else body


@pytest.mark.parametrize("path", list(ASKED))
async def test_somebody_and_nobody_get_the_same_answer_for_the_same_work(
    kiosk: SignedKiosk,
    neighbour: SignedKiosk,
    centre: Centre,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    """From the first try through pauses and early tries to the lock, and once more while it lasts."""
    began, told = clock.now, {}
    for number, asker in ((WANG, kiosk), (NOBODY, neighbour)):  # passes are counted for a kiosk
        clock.now, answers = began, []
        for early in (False, True) * (LIMIT + 1):
            with watched(centre, monkeypatch) as work:
                answer = await asker.post(path, {"number": number, **ASKED[path]})
            answers.append((answer.status_code, plain(answer.json()), work, sorted(answer.headers)))
            clock.forward(seconds=30 if early else 1)
        told[number] = answers
    assert told[WANG] == told[NOBODY]
    assert any(work.statements for _, _, work, _ in told[WANG])


async def test_a_right_answer_during_a_lock_is_told_from_nothing(kiosk: SignedKiosk, clock: TestClock) -> None:
    began, told = clock.now, []
    for number in (WANG, NOBODY):
        clock.now = began
        for _ in range(LIMIT):
            await kiosk.post("/v1/check/pin", {"number": number, "pin": WRONG_PIN})
            clock.forward(seconds=30)
        answer = await kiosk.post("/v1/check/pin", {"number": number, "pin": WANG_PIN})
        told.append((answer.status_code, answer.text))
    assert told[0] == told[1] and json.loads(told[0][1])["passed"] is False


@pytest.mark.parametrize("number", [WANG, NOBODY, LI])
async def test_the_phone_on_file_is_never_shown_as_far_as_it_is_a_second_factor(
    kiosk: SignedKiosk, number: str
) -> None:
    shown = (await kiosk.post("/v1/code", {"number": number})).json()["phone_masked"]
    assert len(shown) == 11 and shown[3:9] == "*" * 6
