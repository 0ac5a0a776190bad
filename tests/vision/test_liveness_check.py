"""Over a real camera wire and a real process: whoever turns the head as asked passes, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest
import pytest_asyncio
from looking import Seen, look

from devices.settings import CameraSettings
from devices.simulators.camera import CameraSimulator
from kiosk.journeys.pages import FaceHint
from kiosk.settings import VisionSettings
from kiosk.vision.client import FaceProgress, FaceVerdict, Vision

pytestmark = pytest.mark.asyncio(loop_scope="module")

Portrait = Callable[[str], bytes]
TURNS = {FaceHint.TURN_LEFT: "left", FaceHint.TURN_RIGHT: "right"}
OTHER = {"left": "right", "right": "left"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asking(assets: Path, camera: CameraSimulator) -> AsyncIterator[Vision]:
    """A vision process that asks for turns of the head."""
    client = Vision(VisionSettings(limit_s=14.0), CameraSettings(source=camera.address), assets)
    await client.start()
    assert client.problem is None
    yield client
    await client.stop()


class Actor:
    """Somebody before the camera who does what the screen asks, or not."""

    def __init__(self, camera: CameraSimulator, person: str, turn: Callable[[str], str] = lambda side: side) -> None:
        self._camera, self._person, self._turn = camera, person, turn
        self.hints: list[FaceHint] = []
        self._show(person)

    def follow(self, progress: FaceProgress) -> None:
        if self.hints and self.hints[-1] is progress.hint:
            return
        self.hints.append(progress.hint)
        if progress.hint in TURNS:
            side = self._turn(TURNS[progress.hint])
            self._show(f"{self._person}-{side}" if side in OTHER else side)
        elif progress.hint is FaceHint.FRONT_AGAIN:
            self._show(self._person)

    def _show(self, scene: str) -> None:
        self._camera.apply("show", {"scene": scene})


@pytest.mark.parametrize("person", ["wang", "li", "chen"])
async def test_whoever_turns_as_asked_passes_within_seconds(
    asking: Vision, camera: CameraSimulator, portrait: Portrait, person: str
) -> None:
    actor = Actor(camera, person)
    verdict = (await look(asking, portrait(person), actor.follow)).verdict
    assert verdict is not None
    assert verdict.match and verdict.live and verdict.turned is True
    assert verdict.tries <= 2, "a busy machine may miss the first turn"
    assert verdict.infrared == ""
    sides = verdict.challenge.split("-")
    assert [TURNS[hint] for hint in actor.hints if hint in TURNS] == sides
    assert actor.hints.count(FaceHint.FRONT_AGAIN) == len(sides)
    assert verdict.seconds <= 8.0


async def test_a_picture_that_stands_still_is_refused_after_the_second_try(
    asking: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    actor = Actor(camera, "wang", turn=lambda _: "wang")
    verdict = (await look(asking, portrait("wang"), actor.follow)).verdict
    assert verdict is not None
    assert (verdict.match, verdict.live, verdict.turned, verdict.tries) == (True, False, False, 2)
    assert verdict.seconds <= 14.5


async def test_the_wrong_way_twice_is_refused(asking: Vision, camera: CameraSimulator, portrait: Portrait) -> None:
    actor = Actor(camera, "wang", turn=lambda side: OTHER[side])
    verdict = (await look(asking, portrait("wang"), actor.follow)).verdict
    assert verdict is not None
    assert (verdict.match, verdict.live, verdict.turned, verdict.tries) == (True, False, False, 2)


async def test_another_who_turns_in_the_place_of_the_first_is_refused(
    asking: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    actor = Actor(camera, "wang", turn=lambda side: f"li-{side}")
    seen = await _seen(asking, portrait("wang"), actor)
    assert seen.verdict is None or not seen.verdict.live


async def test_a_template_of_an_enrolment_is_the_face_that_turned(
    asking: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    template = await _enrolled(asking, portrait("wang"), Actor(camera, "wang"))
    assert len(template) == 1024, "512 numbers of half precision"
    found = await _searched(asking, [bytes(1024), template], Actor(camera, "wang"))
    assert (found.match, found.live, found.who, found.turned) == (True, True, 1, True)
    stranger = await _searched(asking, [template], Actor(camera, "li"))
    assert not stranger.match


async def _seen(vision: Vision, portrait: bytes, actor: Actor) -> Seen:
    return await look(vision, portrait, actor.follow)


async def _enrolled(vision: Vision, portrait: bytes, actor: Actor) -> bytes:
    async with asyncio.timeout(15), aclosing(vision.enrol(portrait)) as events:
        async for event in events:
            if isinstance(event, FaceVerdict):
                assert event.match and event.live
                return event.template
            actor.follow(event)
    raise AssertionError("no verdict")


async def _searched(vision: Vision, templates: list[bytes], actor: Actor) -> FaceVerdict:
    async with asyncio.timeout(15), aclosing(vision.search(templates)) as events:
        async for event in events:
            if isinstance(event, FaceVerdict):
                return event
            actor.follow(event)
    raise AssertionError("no verdict")
