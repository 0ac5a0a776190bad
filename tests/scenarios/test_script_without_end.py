"""A script that never gives up is found out, by its number of pages or by the limit of its visit."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.journeys.answers import Action, Answer
from kiosk.journeys.pages import ChooseItem, Page
from kiosk.journeys.scripted import MOST_PAGES, EndlessVisitError, ScriptedScreen


class Stubborn:
    """Touches the same tile again and again."""

    async def meet(self, page: Page) -> Answer | None:
        return Answer(action=Action.CHOOSE, value="closed")

    def see(self, page: Page) -> None:
        """Nothing to notice."""

    def takes_s(self, page: Page) -> float:
        return 1.0


async def _home_for_ever(screen: ScriptedScreen) -> None:
    while True:
        try:
            await screen.show(ChooseItem())
        except Exception:
            continue


async def test_a_visit_of_too_many_pages_fails_and_says_where_it_went_round() -> None:
    screen = ScriptedScreen(Stubborn())
    with pytest.raises(EndlessVisitError, match=rf"more than {MOST_PAGES} pages.*ChooseItem, ChooseItem"):
        await _home_for_ever(screen)
    assert len(screen.moments()) <= MOST_PAGES + 1


async def test_answers_without_a_pause_cannot_outrun_a_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.journeys.scripted.MOST_PAGES", 10**9)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await _home_for_ever(ScriptedScreen(Stubborn()))
