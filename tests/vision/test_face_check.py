"""Over a real camera wire and a real process: the right person passes, nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import pytest
from looking import is_blank, look

from devices.simulators.camera import CameraSimulator
from kiosk.journeys.pages import FaceHint
from kiosk.vision.client import FaceProgress, Vision
from kiosk.vision.ring import FrameRing
from sync.contract.problem import Family, Problem

pytestmark = pytest.mark.asyncio(loop_scope="module")

Portrait = Callable[[str], bytes]


@pytest.mark.parametrize("person", ["wang", "li", "zhang"])
async def test_the_right_person_passes_with_margin(
    vision: Vision, camera: CameraSimulator, portrait: Portrait, person: str
) -> None:
    camera.apply("show", {"scene": person})
    verdict = (await look(vision, portrait(person))).verdict
    assert verdict is not None
    assert verdict.match and verdict.live
    assert verdict.score >= verdict.threshold + 0.1
    assert verdict.threshold == 0.42
    assert verdict.frames >= 3


@pytest.mark.parametrize(("scene", "card"), [("wang", "li"), ("li", "wang"), ("zhang", "wang")])
async def test_somebody_else_is_refused_within_seconds(
    vision: Vision, camera: CameraSimulator, portrait: Portrait, scene: str, card: str
) -> None:
    camera.apply("show", {"scene": scene})
    began = asyncio.get_running_loop().time()
    verdict = (await look(vision, portrait(card))).verdict
    assert verdict is not None
    assert not verdict.match
    assert verdict.score < verdict.threshold - 0.15
    assert asyncio.get_running_loop().time() - began < 4.8, "a verdict, not the limit"


@pytest.mark.parametrize(
    ("scene", "hint", "code", "word"),
    [
        ("two-people", FaceHint.MANY_FACES, "face.many", "不止一个人"),
        ("nobody", FaceHint.NO_FACE, "face.timeout", "没有看到人脸"),
        ("dark", FaceHint.LIGHT, "face.timeout", "光线"),
    ],
)
async def test_who_cannot_be_checked_is_told_why(
    vision: Vision, camera: CameraSimulator, portrait: Portrait, scene: str, hint: FaceHint, code: str, word: str
) -> None:
    camera.apply("show", {"scene": scene})
    hints: list[FaceHint] = []
    with pytest.raises(Problem) as caught:
        await look(vision, portrait("wang"), lambda progress: hints.append(progress.hint))
    assert set(hints[1:]) == {hint}
    assert (caught.value.code, caught.value.family) == (code, Family.EXPECTED)
    assert word in caught.value.resident.zh


async def test_the_preview_shows_and_is_gone_afterwards(
    vision: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    camera.apply("show", {"scene": "wang"})
    shown: list[int] = []

    def watch(_: FaceProgress) -> None:
        if (frame := vision.latest_frame()) is not None:
            assert (frame.width, frame.height, len(frame.bgra)) == (640, 480, 640 * 480 * 4)
            assert any(frame.bgra[:4096])
            shown.append(frame.seq)

    await look(vision, portrait("wang"), watch)
    assert shown == sorted(set(shown)) and shown, "pictures came, each newer than the one before"
    assert vision.latest_frame() is None


async def test_forget_ends_a_running_check_and_overwrites_the_pictures(
    vision: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    camera.apply("show", {"scene": "two-people"})
    ring = vision._ring
    assert isinstance(ring, FrameRing)
    with pytest.raises(Problem) as caught:
        async with aclosing(vision.check(portrait("wang"))) as events:
            async for event in events:
                if event.hint is FaceHint.MANY_FACES:  # type: ignore[union-attr]
                    assert not is_blank(ring)
                    await vision.forget()
                    assert is_blank(ring)
    assert caught.value.code == "vision.superseded"
    assert vision.latest_frame() is None


async def test_leaving_a_check_closes_the_camera_and_frees_it_for_the_next(
    vision: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    camera.apply("show", {"scene": "nobody"})
    async with aclosing(vision.check(portrait("wang"))) as events:
        async for event in events:
            if event.hint is FaceHint.NO_FACE:  # type: ignore[union-attr]
                break
    async with asyncio.timeout(2):  # the limit of the check itself would be longer
        while vision.latest_frame() is not None:  # noqa: ASYNC110  the other process tells nobody
            await asyncio.sleep(0.01)
    camera.apply("show", {"scene": "wang"})
    verdict = (await look(vision, portrait("wang"))).verdict
    assert verdict is not None and verdict.match


@pytest.mark.parametrize("data", [b"", b"not a picture", b"RIFF\0\0\0\0WEBPVP8 "])
async def test_a_portrait_that_is_no_picture_leads_to_another_way(vision: Vision, data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        await look(vision, data)
    assert caught.value.code == "face.portrait"
    assert caught.value.family is Family.EXPECTED


async def test_a_camera_without_a_plug_is_told_and_comes_back(
    vision: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    camera.apply("show", {"scene": "wang"})
    camera.apply("unplug")
    with pytest.raises(Problem) as caught:
        await look(vision, portrait("wang"))
    assert (caught.value.code, caught.value.family) == ("camera.absent", Family.TEMPORARY)
    camera.apply("plug")
    verdict = (await look(vision, portrait("wang"))).verdict
    assert verdict is not None and verdict.match and verdict.live
