"""The simulated camera: in which order the pictures of a scene are seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.kinds import Kind
from devices.settings import DevicesSettings, IrCameraSettings
from devices.simulators import Simulators
from devices.simulators.camera import CameraSimulator, InfraredSimulator, Reel, grained


def scene(folder: Path, name: str, pictures: int, rules: str = "") -> None:
    (folder / name).mkdir()
    for number in range(pictures):
        (folder / name / f"{number:03}.jpg").write_bytes(f"{name}{number}".encode())
    if rules:
        (folder / name / "scene.toml").write_text(rules, encoding="utf-8")


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[CameraSimulator]:
    scene(tmp_path, "nobody", 2)
    scene(tmp_path, "li", 3)
    scene(tmp_path, "li-left", 5, 'once = true\nhold = 3\nhome = "li"\n')
    simulator = CameraSimulator(0, "/camera.mjpeg", tmp_path, scene="li")
    simulator.start()
    yield simulator
    simulator.stop()


def seen(frames: Iterator[bytes], count: int) -> list[str]:
    return [picture.decode() for picture in islice(frames, count)]


def test_a_scene_goes_round(simulator: CameraSimulator) -> None:
    assert seen(simulator.frames(), 5) == ["li0", "li1", "li2", "li0", "li1"]


def test_a_scene_that_is_played_once_begins_at_its_beginning_and_then_moves_among_its_last_pictures(
    simulator: CameraSimulator,
) -> None:
    frames = simulator.frames()
    seen(frames, 2)
    simulator.apply("show", {"scene": "li-left"})
    assert seen(frames, 10) == [f"li-left{number}" for number in (0, 1, 2, 3, 4, 3, 2, 3, 4, 3)]


def test_a_head_that_was_turned_turns_back_before_it_looks_ahead(simulator: CameraSimulator) -> None:
    frames = simulator.frames()
    simulator.apply("show", {"scene": "li-left"})
    seen(frames, 4)
    simulator.apply("show", {"scene": "li"})
    assert seen(frames, 6) == ["li-left3", "li-left2", "li-left1", "li-left0", "li0", "li1"]


def test_somebody_else_is_there_at_once(simulator: CameraSimulator) -> None:
    frames = simulator.frames()
    simulator.apply("show", {"scene": "li-left"})
    seen(frames, 4)
    simulator.apply("show", {"scene": "nobody"})
    assert seen(frames, 2) == ["nobody0", "nobody1"]


def test_who_connects_anew_sees_the_scene_from_its_beginning(simulator: CameraSimulator) -> None:
    simulator.apply("show", {"scene": "li-left"})
    seen(simulator.frames(), 4)
    simulator.apply("unplug")
    assert seen(simulator.frames(), 1) == []
    simulator.apply("plug")
    assert seen(simulator.frames(), 2) == ["li-left0", "li-left1"]


def test_a_frozen_camera_goes_on_where_it_stopped(simulator: CameraSimulator) -> None:
    frames = simulator.frames()
    assert seen(frames, 2) == ["li0", "li1"]
    simulator.apply("freeze")
    simulator.apply("ok")
    assert seen(frames, 1) == ["li2"]


@pytest.mark.parametrize(("hold", "order"), [(1, [0, 1, 2, 2, 2]), (2, [0, 1, 2, 1, 2]), (9, [0, 1, 2, 1, 0, 1])])
def test_how_many_pictures_are_held(hold: int, order: list[int]) -> None:
    reel = Reel("somebody", (b"0", b"1", b"2"), once=True, hold=min(hold, 3))
    assert [reel.at(number) for number in range(len(order))] == order


def test_an_empty_scene_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    reel = Reel.load(tmp_path / "empty")
    assert reel.pictures == () and reel.back_to("li", 0) == ()


def jpeg() -> bytes:
    coarse = np.random.default_rng(1).integers(0, 255, (9, 12, 3), np.uint8)
    return bytes(cv2.imencode(".jpg", cv2.resize(coarse, (120, 90)), [cv2.IMWRITE_JPEG_QUALITY, 90])[1])


def test_no_picture_comes_twice_and_none_looks_different() -> None:
    first = cv2.imdecode(np.frombuffer(jpeg(), np.uint8), cv2.IMREAD_COLOR).astype(int)
    again = [cv2.imdecode(np.frombuffer(grained(jpeg(), number), np.uint8), cv2.IMREAD_COLOR) for number in range(40)]
    assert len({picture.tobytes() for picture in again}) == 40
    assert all(0 <= np.abs(picture - first).mean() < 2 for picture in again)
    assert grained(jpeg(), 0) == jpeg()


def test_the_infrared_camera_is_off_until_somebody_fits_one(tmp_path: Path) -> None:
    settings = DevicesSettings.simulated_in(tmp_path)
    assert InfraredSimulator.fitted(settings, tmp_path) is None
    assert "ir-camera" not in settings.fitted()


@pytest.mark.asyncio
async def test_the_infrared_camera_sees_whoever_is_before_the_other_one(tmp_path: Path) -> None:
    for folder, name in (("scenes", "nobody"), ("scenes", "li"), ("scenes-ir", "nobody"), ("scenes-ir", "li")):
        (tmp_path / folder).mkdir(exist_ok=True)
        scene(tmp_path / folder, name, 2)
    settings = DevicesSettings.simulated_in(tmp_path)
    fitted = settings.model_copy(update={"ir_camera": IrCameraSettings(enabled=True)})
    simulators = Simulators()
    await simulators.start(fitted, tmp_path)
    try:
        assert simulators.devices.fitted()["ir-camera"][0] is Kind.CAMERA
        assert simulators.devices.ir_camera.source not in {fitted.ir_camera.source, simulators.devices.camera.source}
        infrared = simulators.find(InfraredSimulator)
        assert seen(infrared.frames(), 1) == ["nobody0"]
        simulators.apply("camera", "show", {"scene": "li"})
        assert seen(infrared.frames(), 2) == ["li0", "li1"]
        simulators.apply("ir-camera", "unplug")
        everybody = simulators.apply("", "")
        assert (everybody["ir-camera"]["plugged"], everybody["camera"]["plugged"]) == (False, True)
    finally:
        await simulators.stop()
