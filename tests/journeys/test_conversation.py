"""A conversation: leaving and calling a person work on every page; whichever comes first wins."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime
from typing import cast

import pytest

from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.conversation import Conversation, VisitEnds
from kiosk.journeys.pages import Page, PresentCard, Printing, Record, Trouble
from kiosk.services import Services
from kiosk.visit import Outcome, Visit
from sync.contract.problem import Family, Problem, Words

WORDS = Words(zh="好", en="well")


class Script:
    """A screen that answers from a list; an exception is raised, None waits for ever."""

    def __init__(self, *answers: Answer | Exception | None) -> None:
        self.answers = deque(answers)
        self.shown: list[Page] = []

    async def show(self, page: Page) -> Answer:
        self.shown.append(page)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            await asyncio.Event().wait()
        assert answer is not None
        return answer

    def update(self, page: Page) -> None:
        self.shown.append(page)


class Calls:
    """The services a conversation needs: somebody who can be called."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def call_person(self, visit: str) -> bool:
        self.called.append(visit)
        return True


def talk_on(screen: Script) -> tuple[Conversation, Visit, Calls]:
    visit, calls = Visit(began_at=datetime(2026, 11, 23, tzinfo=UTC)), Calls()
    return Conversation(screen, visit, cast(Services, calls)), visit, calls


def answer(action: Action, value: str = "") -> Answer:
    return Answer(action=action, value=value)


async def test_leaving_ends_the_visit_on_any_page() -> None:
    talk, _, _ = talk_on(Script(answer(Action.LEAVE)))
    with pytest.raises(VisitEnds) as end:
        await talk.ask(PresentCard())
    assert end.value.outcome is Outcome.LEFT


async def test_help_calls_a_person_and_comes_back_to_the_page() -> None:
    screen = Script(answer(Action.HELP), answer(Action.NEXT), answer(Action.NEXT))
    talk, visit, calls = talk_on(screen)
    record = Record(title=WORDS, name_masked="王*华", number_masked="1101")
    assert (await talk.ask(record)).action is Action.NEXT
    assert calls.called == [visit.id]
    assert [page.kind for page in screen.shown] == ["Record", "Trouble", "Record"]
    assert visit.told


async def test_back_is_offered_only_where_the_page_understands_it() -> None:
    screen = Script(answer(Action.BACK), None)
    talk, _, _ = talk_on(screen)
    await talk.ask(PresentCard())
    await talk.work(Printing(), asyncio.sleep(0))
    assert [page.can_go_back for page in screen.shown] == [True, False]


async def test_a_device_that_is_first_wins_and_the_page_is_let_go() -> None:
    talk, _, _ = talk_on(Script(None))

    async def card() -> str:
        return "card"

    assert await talk.race(PresentCard(), card()) == "card"


async def test_a_touch_that_is_first_cancels_the_device() -> None:
    cancelled = asyncio.Event()

    async def wait_for_card() -> str:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        return ""

    talk, _, _ = talk_on(Script(answer(Action.BACK)))
    result = await talk.race(PresentCard(), wait_for_card())
    assert isinstance(result, Answer) and cancelled.is_set()


async def test_a_problem_of_the_device_comes_through() -> None:
    problem = Problem("idcard.lifted", Family.EXPECTED, resident=WORDS, technician="lifted")

    async def fail() -> None:
        raise problem

    talk, _, _ = talk_on(Script(None))
    with pytest.raises(Problem) as raised:
        await talk.race(PresentCard(), fail())
    assert raised.value is problem


async def test_nobody_there_is_told_even_while_a_device_waits() -> None:
    talk, _, _ = talk_on(Script(ResidentGone()))
    with pytest.raises(ResidentGone):
        await talk.race(PresentCard(), asyncio.Event().wait())


async def test_leaving_does_not_break_off_a_print() -> None:
    finished = []

    async def print_it() -> str:
        await asyncio.sleep(0)
        finished.append(True)
        return "done"

    talk, _, _ = talk_on(Script(answer(Action.LEAVE), None))
    assert await talk.work(Printing(), print_it()) == "done"
    assert finished == [True]


async def test_waiting_for_the_centre_can_be_left() -> None:
    talk, _, _ = talk_on(Script(answer(Action.LEAVE)))
    with pytest.raises(VisitEnds):
        await talk.wait(WORDS, asyncio.Event().wait())


async def test_trouble_is_remembered_once_in_a_row() -> None:
    screen = Script(answer(Action.RETRY), answer(Action.NEXT))
    talk, visit, _ = talk_on(screen)
    problem = Problem("centre.down", Family.TEMPORARY, resident=WORDS, technician="refused")
    for _ in range(2):
        await talk.trouble(problem, retry=True)
    page = screen.shown[0]
    assert isinstance(page, Trouble) and page.retry
    assert visit.told == [WORDS]


async def test_a_call_for_help_is_answered_on_the_printing_page_and_the_print_goes_on() -> None:
    shown = asyncio.Event()

    async def print_it() -> str:
        await asyncio.wait_for(shown.wait(), 2)
        return "done"

    class Watched(Script):
        async def show(self, page: Page) -> Answer:
            if isinstance(page, Printing) and page.reason is not None:
                shown.set()
            return await super().show(page)

    talk, visit, calls = talk_on(Watched(answer(Action.HELP), None))
    assert await talk.work(Printing(), print_it()) == "done"
    assert calls.called == [visit.id]
