"""A visit that nobody answers is asked about, ends, and a working machine is given its time."""

from __future__ import annotations

import asyncio
import math

import pytest

from kiosk.journeys.answers import Action, Answer, ResidentGone
from kiosk.journeys.pages import Page, PresentCard, Printing, Wait
from sync.contract.problem import Words
from tests.ui.rig import Clock, Kiosk
from ui.idle import IdleWatch
from ui.samples import SAMPLES


def test_the_watch_warns_before_it_ends() -> None:
    clock = Clock()
    watch = IdleWatch(60, 20, clock)
    assert not watch.warning and math.isinf(watch.left_s)
    watch.watch()
    clock.now += 39
    assert not watch.warning
    clock.now += 2
    assert watch.warning and not watch.over
    watch.touch()
    assert not watch.warning
    clock.now += 60
    assert watch.over
    watch.rest()
    assert not watch.over


def test_the_countdown_shows_and_ends_the_visit(kiosk: Kiosk) -> None:
    async def nobody() -> None:
        waiting = await kiosk.put(SAMPLES["consent"])
        kiosk.clock.now += 41
        kiosk.screen.tick()
        await kiosk.rest()
        assert kiosk.hand.read("countdown", "text") == "19"
        kiosk.clock.now += 19
        kiosk.screen.tick()
        with pytest.raises(ResidentGone):
            await waiting
        await kiosk.rest()
        assert kiosk.hand.where("countdown") is None
        curtain = kiosk.hand.where("curtain")
        assert curtain is not None and curtain["visible"], "the end of a visit is seen"

    kiosk.run(nobody())
    kiosk.until(lambda: kiosk.hand.where("curtain") is None)


def test_who_is_still_there_goes_on(kiosk: Kiosk) -> None:
    async def stays() -> Answer:
        waiting = await kiosk.put(SAMPLES["consent"])
        kiosk.clock.now += 50
        kiosk.screen.tick()
        await kiosk.rest()
        await kiosk.touch("timeout_stay")
        await kiosk.rest()
        assert kiosk.hand.where("countdown") is None
        kiosk.clock.now += 39
        kiosk.screen.tick()
        assert not kiosk.shell.warning
        await kiosk.touch("action_refuse")
        return await waiting

    assert kiosk.run(stays()).action is Action.REFUSE


def test_a_sleeve_on_the_glass_does_not_answer_the_countdown(kiosk: Kiosk) -> None:
    async def brushes() -> None:
        waiting = await kiosk.put(SAMPLES["consent"])
        kiosk.clock.now += 50
        kiosk.screen.tick()
        await kiosk.rest()
        kiosk.hand.press(40, 1700)
        await kiosk.rest()
        kiosk.screen.tick()
        assert kiosk.shell.warning and not waiting.done()
        waiting.cancel()

    kiosk.run(brushes())


def test_leaving_from_the_countdown_is_leaving(kiosk: Kiosk) -> None:
    async def leaves() -> Answer:
        waiting = await kiosk.put(SAMPLES["consent"])
        kiosk.clock.now += 50
        kiosk.screen.tick()
        await kiosk.rest()
        await kiosk.touch("timeout_leave")
        return await waiting

    assert kiosk.run(leaves()).action is Action.LEAVE


def test_any_touch_counts_as_presence(kiosk: Kiosk) -> None:
    async def touches() -> None:
        waiting = await kiosk.put(SAMPLES["consent"])
        await kiosk.rest()
        kiosk.clock.now += 39
        kiosk.hand.press(540, 700)
        await kiosk.rest()
        kiosk.clock.now += 39
        kiosk.screen.tick()
        assert not kiosk.shell.warning
        waiting.cancel()

    kiosk.run(touches())


@pytest.mark.parametrize(
    "page", [Wait(doing=Words(zh="查询", en="Asking")), Printing(), PresentCard(reading=True), SAMPLES["attract"]]
)
def test_a_machine_that_works_is_not_a_resident_who_left(kiosk: Kiosk, page: Page) -> None:
    async def works() -> None:
        waiting = await kiosk.put(page)
        kiosk.clock.now += 600
        kiosk.screen.tick()
        await kiosk.rest()
        assert not waiting.done() and not kiosk.shell.warning
        waiting.cancel()

    kiosk.run(works())


def test_the_count_begins_again_when_the_machine_is_done(kiosk: Kiosk) -> None:
    async def reads_then_asks() -> None:
        waiting = await kiosk.put(PresentCard(reading=True))
        kiosk.clock.now += 600
        kiosk.screen.update(PresentCard())
        kiosk.clock.now += 39
        kiosk.screen.tick()
        assert not kiosk.shell.warning
        kiosk.clock.now += 2
        kiosk.screen.tick()
        assert kiosk.shell.warning
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert not kiosk.shell.warning

    kiosk.run(reads_then_asks())
