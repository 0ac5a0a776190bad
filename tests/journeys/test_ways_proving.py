"""To prove who one is: pauses grow, a closed way leaves the others, and the counter hears what is done already."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from way_bench import (
    BACK,
    LEAVE,
    NOW,
    RETRY,
    RIGHT,
    WANG,
    WRONG,
    Bench,
    Script,
    ScriptedCentre,
    choose,
    digits,
    identity,
    locked,
)

from kiosk.identity import Identity
from kiosk.journeys.conversation import VisitEnds
from kiosk.journeys.ways.base import Check
from kiosk.journeys.ways.code import ByCode, ByPin
from kiosk.journeys.ways.portal import PortalCheck
from kiosk.journeys.ways.proving import prove
from kiosk.store.hand_overs import next_number
from kiosk.visit import Outcome
from sync.contract.problem import Family, Problem, Words
from sync.contract.records import RecordKind
from sync.contract.services import CheckResult, CodeSent, Proof

KINDS: tuple[type[Check], ...] = (ByPin, ByCode)
PAUSED = CheckResult(passed=False, attempts_left=3, retry_after_s=60)


async def ways(bench: Bench, who: Identity | None = None) -> Proof | None:
    try:
        return await prove(bench.services, KINDS, bench.visit, who or identity(), bench.talk)
    finally:
        await bench.close()


async def test_a_wrong_pin_is_told_and_the_right_one_proves(tmp_path: Path) -> None:
    screen = Script(choose("pin"), digits(), digits("135790"))
    bench = Bench(tmp_path, screen, ScriptedCentre(WRONG, RIGHT))
    assert await ways(bench) is Proof.PIN
    assert screen.last().problem.zh.startswith("不正确") and screen.last().wait_s == 0


async def test_what_is_typed_during_the_pause_never_reaches_the_centre(tmp_path: Path) -> None:
    centre = ScriptedCentre(PAUSED)
    screen = Script(choose("pin"), digits(), digits("135790"), BACK, BACK)
    bench = Bench(tmp_path, screen, centre)
    assert await ways(bench) is None
    assert centre.compared == ["000000"]
    assert [page.wait_s for page in screen.shown if page.kind == "EnterCode"] == [0, 60, 60]  # type: ignore[attr-defined]


async def test_going_back_keeps_the_code_that_was_sent_and_the_pause(tmp_path: Path) -> None:
    centre = ScriptedCentre(PAUSED)
    screen = Script(choose("code"), digits(), BACK, choose("pin"), BACK, choose("code"), BACK, BACK)
    bench = Bench(tmp_path, screen, centre)
    await ways(bench)
    assert centre.sent == 1
    pages: list[Any] = [page for page in screen.shown if page.kind == "EnterCode"]
    assert [(page.way, page.wait_s) for page in pages] == [("code", 0), ("code", 60), ("pin", 0), ("code", 60)]
    assert pages[-1].sent_to == pages[0].sent_to and pages[-1].problem is not None


async def test_another_code_is_sent_when_it_is_asked_for(tmp_path: Path) -> None:
    centre = ScriptedCentre()
    await ways(Bench(tmp_path, Script(choose("code"), RETRY, BACK, BACK), centre))
    assert centre.sent == 2


async def test_a_closed_way_is_noted_and_leaves_the_others(tmp_path: Path) -> None:
    screen = Script(choose("pin"), digits(), choose("code"), digits("123456"))
    bench = Bench(tmp_path, screen, ScriptedCentre(locked(), RIGHT))
    assert await ways(bench) is Proof.CODE
    choices: list[Any] = [page for page in screen.shown if page.kind == "ChooseWay"]
    assert [page.ways for page in choices] == [("pin", "code", "window"), ("code", "window")]
    assert "保护您的账户" in choices[1].reason.zh
    ((kind, body),) = bench.records
    assert kind is RecordKind.WAY_CLOSED
    assert (body["way"], body["until"]) == ("pin", (NOW + timedelta(minutes=5)).isoformat())
    assert WANG not in str(body)


async def test_whoever_leaves_after_a_way_was_closed_is_refused(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script(choose("pin"), digits(), LEAVE), ScriptedCentre(locked()))
    with pytest.raises(VisitEnds) as ended:
        await ways(bench)
    assert ended.value.outcome is Outcome.REFUSED


async def test_whoever_leaves_before_just_left(tmp_path: Path) -> None:
    with pytest.raises(VisitEnds) as ended:
        await ways(Bench(tmp_path, Script(LEAVE), ScriptedCentre()))
    assert ended.value.outcome is Outcome.LEFT


async def test_when_no_way_is_left_the_counter_takes_over_and_finds_it_in_its_list(tmp_path: Path) -> None:
    screen = Script(choose("pin"), digits(), choose("code"), digits(), BACK)
    bench = Bench(tmp_path, screen, ScriptedCentre(locked(), locked()))
    bench.visit.identity = identity()
    with pytest.raises(VisitEnds) as ended:
        await ways(bench)
    assert ended.value.outcome is Outcome.HANDED_OVER
    assert "A-03-1" in screen.last().happened.zh and "身份证" in screen.last().happened.zh
    assert "验证码输错" in screen.last().advice.zh
    assert bench.orders == ["A-03-1: item none; came by id-card; assurance card; closed: code, pin"]


async def test_back_from_the_choice_goes_back_and_hands_nothing_over(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script(BACK), ScriptedCentre())
    assert await ways(bench) is None
    assert bench.orders == []


async def test_a_way_the_centre_refuses_for_now_leaves_the_others(tmp_path: Path) -> None:
    class NoMoreCodes(ScriptedCentre):
        async def send_code(self, number: str) -> CodeSent:
            words = Words(zh="验证码请求过于频繁", en="Too many")
            raise Problem("centre.rejected", Family.EXPECTED, resident=words, technician="")

    screen = Script(choose("code"), choose("pin"), digits())
    bench = Bench(tmp_path, screen, NoMoreCodes(RIGHT))
    assert await ways(bench) is Proof.PIN
    choices: list[Any] = [page for page in screen.shown if page.kind == "ChooseWay"]
    assert choices[1].ways == ("pin", "window") and "频繁" in choices[1].reason.zh


async def test_a_document_the_centre_does_not_know_people_by_is_for_the_counter(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script(), ScriptedCentre())
    foreigner = identity(number="XXA110079051300")
    assert not any(kind(bench.services).offered(bench.visit, foreigner) for kind in (ByPin, ByCode, PortalCheck))
    assert all(kind(bench.services).offered(bench.visit, identity()) for kind in (ByPin, ByCode))
    await bench.close()


async def test_numbers_run_through_a_day_and_begin_again_the_next(tmp_path: Path) -> None:
    bench = Bench(tmp_path, Script())
    day = NOW.date()
    with bench.store.engine.begin() as connection:
        assert [next_number(connection, day) for _ in range(3)] == [1, 2, 3]
        assert next_number(connection, day + timedelta(days=1)) == 1
    await bench.close()


async def test_the_second_person_of_a_visit_begins_with_their_own_tries(tmp_path: Path) -> None:
    """The agent's PIN is locked; the resident who comes in their place is offered theirs."""
    screen = Script(choose("pin"), digits(), BACK, choose("pin"), digits())
    bench = Bench(tmp_path, screen, ScriptedCentre(locked(), RIGHT))
    first, second = identity("110100199009210015"), identity()
    assert await prove(bench.services, KINDS, bench.visit, first, bench.talk) is None
    assert not ByPin(bench.services).offered(bench.visit, first)
    assert ByPin(bench.services).offered(bench.visit, second)
    assert await ways(bench, second) is Proof.PIN
    assert bench.visit.closed == {"pin"}, "the counter still hears of it"


async def test_who_leaves_is_not_refused_for_what_was_closed_to_another(tmp_path: Path) -> None:
    screen = Script(choose("pin"), digits(), BACK, LEAVE)
    bench = Bench(tmp_path, screen, ScriptedCentre(locked()))
    await prove(bench.services, KINDS, bench.visit, identity("110100199009210015"), bench.talk)
    with pytest.raises(VisitEnds) as ended:
        await ways(bench)
    assert ended.value.outcome is Outcome.LEFT


async def test_an_early_try_hears_of_waiting_and_not_that_it_was_wrong(tmp_path: Path) -> None:
    """A visit begins while the pause of the last one still runs at the centre."""
    early = CheckResult(passed=False, attempts_left=3, retry_after_s=4, early=True)
    screen = Script(choose("pin"), digits("135790"), BACK, BACK)
    assert await ways(Bench(tmp_path, screen, ScriptedCentre(early))) is None
    told = [page.problem.zh for page in screen.shown if page.kind == "EnterCode" and page.problem]  # type: ignore[attr-defined]
    assert len(told) == 1 and "请等 4 秒" in told[0] and "不算次数" in told[0] and "不正确" not in told[0]
