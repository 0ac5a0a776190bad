"""The camera: newest frame first, and a limit on every wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.camera.opencv import OpenCvCamera
from devices.settings import CameraSettings
from devices.simulators.camera import CameraSimulator
from sync.contract.problem import Family, Problem


def picture(folder: Path, name: str, grey: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / name), np.full((72, 96, 3), grey, np.uint8))


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[CameraSimulator]:
    picture(tmp_path / "nobody", "0.jpg", 0)
    for number in range(60):
        picture(tmp_path / "count", f"{number:03}.jpg", number * 4)
    simulator = CameraSimulator(0, "/camera.mjpeg", tmp_path)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def camera(simulator: CameraSimulator) -> Iterator[OpenCvCamera]:
    camera = OpenCvCamera(CameraSettings(source=simulator.address))
    camera.open()
    yield camera
    camera.close()


def test_the_first_frame_comes_fast(simulator: CameraSimulator) -> None:
    camera = OpenCvCamera(CameraSettings(source=simulator.address))
    started = time.monotonic()
    camera.open()
    frame = camera.read()
    camera.close()
    assert (frame.shape, frame.dtype) == ((72, 96, 3), np.uint8)
    assert time.monotonic() - started < 5


def test_a_slow_reader_gets_the_newest_frame_and_not_those_that_piled_up(
    simulator: CameraSimulator, camera: OpenCvCamera
) -> None:
    simulator.apply("show", {"scene": "count"})
    while (first := round(float(camera.read().mean()) / 4)) == 0:
        pass
    threading.Event().wait(0.5)  # a reader that computes for ten frames
    assert round(float(camera.read().mean()) / 4) >= first + 8


def test_no_frame_is_given_twice(camera: OpenCvCamera) -> None:
    started = time.monotonic()
    for _ in range(5):
        camera.read()
    assert time.monotonic() - started > 0.15, "five frames at 20 a second take at least four periods"


def test_a_frozen_camera_is_told_within_the_limit(simulator: CameraSimulator, camera: OpenCvCamera) -> None:
    camera.read()
    simulator.apply("freeze")
    started = time.monotonic()
    with pytest.raises(Problem) as told:
        for _ in range(3):
            camera.read(0.2)
    assert (told.value.code, told.value.family) == ("camera.frozen", Family.TEMPORARY)
    assert time.monotonic() - started < 5
    simulator.apply("ok")
    assert camera.read().shape == (72, 96, 3)


def test_a_camera_that_is_unplugged_is_absent_until_it_is_plugged_in_again(
    simulator: CameraSimulator, camera: OpenCvCamera
) -> None:
    camera.read()
    simulator.apply("unplug")
    with pytest.raises(Problem, match=r"camera\.absent"):
        for _ in range(3):
            camera.read(0.5)
    with pytest.raises(Problem, match=r"camera\.absent"):
        camera.open()
    simulator.apply("plug")
    camera.open()
    assert camera.read().shape == (72, 96, 3)


def test_close_ends_the_thread_even_when_the_camera_is_frozen(simulator: CameraSimulator) -> None:
    simulator.apply("freeze")
    camera = OpenCvCamera(CameraSettings(source=simulator.address))
    camera.open()
    started = time.monotonic()
    camera.close()
    assert time.monotonic() - started < 5
    assert "camera" not in [thread.name for thread in threading.enumerate()]


def test_a_folder_of_pictures_is_a_camera(tmp_path: Path) -> None:
    for number in range(3):
        picture(tmp_path / "folder", f"{number}.png", number * 10)
    camera = OpenCvCamera(CameraSettings(source=str(tmp_path / "folder")))
    camera.open()
    seen = {round(float(camera.read().mean())) for _ in range(6)}
    camera.close()
    assert seen == {0, 10, 20}


@pytest.mark.parametrize("source", ["/nowhere/video9", "http://127.0.0.1:9/camera.mjpeg"])
def test_a_camera_that_is_not_there_is_absent(source: str) -> None:
    with pytest.raises(Problem) as told:
        OpenCvCamera(CameraSettings(source=source)).open()
    assert (told.value.code, told.value.family) == ("camera.absent", Family.TEMPORARY)


def test_an_address_that_is_no_camera_is_absent(simulator: CameraSimulator) -> None:
    with pytest.raises(Problem, match="404"):
        OpenCvCamera(CameraSettings(source=simulator.address + "x")).open()


def test_reading_before_opening_is_told() -> None:
    with pytest.raises(Problem, match=r"camera\.absent"):
        OpenCvCamera(CameraSettings()).read(0.1)
