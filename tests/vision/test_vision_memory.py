"""At the end of a visit nothing of it is in the memory of the vision process, searched from outside."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from devices.settings import CameraSettings
from kiosk.journeys.pages import FaceHint
from kiosk.scenario.memory import find_in_memory, forms
from kiosk.settings import VisionSettings
from kiosk.vision.client import FaceVerdict, Vision
from kiosk.vision.reference import TEMPLATE_TYPE

Portrait = Callable[[str], bytes]


def film(scene: Path, folder: Path) -> list[bytes]:
    """The scene without loss, and pieces of it: of a strip that is nowhere else, and of the face."""
    strip: NDArray[np.uint8] = np.random.default_rng(5).integers(0, 255, (24, 960, 3), dtype=np.uint8)
    pieces = [strip[3, 100:132].tobytes(), strip[20, 800:832].tobytes()]
    for number, file in enumerate(sorted(scene.glob("*.jpg"))):
        picture = cv2.imread(str(file))
        assert picture is not None
        picture[:24] = strip
        pieces.append(picture[400, 440:472].tobytes())
        cv2.imwrite(str(folder / f"{number:03}.png"), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return pieces


async def enrolled(vision: Vision, portrait: bytes) -> bytes:
    async with asyncio.timeout(20), aclosing(vision.enrol(portrait)) as events:
        async for event in events:
            if isinstance(event, FaceVerdict):
                assert event.match and event.live
                return event.template
    raise AssertionError("no verdict")


async def is_warm(vision: Vision) -> int:
    """The process that is ready for the next check."""
    await vision.start()
    assert vision.available and vision.pid is not None
    return vision.pid


async def test_nothing_of_a_visit_is_in_the_memory_of_vision_when_it_ended(
    assets: Path, portrait: Portrait, tmp_path: Path
) -> None:
    pictures = film(assets / "scenes" / "wang", tmp_path)
    card = portrait("wang")
    vision = Vision(VisionSettings(limit_s=10.0, challenge=False), CameraSettings(source=str(tmp_path)), assets)
    await vision.start()
    first = await is_warm(vision)
    template = await enrolled(vision, card)
    numbers = np.frombuffer(template, TEMPLATE_TYPE).astype(np.float32).tobytes()
    needles = [*pictures, *forms(card[200:296]), *forms(template[64:160]), numbers[64:160]]
    assert find_in_memory(first, needles), "the search sees what the libraries still hold, or it would prove nothing"

    await vision.forget()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    second = await is_warm(vision)
    assert second != first
    assert [str(finding) for finding in find_in_memory(second, needles)] == []
    await vision.stop()


async def test_a_check_that_follows_at_once_waits_for_the_next_process(assets: Path, portrait: Portrait) -> None:
    source = CameraSettings(source=str(assets / "scenes" / "wang"))
    vision = Vision(VisionSettings(limit_s=10.0, challenge=False), source, assets)
    await vision.start()
    await enrolled(vision, portrait("wang"))
    await vision.forget()
    assert vision.available, "whoever comes next is offered a face check all the same"
    hints = []
    async with asyncio.timeout(30), aclosing(vision.check(portrait("wang"))) as events:
        async for event in events:
            if isinstance(event, FaceVerdict):
                assert event.match and event.live
            else:
                hints.append(event.hint)
    assert hints[0] is FaceHint.ONE_MOMENT
    await vision.stop()


async def test_a_process_that_saw_nobody_stays(assets: Path) -> None:
    vision = Vision(VisionSettings(), CameraSettings(), assets)
    await vision.start()
    first = vision.pid
    await vision.forget()
    assert vision.pid == first is not None
    await vision.stop()
