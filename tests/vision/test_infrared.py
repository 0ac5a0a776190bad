"""The infrared camera: a screen is refused by it alone, a living face passes, and one that is dead is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from looking import look

from devices.settings import CameraSettings, DevicesSettings, IrCameraSettings
from devices.simulators.camera import CameraSimulator, InfraredSimulator
from kiosk.settings import VisionSettings
from kiosk.vision import infrared
from kiosk.vision.client import Vision
from kiosk.vision.guidance import Box
from kiosk.vision.infrared import Seen
from sync.contract.problem import Family, Problem

Portrait = Callable[[str], bytes]
FACE = Box(100, 80, 220, 240)


def plate(grey: float, slope: float = 0.0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A face's place of one grey, brighter in its middle by `slope`."""
    x, y = np.meshgrid(np.arange(320), np.arange(320))
    hill = np.exp(-(((x - 160) / 50.0) ** 2) - ((y - 160) / 60.0) ** 2)
    return np.asarray(np.clip(grey + slope * hill, 0, 255), np.uint8)


@pytest.mark.parametrize(
    ("picture", "faces", "seen"),
    [
        (plate(70, 110), [FACE], Seen.SKIN),
        (plate(9), [], Seen.DARK),
        (plate(168), [FACE], Seen.FLAT),
        (plate(255), [FACE], Seen.BURNT),
        (plate(70, 110), [], Seen.NO_FACE),
        (plate(70, 110), [Box(0, 0, 20, 30)], Seen.NO_FACE),
    ],
    ids=["skin", "screen", "paper", "burnt", "nobody", "elsewhere"],
)
def test_what_is_seen_at_the_place_of_the_face(
    picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], faces: list[Box], seen: Seen
) -> None:
    judged = infrared.look(picture, FACE, faces)
    assert judged.seen is seen
    assert judged.live is (seen is Seen.SKIN)


@pytest.fixture(scope="module")
def second(assets: Path, camera: CameraSimulator) -> Iterator[InfraredSimulator]:
    """An infrared camera beside the other one."""
    simulator = InfraredSimulator(0, "/infrared.mjpeg", assets / "scenes-ir")
    simulator.stand_beside(camera)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(assets: Path, camera: CameraSimulator, second: InfraredSimulator) -> AsyncIterator[Vision]:
    """Vision that believes the colour camera everything: only infrared can refuse."""
    settings = VisionSettings(limit_s=8.0, challenge=False, live_threshold=0.0001)
    fitted = IrCameraSettings(enabled=True, source=second.address)
    client = Vision(settings, CameraSettings(source=camera.address), assets, infrared=fitted)
    await client.start()
    assert client.problem is None
    yield client
    await client.stop()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_living_face_passes_and_the_verdict_tells_what_was_seen(
    both: Vision, camera: CameraSimulator, portrait: Portrait
) -> None:
    camera.apply("show", {"scene": "wang"})
    verdict = (await look(both, portrait("wang"))).verdict
    assert verdict is not None
    assert (verdict.match, verdict.live, verdict.infrared) == (True, True, "skin")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("scene", "seen"), [("phone-with-wang", "dark"), ("photo-of-wang", "flat")])
async def test_a_screen_and_a_print_are_refused_by_infrared_alone(
    both: Vision, camera: CameraSimulator, portrait: Portrait, scene: str, seen: str
) -> None:
    camera.apply("show", {"scene": scene})
    verdict = (await look(both, portrait("wang"))).verdict
    assert verdict is not None
    assert (verdict.match, verdict.live) == (True, False)
    assert verdict.infrared == seen


@pytest.mark.asyncio(loop_scope="module")
async def test_a_camera_that_is_fitted_and_dead_is_told_and_nobody_is_checked(
    both: Vision, camera: CameraSimulator, second: InfraredSimulator, portrait: Portrait
) -> None:
    camera.apply("show", {"scene": "wang"})
    second.apply("unplug")
    try:
        with pytest.raises(Problem) as caught:
            await look(both, portrait("wang"))
    finally:
        second.apply("plug")
    assert (caught.value.code, caught.value.family) == ("camera.infrared", Family.TEMPORARY)


def test_it_is_off_by_default_and_goes_to_the_process_only_where_it_is_fitted(assets: Path) -> None:
    settings = DevicesSettings()
    assert not settings.ir_camera.enabled
    off = Vision(VisionSettings(), settings.camera, assets, infrared=settings.ir_camera)
    on = Vision(VisionSettings(), settings.camera, assets, infrared=IrCameraSettings(enabled=True))
    assert off._keeper._set_up.infrared is None
    assert on._keeper._set_up.infrared is not None
